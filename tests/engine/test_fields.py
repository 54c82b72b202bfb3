"""Fields: receptive fields against a walk backwards from cell to cell, and published ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from math import prod
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netlint.app.check import check_net
from netlint.app.load import load_dict
from netlint.app.show import shown_net
from netlint.core.finding import Severity
from netlint.engine.analysis import Analysis
from netlint.reports.shown import ShownLayer

TABLE = Path(__file__).parents[3] / "shared" / "corpora" / "receptive_field_table.json"
PHASES = 36
"""Cells that are looked at; every period of the drawn nets (two factors of 2 or 3) divides it."""

Keys = dict[str, object]
Pixels = Callable[[int], set[int]]
"""The input pixels that a cell reads on an axis without borders."""


class Step(NamedTuple):
    """A layer as a spec has it, the cells of its input that cell ``t`` reads, and what it adds."""

    keys: Keys
    cells: Callable[[int], set[int]]
    jump: Fraction
    shift: Fraction
    """Where the centre of its first cell lies, in cells of its input."""


def window(k: int, s: int, p: int, d: int) -> Step:
    keys: Keys = {"type": "conv1d", "out_channels": 2, "kernel_size": k, "stride": s}
    keys |= {"padding": p, "dilation": d}
    middle = Fraction(d * (k - 1), 2) - p
    return Step(keys, lambda t: {t * s - p + d * j for j in range(k)}, Fraction(s), middle)


def pool(k: int, s: int, p: int) -> Step:
    keys: Keys = {"type": "max_pool1d", "kernel_size": k, "stride": s, "padding": p}
    return Step(keys, window(k, s, p, 1).cells, Fraction(s), Fraction(k - 1, 2) - p)


def transposed(k: int, s: int, p: int, d: int) -> Step:
    """Input cell x lands on the cells x*s - p + d*j of the output."""
    keys: Keys = {"type": "conv_transpose1d", "out_channels": 2, "kernel_size": k, "stride": s}
    keys |= {"padding": p, "dilation": d}

    def cells(t: int) -> set[int]:
        landed = (t + p - d * j for j in range(k))
        return {x // s for x in landed if x % s == 0}

    return Step(keys, cells, Fraction(1, s), (p - Fraction(d * (k - 1), 2)) / s)


def nearest(m: int) -> Step:
    keys: Keys = {"type": "upsample1d", "scale_factor": m}
    return Step(keys, lambda t: {t // m}, Fraction(1, m), Fraction(1 - m, 2 * m))


def linear(m: int) -> Step:
    """``align_corners`` false: cell t lies at (t + 1/2)/m - 1/2 and reads its two neighbours."""
    keys: Keys = {"type": "upsample1d", "scale_factor": m, "mode": "linear"}

    def cells(t: int) -> set[int]:
        place = Fraction(2 * t + 1, 2 * m) - Fraction(1, 2)
        low = place.numerator // place.denominator
        return {low} if place == low else {low, low + 1}

    return Step(keys, cells, Fraction(1, m), Fraction(1 - m, 2 * m))


def pad(begin: int, end: int) -> Step:
    keys: Keys = {"type": "pad1d", "padding": [[begin, end]]}
    return Step(keys, lambda t: {t - begin}, Fraction(1), Fraction(-begin))


def crop(begin: int, end: int) -> Step:
    keys: Keys = {"type": "crop1d", "cropping": [[begin, end]]}
    return Step(keys, lambda t: {t + begin}, Fraction(1), Fraction(begin))


def chained(steps: list[Step], base: Pixels) -> Pixels:
    for step in steps:
        base = _behind(step, base)
    return base


def _behind(step: Step, base: Pixels) -> Pixels:
    known: dict[int, set[int]] = {}

    def pixels(t: int) -> set[int]:
        if t not in known:
            known[t] = set().union(*map(base, step.cells(t)))
        return known[t]

    return pixels


def start(t: int) -> set[int]:
    return {t}


def shown(layers: list[object], size: int = 200_003) -> tuple[ShownLayer, ...]:
    net = load_dict({"inputs": {"x": ["N", 2, size]}, "layers": layers})
    errors = [f for f in check_net(net).findings if f.severity is Severity.ERROR]
    assert [f.message for f in errors] == []
    return shown_net(Analysis(net)).layers


def widths(pixels: Pixels) -> list[int]:
    """From the first to the last pixel of each of the first cells; 0 for a hole."""
    found = map(pixels, range(PHASES))
    return [max(p) - min(p) + 1 if p else 0 for p in found]


SMALL = st.integers(0, 2)
WINDOWS = st.builds(window, st.integers(1, 5), st.integers(1, 3), SMALL, st.integers(1, 3))
POOLS = st.integers(2, 5).flatmap(
    lambda k: st.builds(pool, st.just(k), st.integers(1, 3), st.integers(0, k // 2))
)
GROWN = st.builds(transposed, st.integers(1, 5), st.integers(1, 3), SMALL, st.integers(1, 2))
RESIZED = st.one_of(st.builds(nearest, st.integers(1, 3)), st.builds(linear, st.integers(1, 3)))
SHIFTED = st.one_of(st.builds(pad, SMALL, SMALL), st.builds(crop, SMALL, SMALL))
DOWN = st.lists(st.one_of(WINDOWS, POOLS, SHIFTED), max_size=4)
CHAINS = st.builds(
    lambda a, b, c: [*a, *b, *c],
    DOWN,
    st.lists(st.one_of(GROWN, RESIZED), max_size=2),
    st.lists(st.one_of(WINDOWS, POOLS, SHIFTED), max_size=2),
)


@settings(max_examples=300, deadline=None)
@given(CHAINS.filter(bool))
def test_a_chain_reads_what_a_walk_backwards_finds(steps: list[Step]) -> None:
    layer = shown([s.keys for s in steps])[-1]
    pixels = chained(steps, start)
    assert layer.receptive_field == (max(widths(pixels)),)
    jump = prod((s.jump for s in steps), start=Fraction(1))
    assert layer.jump == (jump,)
    for t in range(PHASES):
        moved = {p + int(jump * PHASES) for p in pixels(t)}
        assert pixels(t + PHASES) == moved


@settings(max_examples=200, deadline=None)
@given(CHAINS.filter(bool))
def test_the_centre_of_the_first_cell(steps: list[Step]) -> None:
    layer = shown([s.keys for s in steps])[-1]
    jump, centre = Fraction(1), Fraction(0)
    for step in steps:
        centre += step.shift * jump
        jump *= step.jump
    assert layer.centre == (centre,)


@settings(max_examples=300, deadline=None)
@given(CHAINS.filter(bool))
def test_every_cell_of_an_axis(steps: list[Step]) -> None:
    net = load_dict({"inputs": {"x": ["N", 2, 200_003]}, "layers": [s.keys for s in steps]})
    field = Analysis(net).fields[-1]
    assert field is not None
    (axis,) = field.axes
    pixels = chained(steps, start)
    for t in range(-PHASES, 2 * PHASES):
        read = pixels(t)
        assert axis.cell(t) == ((min(read), max(read)) if read else None)


BRANCH = st.lists(
    st.one_of(
        st.integers(0, 2).map(lambda p: window(2 * p + 1, 1, p, 1)),
        st.builds(lambda d: window(3, 1, d, d), st.integers(1, 3)),
        st.just(pool(3, 1, 1)),
        st.just(window(1, 1, 0, 1)),
    ),
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(DOWN, BRANCH, BRANCH, DOWN, st.sampled_from(["add", "concat", "mul", "maximum"]))
def test_branches_read_what_either_reads(
    stem: list[Step], left: list[Step], right: list[Step], tail: list[Step], merge: str
) -> None:
    layers: list[object] = [{"type": "identity", "name": "in"}, *(s.keys for s in stem)]
    layers += [{"type": "identity", "name": "stem"}]
    layers += [*(s.keys for s in left), {"type": "identity", "name": "left"}]
    layers += [{"type": "identity", "name": "again", "inputs": "stem"}]
    layers += [*(s.keys for s in right), {"type": "identity", "name": "right"}]
    layers += [{"type": merge, "inputs": ["left", "right"]}, *(s.keys for s in tail)]
    base = chained(stem, start)
    one, two = chained(left, base), chained(right, base)
    pixels = chained(tail, lambda t: one(t) | two(t))
    layer = shown(layers)[-1]
    assert layer.receptive_field == (max(widths(pixels)),)
    assert layer.jump == (prod((s.jump for s in [*stem, *tail]), start=Fraction(1)),)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), min_size=1, max_size=3),
    st.integers(60, 90),
    st.sampled_from(["same", "same_lower"]),
)
def test_a_padding_word_pads_by_the_size(
    layers: list[tuple[int, int]], size: int, word: str
) -> None:
    """``same`` pads max((ceil(w/s) - 1)*s + k - w, 0), the smaller half first."""
    keys: list[object] = []
    steps: list[Step] = []
    left = size
    for k, s in layers:
        keys.append(
            {"type": "conv1d", "out_channels": 2, "kernel_size": k, "stride": s, "padding": word}
        )
        out = -(-left // s)
        total = max((out - 1) * s + k - left, 0)
        steps.append(window(k, s, total // 2 if word == "same" else total - total // 2, 1))
        left = out
    layer = shown(keys, size)[-1]
    pixels = chained(steps, start)
    assert layer.receptive_field == (max(widths(pixels)),)
    first = pixels(0)
    assert layer.centre == (Fraction(min(first) + max(first), 2),)


def image(layers: list[object], size: int = 32) -> list[ShownLayer]:
    net = load_dict({"inputs": {"x": ["N", 4, size, size]}, "layers": layers})
    assert [f.message for f in check_net(net).findings if f.severity is Severity.ERROR] == []
    return list(shown_net(Analysis(net)).layers)


CONV: Keys = {"type": "conv2d", "out_channels": 4, "kernel_size": 3, "padding": 1}


WHOLE: list[object] = [
    pytest.param([CONV, "global_avg_pool"], (34, 34), id="a-whole-axis-is-a-window-of-its-size"),
    pytest.param([CONV, {"type": "adaptive_avg_pool2d", "output_size": 1}], (34, 34), id="one-bin"),
    pytest.param([{"type": "adaptive_avg_pool2d", "output_size": 8}], (4, 4), id="even-bins"),
    pytest.param([{"type": "adaptive_avg_pool2d", "output_size": 5}], (8, 8), id="uneven-bins"),
    pytest.param([CONV, "flatten"], None, id="flattened"),
    pytest.param(
        [CONV, "flatten", {"type": "linear", "out_features": 3}], None, id="behind-flatten"
    ),
    pytest.param([CONV, "relu", "batch_norm", "dropout"], (3, 3), id="cell-on-cell"),
    pytest.param([CONV, "softmax"], (3, 3), id="over-the-channels"),
    pytest.param(
        [{"type": "conv2d", "out_channels": 4, "kernel_size": [3, 5]}], (3, 5), id="two-kernels"
    ),
    pytest.param([CONV, {"type": "permute", "dims": [0, 1, 3, 2]}], None, id="space-turned-over"),
    pytest.param([{"type": "pixel_shuffle", "upscale_factor": 2}], (1, 1), id="pixel-shuffle"),
    pytest.param(
        [CONV, {"type": "pixel_unshuffle", "downscale_factor": 2}], (4, 4), id="pixel-unshuffle"
    ),
    pytest.param(
        [
            {"name": "c", **CONV},
            "global_avg_pool",
            {"type": "conv2d", "out_channels": 4, "kernel_size": 1},
            {"type": "mul", "inputs": ["c", "conv2d_2"]},
        ],
        (34, 34),
        id="a-gate-sees-all",
    ),
    pytest.param(
        [
            {"name": "c", **CONV},
            {"name": "p", "type": "parameter", "shape": [1, 4, 1, 1]},
            {"type": "add", "inputs": ["c", "p"]},
        ],
        (3, 3),
        id="a-free-weight-reads-nothing",
    ),
]


@pytest.mark.parametrize(("layers", "field"), WHOLE)
def test_what_a_layer_sees(layers: list[object], field: tuple[int, int] | None) -> None:
    assert image(layers)[-1].receptive_field == field


def test_the_tensor_of_like_is_only_measured() -> None:
    wide: Keys = {"type": "conv2d", "out_channels": 4, "kernel_size": 9, "padding": 4}
    layers: list[object] = [
        {"name": "w", **wide},
        {"type": "max_pool2d", "kernel_size": 2, "inputs": "x"},
        {"type": "upsample", "like": "w"},
    ]
    assert image(layers)[-1].receptive_field == (2, 2)


def test_the_input_that_is_declared_first_counts() -> None:
    inputs = {"a": ["N", 4, 32, 32], "b": ["N", 4, 32, 32]}
    layers: list[object] = [
        {**CONV, "inputs": "b", "kernel_size": 7, "padding": 3},
        {**CONV, "inputs": "a"},
        {"type": "add", "inputs": ["conv2d_1", "conv2d_2"]},
    ]
    rows = shown_net(Analysis(load_dict({"inputs": inputs, "layers": layers}))).layers
    assert [x.receptive_field for x in rows] == [(7, 7), (3, 3), (3, 3)]


def test_a_symbolic_size_of_a_whole_axis_is_told() -> None:
    net = load_dict({"inputs": {"x": ["N", 4, "H", "W"]}, "layers": [CONV, "global_avg_pool"]})
    assert [str(n) for n in shown_net(Analysis(net)).layers[-1].receptive_field or ()] == [
        "H+2",
        "W+2",
    ]


def slim(kind: str, out: int, k: int, s: int = 1, padding: object = 0) -> Keys:
    keys: Keys = {"type": kind, "kernel_size": k, "stride": s, "padding": padding}
    return keys | ({"out_channels": out} if kind == "conv2d" else {})


VGG = [
    row
    for stage, depth in enumerate([2, 2, 3, 3, 3], 1)
    for row in [
        *(
            (f"vgg_16/conv{stage}/conv{stage}_{i + 1}", slim("conv2d", 4, 3, 1, 1))
            for i in range(depth)
        ),
        (f"vgg_16/pool{stage}", slim("max_pool2d", 4, 2, 2)),
    ]
]
ALEX = [
    ("alexnet_v2/conv1", slim("conv2d", 4, 11, 4)),
    ("alexnet_v2/pool1", slim("max_pool2d", 4, 3, 2)),
    ("alexnet_v2/conv2", slim("conv2d", 4, 5, 1, 2)),
    ("alexnet_v2/pool2", slim("max_pool2d", 4, 3, 2)),
    ("alexnet_v2/conv3", slim("conv2d", 4, 3, 1, 1)),
    ("alexnet_v2/conv4", slim("conv2d", 4, 3, 1, 1)),
    ("alexnet_v2/conv5", slim("conv2d", 4, 3, 1, 1)),
    ("alexnet_v2/pool5", slim("max_pool2d", 4, 3, 2)),
]
MOBILE_STRIDES = [1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1]
MOBILE = [
    ("Conv2d_0", slim("conv2d", 4, 3, 2, "same")),
    *(
        (f"Conv2d_{i}_pointwise", slim("conv2d", 4, 3, s, "same"))
        for i, s in enumerate(MOBILE_STRIDES, 1)
    ),
]


@pytest.mark.skipif(not TABLE.exists(), reason="../shared/corpora is not here")
@pytest.mark.parametrize("size", [224, 321])
@pytest.mark.parametrize(
    ("net", "stages"),
    [
        pytest.param("vgg_16", VGG, id="vgg_16"),
        pytest.param("alexnet_v2", ALEX, id="alexnet_v2"),
        pytest.param("mobilenet_v1", MOBILE, id="mobilenet_v1"),
    ],
)
def test_published_fields(net: str, stages: list[tuple[str, Keys]], size: int) -> None:
    """Araujo, Norris & Sim 2019; there the centre of the first cell is (field - 1)/2 - padding."""
    rows = json.loads(TABLE.read_text(encoding="utf-8"))["rows"]
    published = {r[2]: r[4:] for r in rows if r[:2] == [net, size]}
    found = image([keys for _, keys in stages], size)
    told = {
        name: [x.receptive_field, x.jump, x.centre]
        for (name, _), x in zip(stages, found, strict=True)
        if name in published
    }
    assert told.keys() == published.keys()
    for name, (field, stride, padding) in published.items():
        centre = Fraction(field - 1, 2) - padding
        assert told[name] == [(field, field), (stride, stride), (centre, centre)], name


CASES = json.loads(TABLE.read_text("utf-8"))["small_nets"]["cases"] if TABLE.exists() else []
SMALL_NETS = [c for c in CASES if isinstance(c["expect"], dict)]
"""The published tool refuses the others: their branches are misaligned."""


@pytest.mark.skipif(not TABLE.exists(), reason="../shared/corpora is not here")
@pytest.mark.parametrize("case", SMALL_NETS, ids=[c["id"] for c in SMALL_NETS])
def test_published_small_nets(case: dict[str, object]) -> None:
    rows = case["net"]
    assert isinstance(rows, list)
    layers: list[object] = []
    for row in rows:
        kinds = {"conv": "conv2d", "maxpool": "max_pool2d", "pad": "pad2d", "add": "add"}
        keys: Keys = {"name": row["name"], "type": kinds[row["op"]]}
        if row["op"] in ("conv", "maxpool"):
            keys |= {"kernel_size": row["k"], "stride": row["s"]}
            keys |= {"padding": "same" if row["pad"] == "SAME" else 0}
        if row["op"] == "conv":
            keys["out_channels"] = 4
        if row["op"] == "pad":
            keys["padding"] = [[row["before"], row["after"]]] * 2
        if "from" in row:
            keys["inputs"] = row["from"]
        layers.append(keys)
    unknown = 33 if any(row.get("pad") == "SAME" for row in rows) else 32
    size = case["resolution"][0] if isinstance(case["resolution"], list) else unknown
    net = load_dict({"inputs": {"x": ["N", 4, size, size]}, "layers": layers})
    last = shown_net(Analysis(net)).layers[-1]
    expect = case["expect"]
    assert isinstance(expect, dict)
    assert last.receptive_field == (expect["rf_y"], expect["rf_x"])
    assert last.jump == tuple(expect["stride"])
    paddings = expect["padding"]
    if None in paddings:
        return
    centres = tuple(
        Fraction(f - 1, 2) - p
        for f, p in zip((expect["rf_y"], expect["rf_x"]), paddings, strict=True)
    )
    assert last.centre == centres
