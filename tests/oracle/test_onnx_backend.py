"""The cases of the ONNX backend tests, as netlint specs: every one passes or is explained."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from netlint import Severity, analyse, check
from tests.oracle._onnx_nodes import NODES, Node, Sizes, Spec, Tensor, Unsaid

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "onnx_backend_cases.json"

NO_LAYER = {
    "AffineGrid": "the language has no sampling by a grid",
    "GridSample": "the language has no sampling by a grid",
    "DeformConv": "the language has no convolution whose taps move",
    "ConvInteger": "integers only: quantised operators are no layers of the language",
    "QLinearConv": "integers only: quantised operators are no layers of the language",
    "Shape": "a shape is no tensor in the language",
    "Abs": "a function that no network layer of the language is",
    "Exp": "a function that no network layer of the language is",
    "Pow": "a function that no network layer of the language is",
    "Sqrt": "a function that no network layer of the language is",
}
"""Operators without a layer; a graph that has one of them is explained by it."""

EXPLAINED = {
    "avg_pool has no dilation, as in PyTorch": (
        "averagepool_2d_dilations",
        "averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_True",
        "averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_False",
    ),
    "upsample keeps no aspect ratio; the size that it would give is not written in the node": (
        "resize_upsample_sizes_nearest_not_larger",
        "resize_upsample_sizes_nearest_not_smaller",
        "resize_downsample_sizes_nearest_not_smaller",
    ),
    "every size is at least 1 (LANGUAGE 10 and 13); here an axis has no cells": (
        "reshape_allowzero_reordered",
        "split_zero_size_splits_opset18",
        "slice_start_out_of_bounds",
    ),
    "pad works on space axes; here the batch or the channels grow": (
        "center_crop_pad_pad",
        "center_crop_pad_crop_axes_hwc",
    ),
    "unsqueeze makes a feature axis, and windows run over space axes only": ("AvgPool1d_stride",),
    "the corpus does not record the constant that decides the shape": (
        "PixelShuffle",
        "operator_addconstant",
        "operator_repeat",
        "operator_repeat_dim_overflow",
    ),
}
"""Cases that the language cannot say, or that the corpus does not say whole."""

TOLD = {
    "maxpool_2d_pads": "NL209: PyTorch refuses padding above half the kernel; the shape is equal",
}
"""Cases of the right shape on which netlint has an error to tell all the same."""

ONE_OUTPUT = {
    "BatchNormalization": "the statistics of training are buffers, no outputs",
    "LayerNormalization": "mean and deviation are no ports",
}
"""Operators whose first output alone is compared."""

Case = dict[str, Any]


@cache
def cases() -> dict[str, Case]:
    if not CORPUS.exists():
        pytest.skip(f"{CORPUS.name} is not there: the corpora lie beside the repository")
    corpus = json.loads(CORPUS.read_text(encoding="utf-8"))
    found = [*corpus["cases"], *corpus["pytorch_cases"]]
    named = {case["name"].removeprefix("test_"): case for case in found}
    assert len(named) == len(found)
    return named


def test_every_case_passes_or_is_explained() -> None:
    explained = {name for names in EXPLAINED.values() for name in names}
    answers = {name: difference(name, case) for name, case in cases().items()}
    lacking = {n for n, case in cases().items() if not NO_LAYER.keys().isdisjoint(operators(case))}
    passed = {name for name, why in answers.items() if why is None}
    wrong = {n: why for n, why in answers.items() if why and n not in explained | lacking}
    assert wrong == {}
    assert passed.isdisjoint(explained), "explained, but passes"
    assert len(passed) + len(explained | lacking) == len(cases())


def test_explanations_name_cases_and_operators() -> None:
    names = [name for reason in EXPLAINED.values() for name in reason]
    assert len(names) == len(set(names))
    assert cases().keys() >= {*names, *TOLD}
    used = {op for case in cases().values() for op in operators(case)}
    assert used >= NO_LAYER.keys() | ONE_OUTPUT.keys()
    assert NO_LAYER.keys().isdisjoint(NODES)


def operators(case: Case) -> Iterator[str]:
    return (node["op"] for node in case.get("nodes", [case]))


def difference(name: str, case: Case) -> str | None:
    """How netlint's answer differs from the recorded one; None where it does not."""
    spec = Spec()
    try:
        outputs, wanted = written(case, spec)
    except Unsaid as reason:
        return str(reason)
    if case.get("op") in ONE_OUTPUT:
        wanted = wanted[:1]
    analysis = analyse({"netlint": 1, **spec.document(*outputs)})
    shapes = [analysis.shape(port) for port in analysis.net.outputs]
    found = [list(shape.sizes) if shape else None for shape in shapes]
    if found != wanted:
        return f"{found}, not {wanted}"
    told = [f for f in check(analysis).findings if f.severity >= Severity.ERROR]
    if [f.code for f in told] != ([TOLD[name][:5]] if name in TOLD else []):
        return f"told {[f.message for f in told]}"
    return None


def written(case: Case, spec: Spec) -> tuple[list[str], list[Sizes]]:
    """The outputs of a case, as names of the spec, and their sizes."""
    if "op" in case:
        return one_node(case, spec), [out["shape"] for out in case["outputs"]]
    return graph(case, spec), case["output_shapes"]


def one_node(case: Case, spec: Spec) -> list[str]:
    tensors = [
        Tensor(f"x{i}", one["shape"], one.get("value")) if one else None
        for i, one in enumerate(case["inputs"])
    ]
    outputs = [out["name"] for out in case["outputs"]]
    return write(Node(case["op"], case["attrs"], tensors, outputs), spec)


def graph(case: Case, spec: Spec) -> list[str]:
    """Every tensor that no node reads is an output."""
    inputs = zip(case["graph_inputs"], case["input_shapes"], strict=True)
    tensors = {name: Tensor(name, sizes) for name, sizes in inputs}
    for name, sizes in case["initializers"].items():
        tensors[name] = Tensor(name, sizes, fixed=True)
    outputs: dict[str, str] = {}
    for row in case["nodes"]:
        if row["op"] == "Constant":
            (name,) = row["outputs"]
            tensors[name] = Tensor(name, [], fixed=True)
            continue
        node = Node(row["op"], row["attrs"], [tensors[n] for n in row["inputs"]], row["outputs"])
        for name, made in zip(row["outputs"], write(node, spec), strict=True):
            tensors[name] = Tensor(made, spec.sizes(made))
            outputs[name] = made
    read = {name for row in case["nodes"] for name in row["inputs"]}
    return [made for name, made in outputs.items() if name not in read]


def write(node: Node, spec: Spec) -> list[str]:
    if node.op not in NODES:
        raise Unsaid(f"there is no layer for {node.op}")
    return NODES[node.op](node, spec)
