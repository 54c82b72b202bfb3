"""Known rows: a row that has been met before becomes what it would become if it had not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netlint
from netlint.core.record import Record
from netlint.engine.analysis import Analysis
from netlint.spec import known
from netlint.spec.body import Use
from netlint.spec.known import ROWS
from netlint.spec.layer_types import LONGEST, LONGEST_SECTION
from netlint.spec.model import Net
from tests.memory import forget

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))

Spec = dict[str, object]

CONV = {"type": "conv2d", "out_channels": "$w", "kernel_size": 3, "padding": 1}
BLOCKS: Spec = {
    "unit": {
        "params": {"w": 8, "s": 1},
        "outputs": {"mid": "mid"},
        "layers": [{"name": "mid", "stride": "$s", **CONV}, "batch_norm", "relu"],
    },
    "pair": {"inputs": ["a", "b"], "layers": [{"type": "concat", "inputs": ["a", "b"]}, "relu"]},
    "nest": {
        "params": {"w": 8},
        "layers": [{"name": "in", "type": "unit", "w": "$(w + i)", "repeat": 2}, "gelu"],
    },
    "tied": {"layers": [{"name": "p", "type": "linear", "out_features": 8}, {"type": "prelu"}]},
    "sized": {"layers": [{"type": "upsample", "size": ["H", "W"]}, "relu"]},
    "faulty": {"layers": [{"type": "conv2d", "out_channels": 0, "kernel_size": 3}]},
    "through": {"layers": [{"name": "in", "type": "relu"}], "output": "input"},
    "void": None,
    "hollow": {"layers": ["void", "relu", {"type": "concat", "inputs": ["relu_1"]}]},
    "head": {"layers": ["flatten", {"type": "linear", "out_features": 3}]},
    "large": {"layers": [{"type": "max_pool2d", "kernel_size": 12}]},
}
ROWS_DRAWN: list[Spec] = [
    {"type": "unit"},
    {"type": "unit", "w": 16, "s": 2},
    {"type": "unit", "w": "$base", "repeat": 2},
    {"type": "unit", "w": "$(base + i)", "repeat": 3},
    {"type": "unit", "w": 0},
    {"type": "unit", "v": 3},
    {"type": "unit", "repeat": 0},
    {"type": "unit", "repeat": 3, "when": "$(i != 1)"},
    {"type": "unit", "trainable": False},
    {"type": "unit", "expect": ["N", 8, 9, 9]},
    {"type": "pair", "inputs": ["a", "b"]},
    {"type": "pair", "inputs": ["a", "a"]},
    {"type": "pair", "inputs": ["b", "a.mid"]},
    {"type": "pair", "inputs": ["a.0", "b"], "repeat": 2},
    {"type": "nest", "w": 4},
    {"type": "nest", "inputs": "x", "repeat": 2},
    {"type": "tied", "share": "a"},
    {"type": "sized"},
    {"type": "faulty"},
    {"type": "void"},
    {"type": "hollow"},
    {"type": "head"},
    {"type": "through", "expect": ["N", 8, 9, 9]},
    {"type": "large"},
    {"type": "relu"},
    {"type": "relu", "inputs": "b"},
    {"type": "conv2d", "out_channels": 8, "kernel_size": 3},
    {"type": "conv3d", "out_channels": 8, "kernel_size": 3},
    {"type": "conv2d", "out_channels": "$base", "kernel_size": 3},
    {"type": "conv2d", "out_channels": 8, "kernel_size": 3, "in_channels": 7},
    {"type": "add", "inputs": ["a", "b"]},
    {"type": "add", "value": 2},
    {"type": "concat", "inputs": "a.*"},
    {"type": "chunk", "chunks": 2},
    {"type": "upsample", "like": "x"},
    {"type": "dense", "units": 3},
    {"type": "relu", "colour": "red"},
]
SIZES: list[Spec] = [{}, {"H": 9, "W": 9}, {"H": {"min": 8, "max": 11, "default": 9}, "W": 9}]
NAMES = st.sampled_from([None, None, "a", "b", "c", "x", "1"])


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    rows = [
        row if name is None else {"name": name, **row}
        for row, name in draw(
            st.lists(st.tuples(st.sampled_from(ROWS_DRAWN), NAMES), min_size=1, max_size=6)
        )
    ]
    inputs: Spec = {"x": ["N", 8, "H", "W"]}
    if draw(st.booleans()):
        inputs["y"] = ["N", 8, 9, 9]
    sizes = draw(st.sampled_from(SIZES))
    base = draw(st.sampled_from([4, 8]))
    return {
        "inputs": inputs,
        "sizes": sizes,
        "vars": {"base": base},
        "blocks": BLOCKS,
        "layers": rows,
    }


def read(source: Mapping[str, object] | Path, *, anew: bool) -> tuple[object, ...]:
    """All that a net is and all that is said of it."""
    if anew:
        forget()
    net = netlint.load(source)
    analysis = Analysis(net)
    nodes = [
        (
            *(n.index, n.name, n.type, n.layer, n.inputs, n.path, n.uses, n.claim, n.share),
            *(n.trainable, rows(n.expects), n.problems, n.source, n.sources, n.plain, n.open),
        )
        for n in net.nodes
    ]
    shapes = [analysis.outputs(n) for n in net.nodes]
    costs = [str((c.params, c.trainable, c.macs)) for c in analysis.costs]
    sizes = {k: str(v) for k, v in netlint.accepted_sizes(analysis).items()}
    found = netlint.check(analysis).findings
    return nodes, str(shapes), costs, net.outputs, net.faults, net.complete, found, sizes


def rows(records: tuple[Record, ...]) -> list[object]:
    return [record.row() for record in records]


@settings(deadline=None, max_examples=300)
@given(st.lists(specs(), min_size=1, max_size=3))
def test_what_was_read_before_changes_nothing(drawn: list[Spec]) -> None:
    expected = [read(spec, anew=True) for spec in drawn]
    forget()
    for _ in range(3):
        assert [read(spec, anew=False) for spec in drawn] == expected


UNIT: Spec = {"name": "a", "type": "unit"}
TRAPS = {
    "a tensor that is two in one net": (
        [{**UNIT, "repeat": 1}, {"type": "pair", "inputs": ["a", "a.0"]}],
        [{**UNIT, "repeat": 2}, {"type": "pair", "inputs": ["a", "a.0"]}],
    ),
    "a copy in one net, a port in another": (
        [{**UNIT, "repeat": 2}, {"type": "unit", "inputs": "a.1"}],
        [{"name": "a", "type": "chunk", "chunks": 2}, {"type": "unit", "inputs": "a.1"}],
    ),
    "a name that is missing": (
        [UNIT, {"type": "relu", "inputs": "a"}, {"type": "unit", "inputs": "a"}],
        [{"type": "relu", "inputs": "a"}, {"type": "unit", "inputs": "a"}],
    ),
    "a name that is taken": ([UNIT, "relu"], ["relu", UNIT, UNIT, "relu"]),
    "an input that is no tensor": ([{"type": "hollow"}], [{"type": "hollow"}]),
    "a fault of shapes": ([{"type": "large"}], [{"type": "large"}]),
    "a size expression": ([UNIT, {"type": "sized"}], [{"type": "sized"}]),
    "weights that differ with the size": ([{"type": "head"}], [{"type": "head"}]),
    "an expected shape": (
        [{**UNIT, "expect": ["N", 8, 9, 9]}],
        [{**UNIT, "expect": ["N", 7, 9, 9]}],
    ),
    "an expected shape of a layer before": (
        [UNIT, "relu"],
        [UNIT, {"type": "through", "expect": ["N", 7, 9, 9]}],
    ),
    "a copy that is left out": (
        [{**UNIT, "repeat": 3, "when": "$(i != 1)"}, {"type": "relu", "inputs": "a.1"}],
        [UNIT, {**UNIT, "name": "b", "repeat": 3, "when": "$(i != 0)"}, "relu"],
    ),
    "weights that are shared with a layer that cannot be read": (
        [
            {"name": "a", "type": "void"},
            {"name": "b", "type": "prelu", "share": "a", "inputs": "x"},
        ],
        [
            {"name": "a", "type": "prelu"},
            {"name": "b", "type": "prelu", "share": "a", "inputs": "x"},
        ],
    ),
    "weights that are shared": (
        [UNIT, {**UNIT, "name": "b", "share": "a"}],
        [UNIT, {**UNIT, "name": "b", "share": "a"}],
    ),
}


@pytest.mark.parametrize("sizes", SIZES, ids=["open", "numbers", "range"])
@pytest.mark.parametrize("layers", TRAPS.values(), ids=TRAPS.keys())
def test_what_looks_known_and_is_not(layers: tuple[list[object], ...], sizes: Spec) -> None:
    drawn = [
        {"inputs": {"x": ["N", 8, "H", "W"]}, "sizes": sizes, "blocks": BLOCKS, "layers": rows_}
        for rows_ in layers
    ]
    expected = [read(spec, anew=True) for spec in drawn]
    forget()
    for _ in range(3):
        assert [read(spec, anew=False) for spec in drawn] == expected


def test_weights_are_those_of_the_shown_sizes() -> None:
    layers = [{"type": "head"}]
    spec = {"inputs": {"x": ["N", 8, "H", 9]}, "blocks": BLOCKS, "layers": layers}
    numbers = [{**spec, "sizes": {"H": n}} for n in (8, 9, 10, 11)]
    ranged = {**spec, "sizes": SIZES[2]}
    expected = read(ranged, anew=True)
    for other in [*numbers, *numbers, *numbers]:
        read(other, anew=False)
    assert read(ranged, anew=False) == expected


@pytest.mark.parametrize("path", EXAMPLES, ids=[p.stem for p in EXAMPLES])
def test_an_example_read_again_is_the_same(path: Path) -> None:
    expected = read(path, anew=True)
    assert read(path, anew=False) == expected


def uses(net: Net) -> list[int]:
    """How many nodes each body of a net stands for."""
    return [len(p.body.members) for p in net.nodes.parts if isinstance(p, Use)]


def test_a_block_that_was_met_is_not_expanded_again() -> None:
    stages = [{"type": "unit", "w": 8, "repeat": n} for n in (1, 2, 1, 3)]
    spec = {"inputs": {"x": ["N", 8, 9, 9]}, "blocks": {"unit": BLOCKS["unit"]}, "layers": stages}
    forget()
    assert uses(netlint.load(spec)) == [3]
    assert uses(netlint.load(spec)) == [3, 6, 3, 9]
    assert uses(netlint.load({**spec, "layers": ["relu", *stages[1:3]]})) == [6, 3]
    assert uses(netlint.load({**spec, "vars": {"v": 1}})) == [3]


def test_only_so_many_specs_are_remembered() -> None:
    forget()
    for i in range(2 * known.MOST_CONTEXTS):
        netlint.load({"inputs": {"x": ["N", 8]}, "vars": {"v": i}, "layers": ["relu"]})
    assert len(ROWS._known) <= known.MOST_CONTEXTS + 1


def test_what_is_long_is_not_remembered() -> None:
    forget()
    long = {"type": "relu", "description": "x" * LONGEST}
    netlint.load({"inputs": {"x": ["N", 8]}, "layers": [long, "relu"]})
    assert [len(rows_) for rows_ in ROWS._known.values()] == [1]
    unit = {"unit": {"description": "x" * LONGEST_SECTION, "layers": ["relu"]}}
    spec = {"inputs": {"x": ["N", 8]}, "blocks": unit, "layers": ["unit", "relu"]}
    assert [uses(netlint.load(spec)) for _ in range(2)] == [[], []]


def test_only_so_many_nodes_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known, "MOST_NODES", 20)
    forget()
    for width in range(1, 40):
        row = {"type": "unit", "w": width}
        spec = {"inputs": {"x": ["N", 8, 9, 9]}, "blocks": {"unit": BLOCKS["unit"]}}
        assert len(netlint.load({**spec, "layers": [row]}).nodes) == 3
    kept = [row for rows_ in ROWS._known.values() for row in rows_]
    assert len(kept) <= 21
