"""Propagate: what a fault silences and what it does not, and the laws of one reading of a net."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netlint.app.check import check_net
from netlint.app.load import load_dict
from netlint.app.show import shown_net
from netlint.core.finding import Severity
from netlint.core.size import Size, evaluate
from netlint.engine.analysis import Analysis
from netlint.solve.sizes import accepted
from netlint.spec.model import Net

Keys = dict[str, object]

BEHIND: list[object] = [
    {"name": "behind", "type": "conv2d", "out_channels": 2, "kernel_size": 1, "in_channels": 99},
    {"name": "apart", "type": "conv2d", "inputs": "x", "out_channels": 2, "kernel_size": 99},
]


def loaded(layers: list[object], x: list[object] | None = None, **keys: object) -> Net:
    return load_dict({"inputs": {"x": x or ["N", 4, 16, 16]}, "layers": layers, **keys})


def codes(layers: list[object]) -> list[str]:
    """The codes of the findings by the layer that they stand at."""
    found = check_net(loaded([*layers, *BEHIND])).findings
    return [f"{f.layer}: {f.code}" for f in found if f.severity is Severity.ERROR]


CONV: Keys = {"name": "a", "type": "conv2d", "out_channels": 8, "kernel_size": 3}

CERTAIN = [
    pytest.param([{**CONV, "in_channels": 3}], "NL101", id="in_channels"),
    pytest.param(
        [{"name": "a", "type": "batch_norm", "num_features": 3}], "NL101", id="num_features"
    ),
    pytest.param([{**CONV, "groups": 3}], "NL107", id="groups"),
    pytest.param([{"name": "a", "type": "group_norm", "num_groups": 3}], "NL107", id="num_groups"),
    pytest.param(
        [{"name": "a", "type": "max_pool2d", "kernel_size": 3, "padding": 2}], "NL209", id="padding"
    ),
    pytest.param(
        [{"name": "a", "type": "pad", "padding": 16, "mode": "reflect"}], "NL212", id="reflect"
    ),
    pytest.param([{**CONV, "padding": 17, "padding_mode": "circular"}], "NL212", id="padding-mode"),
    pytest.param(
        [
            {
                "name": "a",
                "type": "conv_transpose2d",
                "out_channels": 4,
                "kernel_size": 3,
                "stride": 2,
                "output_padding": 2,
            }
        ],
        "NL303",
        id="output_padding",
    ),
    pytest.param([{**CONV, "expect": ["N", 8, 16, 16]}], "NL108", id="expect"),
    pytest.param(
        [
            {"name": "b", "type": "conv2d", "out_channels": 6, "kernel_size": 3},
            {**CONV, "inputs": "x", "share": "b"},
        ],
        "NL114",
        id="share",
    ),
]


@pytest.mark.parametrize(("layers", "code"), CERTAIN)
def test_inference_goes_on_where_the_output_is_certain(layers: list[object], code: str) -> None:
    assert codes(layers) == [f"a: {code}", "behind: NL101", "apart: NL206"]


UNCERTAIN = [
    pytest.param([{"name": "a", "type": "conv9"}], "a: NL002", id="type"),
    pytest.param([{**CONV, "stride": 0}], "a: NL004", id="a-value"),
    pytest.param([{**CONV, "strides": 2}], "a: NL002", id="a-key"),
    pytest.param(
        [{"name": "a", "type": "conv2d", "kernel_size": 3}], "a: NL004", id="a-missing-key"
    ),
    pytest.param([{**CONV, "inputs": "nowhere"}], "a: NL007", id="wiring"),
    pytest.param([{**CONV, "out_channels": "$nothing"}], "a: NL007", id="an-expression"),
    pytest.param([{**CONV, "type": "conv1d"}], "a: NL106", id="rank"),
    pytest.param([{**CONV, "kernel_size": 17}], "a: NL206", id="kernel"),
    pytest.param([{"name": "a", "type": "max_pool2d", "kernel_size": 17}], "a: NL105", id="pool"),
    pytest.param(
        [{**CONV, "name": "b"}, {"name": "a", "type": "add", "inputs": ["x", "b"]}],
        "a: NL103",
        id="merge",
    ),
    pytest.param(
        [{**CONV, "name": "b"}, {"name": "a", "type": "concat", "inputs": ["x", "b"]}],
        "a: NL104",
        id="concat",
    ),
    pytest.param(
        [{"name": "a", "type": "reshape", "shape": ["N", 5, -1]}], "a: NL105", id="reshape"
    ),
    pytest.param([{"name": "a", "type": "linear", "out_features": 3}], "a: NL106", id="linear"),
]


@pytest.mark.parametrize(("layers", "told"), UNCERTAIN)
def test_what_reads_an_unknown_tensor_is_silent(layers: list[object], told: str) -> None:
    assert codes(layers) == [told, "apart: NL206"]


def test_silence_reaches_through_blocks_and_merges() -> None:
    blocks = {"b": {"layers": [{"type": "conv2d", "out_channels": 2, "kernel_size": 1}, "relu"]}}
    layers: list[object] = [
        {"name": "bad", "type": "conv2d", "out_channels": 2, "kernel_size": 99},
        {"name": "u", "type": "b", "repeat": 3},
        {"name": "sum", "type": "add", "inputs": ["u", "x"]},
        {"type": "flatten"},
        {"type": "linear", "out_features": 3, "in_features": 1},
    ]
    net = loaded(layers, blocks=blocks)
    assert [f.layer for f in check_net(net).findings] == ["bad"]


def test_a_cost_that_a_fault_hides_is_unknown() -> None:
    layers: list[object] = [
        {"name": "a", "type": "conv2d", "out_channels": 8, "kernel_size": 3, "in_channels": 3},
        {"name": "b", "type": "conv2d", "out_channels": 8, "kernel_size": 99},
        "relu",
    ]
    net = shown_net(Analysis(loaded(layers)))
    assert [(x.params, x.macs) for x in net.layers] == [(None, None)] * 3
    assert net.layers[0].shapes == ((1, 8, 14, 14),)
    assert (net.totals.params, net.totals.macs, net.complete) == (None, None, False)


def test_all_faults_of_a_node_are_told() -> None:
    layers: list[object] = [{**CONV, "in_channels": 3, "groups": 3, "expect": ["N", 8, 3, 3]}]
    found = check_net(loaded(layers)).findings
    assert sorted(f.code for f in found) == ["NL101", "NL107", "NL108"]


WIDTHS = st.integers(1, 4)


@st.composite
def encoders(draw: st.DrawFn) -> list[Keys]:
    """Layers over an open size: down, up, and merges of what fits at some size."""
    layers: list[Keys] = []
    names = ["x"]
    channels = {"x": 3}
    for i in range(draw(st.integers(1, 7))):
        name = f"n{i}"
        source = names[-1] if draw(st.booleans()) else draw(st.sampled_from(names))
        kind = draw(st.sampled_from(["conv", "pool", "up", "tconv", "act", "add", "concat", "pad"]))
        keys: Keys = {"name": name, "inputs": source}
        channels[name] = channels[source]
        k, s = draw(st.integers(1, 4)), draw(st.integers(1, 3))
        if kind == "conv":
            channels[name] = draw(WIDTHS)
            keys |= {"type": "conv2d", "out_channels": channels[name], "kernel_size": k}
            keys |= {"stride": s, "padding": draw(st.sampled_from([0, 1, "same"]))}
        elif kind == "pool":
            keys |= {"type": "max_pool2d", "kernel_size": k, "stride": s}
            keys |= {"padding": draw(st.integers(0, k // 2)), "ceil_mode": draw(st.booleans())}
        elif kind == "up":
            keys |= {"type": "upsample", "scale_factor": draw(st.sampled_from([2, 3, 0.5, 1.5]))}
        elif kind == "tconv":
            channels[name] = draw(WIDTHS)
            keys |= {"type": "conv_transpose2d", "out_channels": channels[name], "kernel_size": k}
            keys |= {"stride": s}
        elif kind == "pad":
            keys |= {"type": "pad", "padding": draw(st.integers(0, 2))}
        elif kind == "act":
            keys |= {"type": draw(st.sampled_from(["relu", "batch_norm", "gelu"]))}
        else:
            other = draw(st.sampled_from(names))
            if kind == "add":
                other = draw(st.sampled_from([n for n in names if channels[n] == channels[source]]))
            keys |= {"type": kind, "inputs": [source, other]}
            channels[name] = channels[source] + (channels[other] if kind == "concat" else 0)
        layers.append(keys)
        names.append(name)
    return layers


def reading(layers: list[Keys], x: list[object] | None = None) -> Analysis:
    return Analysis(load_dict({"inputs": {"x": x or ["N", 3, "H", "W"]}, "layers": layers}))


def faultless(analysis: Analysis) -> bool:
    return not any(analysis.shown.problems(node) for node in analysis.nodes)


def story(analysis: Analysis) -> Mapping[str, object]:
    """All that is told of a net, by layer."""
    rows = shown_net(analysis).layers
    return {
        x.name: (
            str(x.shapes),
            str(x.params),
            str(x.macs),
            str(x.activation_bytes),
            str(x.receptive_field),
            str(x.jump),
            str(x.closed_form),
        )
        for x in rows
    }


def sets(analysis: Analysis) -> list[str]:
    return [e.text for e in accepted(analysis)]


@settings(max_examples=150, deadline=None)
@given(encoders())
def test_renaming_layers_changes_nothing(layers: list[Keys]) -> None:
    def renamed(name: object) -> object:
        if isinstance(name, list):
            return [renamed(n) for n in name]
        return name if name == "x" else f"other_{name}"

    others = [{**k, "name": renamed(k["name"]), "inputs": renamed(k["inputs"])} for k in layers]
    one, two = reading(layers), reading(others)
    assert {f"other_{n}": told for n, told in story(one).items()} == story(two)
    assert sets(one) == sets(two)


@settings(max_examples=150, deadline=None)
@given(encoders(), st.data())
def test_an_identity_in_between_changes_nothing(layers: list[Keys], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(layers) - 1))
    source = layers[at]["inputs"]
    name = source[0] if isinstance(source, list) else source
    rest = source[1:] if isinstance(source, list) else []
    between: Keys = {"name": "between", "type": "identity", "inputs": name}
    changed = {**layers[at], "inputs": ["between", *rest]}
    one, two = reading(layers), reading([*layers[:at], between, changed, *layers[at + 1 :]])
    told = dict(story(two))
    told.pop("between")
    assert told == story(one)
    assert sets(one) == sets(two)


@settings(max_examples=120, deadline=None)
@given(encoders())
def test_a_closed_form_is_right_at_every_accepted_size(layers: list[Keys]) -> None:
    """One formula, two readings: numbers in, and symbols that are given numbers afterwards."""
    family = reading(layers)
    assume(faultless(family))
    entries = accepted(family)
    sizes = [
        (h, w)
        for h in range(1, 48)
        for w in (h, 3 * h % 31 + 1)
        if all(e.accepts({"H": h, "W": w}) for e in entries)
    ]
    rows = shown_net(family).layers
    for h, w in sizes[:12]:
        values = {"H": h, "W": w}
        concrete = reading(layers, ["N", 3, h, w])
        assert faultless(concrete)
        for open_, fixed in zip(rows, shown_net(concrete).layers, strict=True):
            assert open_.shapes is not None
            at_size = tuple(tuple(evaluate(n, values) for n in y) for y in open_.shapes)
            assert at_size == fixed.shapes
            for amount, number in (
                (open_.params, fixed.params),
                (open_.macs, fixed.macs),
                (open_.activation_bytes, fixed.activation_bytes),
            ):
                assert (amount.at(values) if isinstance(amount, Size) else amount) == number


@settings(max_examples=100, deadline=None)
@given(encoders(), encoders())
def test_a_net_never_inherits_the_conditions_of_another(one: list[Keys], two: list[Keys]) -> None:
    alone = sets(reading(two)), story(reading(two))
    first = reading(one)
    sets(first)
    second = reading(two)
    assert (sets(second), story(second)) == alone
    assert sets(first) == sets(reading(one))


def test_equal_layers_that_are_remembered_repeat_their_conditions() -> None:
    """Two branches with the same two layers on the same shapes: each states what it asks."""
    pool: Keys = {"type": "pixel_unshuffle", "downscale_factor": 4}
    layers: list[Keys] = [
        {"name": "a", "inputs": "x", **pool},
        {"name": "b", "inputs": "x", **pool},
    ]
    family = reading(layers).family
    assert family.conditions(0)
    assert family.conditions(0) == family.conditions(1)


def test_the_analysis_of_one_net_leaves_its_net_as_it_was() -> None:
    net = loaded([CONV, "relu"], ["N", 4, "H", "W"])
    first = sets(Analysis(net)), story(Analysis(net))
    assert (sets(Analysis(net)), story(Analysis(net))) == first


MACS: list[object] = [
    pytest.param(
        {"type": "conv2d", "out_channels": 8, "kernel_size": 3},
        lambda h, w: 8 * 4 * 9 * (h - 2) * (w - 2),
        id="conv",
    ),
    pytest.param(
        {"type": "conv_transpose2d", "out_channels": 8, "kernel_size": 3, "stride": 2},
        lambda h, w: 8 * 4 * 9 * h * w,
        id="transposed-on-input-positions",
    ),
    pytest.param({"type": "max_pool2d", "kernel_size": 2}, lambda h, w: 0, id="pool"),
    pytest.param("batch_norm", lambda h, w: 0, id="batch-norm"),
]


@pytest.mark.parametrize(("layer", "count"), MACS)
def test_macs_of_a_batch(layer: object, count: Callable[[int, int], int]) -> None:
    net = loaded([layer], ["N", 4, "H", "W"], sizes={"N": 3})
    (row,) = shown_net(Analysis(net)).layers
    assert row.macs is not None
    for h, w in [(3, 3), (3, 5), (8, 8), (31, 64)]:
        assert evaluate(row.macs, {"H": h, "W": w}) == 3 * count(h, w)


def test_a_number_beyond_every_machine_word_is_exact() -> None:
    wide = 9_223_372_036_854_775_807
    layers: list[object] = [
        {"type": "conv2d", "out_channels": wide, "kernel_size": 1},
        {"type": "conv2d", "out_channels": wide, "kernel_size": 1},
    ]
    net = shown_net(Analysis(loaded(layers)))
    assert net.totals.params == 4 * wide + wide + wide * wide + wide
    assert net.totals.macs == 256 * (4 * wide + wide * wide)
