"""ResNet-50: an analysis against ONNX's shape inference, a check against yamllint.

Run it with ``python -m pytest tests/perf/bench_resnet.py -s``; ratios are printed, not asserted.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper, shape_inference

import netlint
from netlint.spec.model import Net
from netlint.spec.write import flow
from tests.perf._ratio import NETLINT, YAMLLINT, best, best_anew, processes, told

EXAMPLE = Path(__file__).parents[2] / "examples" / "resnet50.yaml"


@pytest.fixture(scope="module")
def net() -> Net:
    return netlint.load(EXAMPLE)


@pytest.fixture(scope="module")
def model(net: Net) -> onnx.ModelProto:
    return exported(net)


def analysed(net: Net) -> int:
    """Shapes, parameters, MACs and receptive fields."""
    analysis = netlint.analyse(net)
    return len(analysis.costs) + len(analysis.fields)


def test_analysis(net: Net, model: onnx.ModelProto) -> None:
    mine = best(lambda: analysed(net))
    theirs = best(lambda: shape_inference.infer_shapes(model))
    told("analyse ResNet-50", mine, "onnx infer_shapes", theirs, 0.4)


def test_first_analysis(net: Net, model: onnx.ModelProto) -> None:
    mine = best_anew(lambda: analysed(net))
    theirs = best(lambda: shape_inference.infer_shapes(model))
    told("analyse ResNet-50 for the first time", mine, "onnx infer_shapes", theirs, 0.4)


def test_symbolic_analysis(net: Net, model: onnx.ModelProto) -> None:
    free = dataclasses.replace(net, sizes={})
    mine = best(lambda: analysed(free))
    theirs = best(lambda: shape_inference.infer_shapes(model))
    told("analyse ResNet-50 with symbols", mine, "onnx infer_shapes", theirs, 0.6)


def test_whole_process(net: Net, tmp_path: Path) -> None:
    path = tmp_path / "flat.yaml"
    path.write_text(flat(net), encoding="utf-8")
    mine, theirs = processes([*NETLINT, "check", str(path)], [*YAMLLINT, str(path)])
    told(f"check {len(flat(net).splitlines())} lines", mine, "yamllint", theirs, 1.2)


def test_whole_process_on_an_unchanged_file(net: Net, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "flat.yaml").write_text(flat(net), encoding="utf-8")
    check, lint = [*NETLINT, "check", "flat.yaml"], [*YAMLLINT, "flat.yaml"]
    mine, theirs = processes(check, lint, folder=tmp_path, cached=True)
    assert len(list((tmp_path / ".netlint_cache").iterdir())) == 3
    told("check an unchanged file", mine, "yamllint", theirs, 0.35)


def flat(net: Net) -> str:
    """The net without blocks, a layer a line."""
    lines = ["netlint: 1", "inputs: {image: [N, 3, 224, 224]}", "layers:"]
    for node in net.nodes:
        assert node.layer is not None
        keys = {k: v for k, v in node.layer if k in node.layer.model_fields_set and k != "type"}
        sources = [net.port_name(p).replace(".", "_") for p in node.inputs if p is not None]
        inputs = {"inputs": sources[0] if len(sources) == 1 else sources}
        row = {"name": node.name.replace(".", "_"), "type": node.type, **inputs, **keys}
        lines.append(f"  - {flow(row)}")
    return "\n".join(lines) + "\n"


def exported(net: Net) -> onnx.ModelProto:
    """The same graph for ONNX; weights are declared, not stored."""
    analysis = netlint.analyse(net)
    given = [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 224, 224])]
    nodes = []
    for node in net.nodes:
        layer, step = node.layer, analysis.shown.steps[node.index]
        assert layer is not None
        assert step is not None
        reads = [net.port_name(p) for p in node.inputs if p is not None]
        for weight in step.weights[:4]:
            name = f"{node.name}.{weight.name}"
            given.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(weight.shape)))
            reads.append(name)
        kind, keys = as_onnx(layer.type, dict(layer))
        nodes.append(helper.make_node(kind, reads, [node.name], **keys))
    last = helper.make_tensor_value_info(net.nodes[-1].name, TensorProto.FLOAT, None)
    return helper.make_model(helper.make_graph(nodes, "resnet50", given, [last]))


def as_onnx(kind: str, keys: dict[str, object]) -> tuple[str, dict[str, object]]:
    """A layer's operator and attributes."""
    square = {"strides": [keys.get("stride")] * 2, "pads": [keys.get("padding")] * 4}
    window = {"kernel_shape": [keys.get("kernel_size")] * 2, **square}
    return {
        "conv": ("Conv", window),
        "max_pool": ("MaxPool", window),
        "batch_norm": ("BatchNormalization", {}),
        "relu": ("Relu", {}),
        "add": ("Add", {}),
        "global_avg_pool": ("GlobalAveragePool", {}),
        "flatten": ("Flatten", {}),
        "linear": ("Gemm", {"transB": 1}),
    }[kind]
