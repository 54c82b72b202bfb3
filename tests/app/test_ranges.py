"""Ranges: what a range, or an open symbol, is told where the net does not take it (LANGUAGE 13)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import netlint
from netlint.core.finding import Finding, Severity

Keys = dict[str, object]

HALVED: list[object] = [
    {"type": "max_pool2d", "kernel_size": 2},
    {"name": "up", "type": "upsample", "scale_factor": 2},
    {"name": "join", "type": "concat", "inputs": ["up", "x"]},
]


def found(
    layers: Sequence[object], sizes: Keys, x: Sequence[object] = ("N", 2, "H", "W")
) -> list[Finding]:
    net = {"inputs": {"x": list(x)}, "sizes": sizes, "layers": list(layers)}
    return list(netlint.check(net).findings)


def told(
    layers: Sequence[object], sizes: Keys, x: Sequence[object] = ("N", 2, "H", "W")
) -> list[str]:
    """Every finding as ``CODE layer: message``."""
    return [f"{f.code} {f.layer}: {f.message}" for f in found(layers, sizes, x)]


def between(least: int, most: int | None = None, **more: int) -> Keys:
    keys: Keys = {"min": least, **more}
    return keys if most is None else keys | {"max": most}


def test_one_axis_is_told_at_its_smallest_refused_member() -> None:
    (finding,) = found(HALVED, {"H": between(64, 66), "W": 64})
    assert (finding.code, finding.layer, finding.key) == ("NL104", "join", "layers/2/inputs")
    assert finding.severity is Severity.ERROR
    assert finding.message == (
        '"join" joins "up", which is 2x64x64, with "x", which is 2x65x64, at H = 65'
    )
    assert finding.help == "accepted: multiples of 2; nearest to 65: 64, 66"


def test_two_axes_at_one_place_are_one_finding() -> None:
    (finding,) = found(HALVED, {"H": between(64, 66), "W": between(64, 66)})
    assert finding.code == "NL104"
    assert finding.message.endswith(", at H = 65; at W = 65")
    assert finding.message.count("at H = 65") == 1
    assert "multiples of 2" in (finding.help or "")


def test_a_bound_axis_is_told_with_the_one_it_is_bound_to() -> None:
    (finding,) = found(HALVED, {"H": between(64, 66), "W": "H"})
    assert finding.message == (
        '"join" joins "up", which is 2x64x64, with "x", which is 2x65x65, at H = 65'
    )


def test_the_related_places_are_those_of_the_refused_size() -> None:
    (finding,) = found(HALVED, {"H": between(64, 66), "W": 64})
    messages = [r.message for r in finding.related]
    assert '"up" gives 2x64x64' in messages
    assert any("65 into 32" in m for m in messages)


SILENT = [
    pytest.param(HALVED, {"H": between(64, 64), "W": 64}, id="one-member"),
    pytest.param(HALVED, {"H": between(2, 512, multiple_of=2), "W": 64}, id="multiples"),
    pytest.param(HALVED, {"H": between(16, multiple_of=8), "W": 64}, id="without-an-end"),
    pytest.param(
        HALVED, {"H": between(2, 10**15, multiple_of=2), "W": 64}, id="more-than-can-be-tried"
    ),
    pytest.param(["relu"], {"H": between(1), "W": between(1)}, id="everything"),
]


@pytest.mark.parametrize(("layers", "sizes"), SILENT)
def test_a_range_that_is_taken_is_silent(layers: Sequence[object], sizes: Keys) -> None:
    assert told(layers, sizes) == []


MEMBERS = [
    pytest.param(HALVED, {"H": between(6, 40, multiple_of=3), "W": 2}, "at H = 9", id="multiples"),
    pytest.param(
        HALVED, {"H": between(10**12, 10**12 + 9), "W": 2}, f"at H = {10**12 + 1}", id="far"
    ),
    pytest.param(
        [{"type": "conv2d", "out_channels": 2, "kernel_size": 5}],
        {"H": between(3, 9, default=9), "W": 9},
        "at H = 3",
        id="below-the-default",
    ),
    pytest.param(
        [
            {"type": "upsample", "scale_factor": [0.7, 1], "expect": ["N", 2, "_", "W"]},
            {"type": "conv2d", "out_channels": 2, "kernel_size": [30, 1]},
        ],
        {"H": between(40, 60, default=60), "W": 8},
        "at H = 40",
        id="a-float-scale",
    ),
]


@pytest.mark.parametrize(("layers", "sizes", "end"), MEMBERS)
def test_the_smallest_refused_member(layers: Sequence[object], sizes: Keys, end: str) -> None:
    (finding,) = found(layers, sizes)
    assert finding.message.endswith(f", {end}")
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(("layers", "sizes", "end"), MEMBERS)
def test_a_check_at_the_refused_size_says_the_same(
    layers: Sequence[object], sizes: Keys, end: str
) -> None:
    """Same code, same layer, same words."""
    (finding,) = found(layers, sizes)
    size = int(end.rpartition(" ")[2])
    net = {"inputs": {"x": ["N", 2, "H", "W"]}, "sizes": sizes, "layers": list(layers)}
    at_size = [(f.code, f.layer, f.message) for f in netlint.check(net, {"H": size}).findings]
    assert at_size == [(finding.code, finding.layer, finding.message.removesuffix(f", {end}"))]


FLAT: list[object] = ["flatten", {"name": "fc", "type": "linear", "out_features": 3}]


def test_a_range_over_which_a_weight_has_several_extents() -> None:
    (finding,) = found(FLAT, {"T": between(8, 10)}, ("N", 2, "T"))
    assert (finding.code, finding.layer, finding.key) == ("NL102", "fc", "layers/1")
    assert finding.message.endswith(", at T = 9")


def test_axes_that_a_weight_ties_are_told_together() -> None:
    (finding,) = found(FLAT, {"H": between(8, 10), "W": 8})
    assert finding.message.endswith(", at H = 9, W = 8")


def test_a_range_beside_an_open_symbol() -> None:
    """The weight is 3 x (2 * 8 * W): an expression in W, and H must be the shown 8."""
    assert told(FLAT, {"H": 8}) == []
    (finding,) = found(FLAT, {"H": between(8, 10)})
    assert (finding.code, finding.layer) == ("NL102", "fc")
    assert ", at H = 9" in finding.message


def test_a_size_that_is_1_by_chance_is_an_error_there() -> None:
    layers: list[object] = [
        {"name": "p", "type": "max_pool1d", "kernel_size": 2, "ceil_mode": True},
        {"name": "sum", "type": "add", "inputs": ["p", "x"]},
    ]
    (finding,) = found(layers, {"T": between(1, 2)}, ("N", 2, "T"))
    assert (finding.code, finding.layer, finding.severity) == ("NL113", "sum", Severity.ERROR)
    assert finding.message.endswith(", at T = 2")


def test_tied_symbols_are_told_together() -> None:
    inputs = {"a": ["N", 2, "H"], "b": ["N", 2, "P"]}
    sizes = {"H": between(2, 3), "P": between(2, 3)}
    layers = [{"name": "sum", "type": "add", "inputs": ["a", "b"]}]
    (finding,) = netlint.check({"inputs": inputs, "sizes": sizes, "layers": layers}).findings
    assert finding.code == "NL103"
    assert finding.message.endswith(", at H = 2, P = 3")
    assert finding.message.startswith('"sum" gets 2x2 from "a" and 2x3 from "b"')


def test_a_fault_of_the_shown_size_is_told_once() -> None:
    sizes = {"H": between(64, 66, default=65), "W": 64}
    assert [f.code for f in found(HALVED, sizes)] == ["NL104"]


def test_a_size_given_on_the_way_replaces_the_range() -> None:
    net = {
        "inputs": {"x": ["N", 2, "H", "W"]},
        "sizes": {"H": between(64, 66), "W": 64},
        "layers": HALVED,
    }
    assert netlint.check(net, {"H": 66}).ok
    (finding,) = netlint.check(net, {"H": 65}).findings
    assert finding.message.endswith('"x", which is 2x65x64')


def test_a_bound_size_that_cannot_be_had_at_a_member() -> None:
    (finding,) = found(["relu"], {"H": between(64, 66), "W": "H/2"})
    assert (finding.code, finding.key) == ("NL105", "sizes/W")
    assert finding.message == "sizes.W is H/2, but 65 / 2 leaves 1, at H = 65"


def test_independent_faults_of_a_range_are_told_apart() -> None:
    layers: list[object] = [
        *HALVED,
        {
            "name": "wide",
            "type": "conv2d",
            "inputs": "x",
            "out_channels": 2,
            "kernel_size": [1, 70],
        },
    ]
    sizes = {"H": between(64, 65), "W": between(68, 80, default=80, multiple_of=2)}
    ends = [(f.layer, f.message.rpartition(", ")[2]) for f in found(layers, sizes)]
    assert ends == [("join", "at H = 65"), ("wide", "at W = 68")]


EMPTY = [
    pytest.param(
        [{"name": "p", "type": "pad1d", "padding": 1}, {"type": "concat", "inputs": ["p", "x"]}],
        ("NL104", "concat_1"),
        id="concat",
    ),
    pytest.param(
        [{"name": "p", "type": "pad1d", "padding": 1}, {"type": "add", "inputs": ["p", "x"]}],
        ("NL103", "add_1"),
        id="add-never-as-a-broadcast",
    ),
    pytest.param(
        [{"type": "relu", "expect": ["N", 2, 7]}, {"type": "relu", "expect": ["N", 2, 9]}],
        ("NL108", "relu_2"),
        id="the-condition-that-leaves-none",
    ),
    pytest.param(
        [{"type": "crop1d", "cropping": 3, "expect": ["N", 2, 4]}, {"type": "pixel", "x": 1}],
        None,
        id="a-layer-that-could-not-be-read",
    ),
    pytest.param(
        [
            {"name": "c", "type": "conv1d", "out_channels": 2, "kernel_size": 3},
            {"name": "big", "type": "crop1d", "like": "x"},
        ],
        ("NL105", "big"),
        id="like",
    ),
    pytest.param(
        [
            {"type": "max_pool1d", "kernel_size": 2, "expect": ["N", 2, "T"]},
        ],
        ("NL108", "max_pool1d_1"),
        id="expect",
    ),
]


@pytest.mark.parametrize(("layers", "told_"), EMPTY)
def test_an_open_symbol_without_a_size_is_an_error(
    layers: Sequence[object], told_: tuple[str, str] | None
) -> None:
    errors = [f for f in found(layers, {}, ("N", 2, "T")) if f.severity is Severity.ERROR]
    if told_ is None:
        assert [f.code for f in errors] == ["NL002"]
        return
    assert [(f.code, f.layer) for f in errors] == [told_]


def test_an_open_symbol_with_a_size_is_silent() -> None:
    assert told(HALVED, {}) == []
    assert told([{"type": "relu", "expect": ["N", 2, 7]}], {}, ("N", 2, "T")) == []


UNDECIDED = [
    pytest.param(between(2, 100_000), ["NL011"], id="too-many-to-try"),
    pytest.param(between(2, 4096), [], id="all-tried"),
    pytest.param(between(2), ["NL011"], id="without-an-end"),
]


@pytest.mark.parametrize(("declared", "codes"), UNDECIDED)
def test_a_condition_that_is_not_solved_is_tried(declared: Keys, codes: list[str]) -> None:
    layers = [{"type": "upsample1d", "scale_factor": 0.7}]
    assert [f.code for f in found(layers, {"T": declared}, ("N", 2, "T"))] == codes
