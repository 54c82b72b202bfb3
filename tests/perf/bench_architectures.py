"""Architecture search: distinct nets a second, from plain dicts to a verdict, against ONNX.

Run it with ``python -m pytest tests/perf/bench_architectures.py -s``; the ratio is printed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from onnx import ModelProto, TensorProto, ValueInfoProto, helper, shape_inference

import netlint
from tests.perf._ratio import timed, told

Plan = tuple[tuple[int, ...], tuple[int, ...]]
"""The widths and the depths of four stages."""

FEW = 200
WIDTHS = (32, 48, 64, 80, 96)
DEPTHS = (2, 3, 4, 5, 6)


def plans(count: int) -> list[Plan]:
    """Plans that differ, of some 180 layers each, drawn from 390,625."""
    draw = random.Random(0)
    found: dict[Plan, None] = {}
    while len(found) < count:
        widths = tuple(draw.choice(WIDTHS) * 2**stage for stage in range(4))
        found[widths, tuple(draw.choice(DEPTHS) for _ in range(4))] = None
    return list(found)


def unit(width: int, stride: int) -> list[object]:
    """A bottleneck, without its shortcut."""
    wide = {"type": "conv2d", "out_channels": 4 * width, "kernel_size": 1, "bias": False}
    return [
        {"type": "conv2d", "out_channels": width, "kernel_size": 1, "bias": False},
        "batch_norm",
        "relu",
        {
            "type": "conv2d",
            "out_channels": width,
            "kernel_size": 3,
            "stride": stride,
            "padding": 1,
            "bias": False,
        },
        "batch_norm",
        "relu",
        wide,
        "batch_norm",
    ]


def rows(plan: Plan) -> Iterator[object]:
    """The layers of a plan, one after the other."""
    yield {"type": "conv2d", "out_channels": 64, "kernel_size": 7, "stride": 2, "padding": 3}
    yield from ("batch_norm", "relu")
    yield {"name": "u0", "type": "max_pool2d", "kernel_size": 3, "stride": 2, "padding": 1}
    last = 0
    for stage, (width, depth) in enumerate(zip(*plan, strict=True)):
        for i in range(depth):
            stride = 2 if stage and not i else 1
            *body, end = unit(width, stride)
            yield from body
            yield {"name": f"b{last}", "type": end}
            short = f"u{last}"
            if not i:
                keys = {"out_channels": 4 * width, "kernel_size": 1, "stride": stride}
                yield {"type": "conv2d", "inputs": short, "bias": False, **keys}
                yield {"name": f"s{last}", "type": "batch_norm"}
                short = f"s{last}"
            yield {"type": "add", "inputs": [f"b{last}", short]}
            last += 1
            yield {"name": f"u{last}", "type": "relu"}
    yield from ("global_avg_pool", "flatten", {"type": "linear", "out_features": 1000})


def flat(plan: Plan) -> dict[str, object]:
    return {"inputs": {"image": ["N", 3, 224, 224]}, "layers": list(rows(plan))}


def blocks(plan: Plan) -> dict[str, object]:
    """The same net with a block for the unit, and stages that repeat it."""
    stages = [
        {"name": f"s{i}_{n}", "type": kind, "w": width, "s": stride, "repeat": repeat}
        for i, (width, depth) in enumerate(zip(*plan, strict=True))
        for n, (kind, stride, repeat) in enumerate(
            (("widening", 2 if i else 1, 1), ("plain", 1, depth - 1))
        )
    ]
    body = unit(1, 1)
    keys = {0: {"out_channels": "$w", "inputs": "input"}, 3: {"out_channels": "$w", "stride": "$s"}}
    for i, own in {**keys, 6: {"out_channels": "$(4 * w)"}}.items():
        row = body[i]
        assert isinstance(row, dict)
        row.update(own)
    named = [*body[:-1], {"name": "b", "type": "batch_norm"}]
    wide = {"out_channels": "$(4 * w)", "kernel_size": 1, "stride": "$s", "bias": False}
    short = [{"type": "conv2d", "inputs": "input", **wide}, {"name": "c", "type": "batch_norm"}]
    ends = {"widening": [*short, {"type": "add", "inputs": ["b", "c"]}]}
    ends["plain"] = [{"type": "add", "inputs": ["b", "input"]}]
    stem = [*rows(((), ()))]
    return {
        "inputs": {"image": ["N", 3, 224, 224]},
        "blocks": {
            name: {"params": {"w": None, "s": None}, "layers": [*named, *end, "relu"]}
            for name, end in ends.items()
        },
        "layers": [*stem[:4], *stages, *stem[4:]],
    }


class Exporter:
    """The same net as an ONNX model; weights are declared, not stored."""

    def __init__(self, plan: Plan) -> None:
        self.given: list[ValueInfoProto] = [self._value("image", "N", 3, 224, 224)]
        self.nodes: list[object] = []
        channels = 64
        x = self._relu(self._conv("image", 3, 64, 7, 2, 3))
        x = self._node("MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
        for stage, (width, depth) in enumerate(zip(*plan, strict=True)):
            for i in range(depth):
                stride = 2 if stage and not i else 1
                y = self._relu(self._conv(x, channels, width, 1, 1, 0))
                y = self._relu(self._conv(y, width, width, 3, stride, 1))
                y = self._conv(y, width, 4 * width, 1, 1, 0)
                short = x if i else self._conv(x, channels, 4 * width, 1, stride, 0)
                x, channels = self._relu(self._node("Add", [y, short])), 4 * width
        x = self._node("Flatten", [self._node("GlobalAveragePool", [x])])
        reads = [x, self._weight("fc.weight", 1000, channels), self._weight("fc.bias", 1000)]
        self.last = self._node("Gemm", reads, transB=1)

    def model(self) -> ModelProto:
        out = self._value(self.last, "N", 1000)
        return helper.make_model(helper.make_graph(self.nodes, "net", self.given, [out]))

    def _value(self, name: str, *sizes: int | str) -> ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes)

    def _weight(self, name: str, *sizes: int) -> str:
        self.given.append(self._value(name, *sizes))
        return name

    def _node(self, kind: str, reads: list[str], **keys: object) -> str:
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, reads, [name], **keys))
        return name

    def _relu(self, x: str) -> str:
        return self._node("Relu", [x])

    def _conv(self, x: str, wide: int, out: int, kernel: int, stride: int, pad: int) -> str:
        """A convolution and its norm."""
        weight = self._weight(f"{len(self.nodes)}.weight", out, wide, kernel, kernel)
        keys = {"kernel_shape": [kernel] * 2, "strides": [stride] * 2, "pads": [pad] * 4}
        y = self._node("Conv", [x, weight], **keys)
        rows = [self._weight(f"{len(self.nodes)}.{r}", out) for r in "wbmv"]
        return self._node("BatchNormalization", [y, *rows])


Make = Callable[[Plan], dict[str, object]]


@pytest.mark.parametrize("make", [flat, blocks])
def test_both_are_the_same_net(make: Make) -> None:
    for plan in plans(3):
        net = netlint.load(make(plan))
        assert len(net.nodes) == len(Exporter(plan).nodes)
        assert netlint.check(net).ok


@pytest.mark.parametrize(("make", "count"), [(blocks, 20_000), (flat, 2_000)])
def test_architectures(make: Make, count: int) -> None:
    many, few = plans(count), plans(FEW)
    mine = timed(lambda: all(netlint.check(make(plan)).ok for plan in many)) / count
    theirs = timed(lambda: all(inferred(plan).graph.value_info for plan in few)) / FEW
    told(f"one of {count} architectures, {make.__name__}", mine, "onnx", theirs, 0.05)


def inferred(plan: Plan) -> ModelProto:
    return shape_inference.infer_shapes(Exporter(plan).model())
