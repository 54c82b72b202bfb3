"""Remembered: what layers have made of numbers answers later analyses, and changes none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netlint
from netlint.engine import field, remembered
from netlint.engine.analysis import Analysis
from netlint.engine.field import ROOTS
from netlint.engine.remembered import OF_NUMBERS
from tests.memory import forget

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))

LAYERS: list[dict[str, object]] = [
    {"type": "conv2d", "out_channels": 4, "kernel_size": 3, "stride": 2, "padding": "same"},
    {"type": "conv2d", "out_channels": 4, "kernel_size": [3, 5], "padding": 1},
    {"type": "conv2d", "out_channels": 4, "kernel_size": 1, "padding": "same"},
    {"type": "max_pool2d", "kernel_size": 2, "ceil_mode": True},
    {"type": "max_pool2d", "kernel_size": 9},
    {"type": "upsample", "scale_factor": 2},
    {"type": "conv_transpose2d", "out_channels": 4, "kernel_size": 3, "stride": 2},
    {"type": "adaptive_avg_pool2d", "output_size": 3},
    {"type": "pad2d", "padding": 1},
    {"type": "crop2d", "like": "x"},
    {"type": "add", "inputs": ["a", "x"]},
    {"type": "concat", "inputs": ["a", "a"]},
    {"type": "flatten"},
    {"type": "batch_norm"},
]
NETS = st.tuples(st.sampled_from([7, 8, 9, "H"]), st.lists(st.sampled_from(LAYERS), max_size=5))


def analysed(size: int | str, layers: list[dict[str, object]]) -> object:
    rows = [{"name": "a", "type": "conv2d", "out_channels": 3, "kernel_size": 1}, *layers]
    return told(Analysis(netlint.load({"inputs": {"x": ["N", 3, size, 8]}, "layers": rows})))


def told(analysis: Analysis) -> object:
    """Shapes, problems, costs and fields of every node, as texts."""
    fields = [
        f and (f.source, [(a.phases, str(a.advance), str(a.twice)) for a in f.axes])
        for f in analysis.fields
    ]
    shapes = [str(analysis.outputs(n)) for n in analysis.nodes]
    problems = [str(analysis.shown.problems(n)) for n in analysis.nodes]
    conditions = [str(analysis.family.conditions(n.index)) for n in analysis.nodes]
    return shapes, problems, conditions, [str(c.macs) for c in analysis.costs], str(fields)


@settings(deadline=None, max_examples=150)
@given(st.lists(NETS, min_size=1, max_size=4))
def test_what_was_analysed_before_changes_nothing(
    nets: list[tuple[int | str, list[dict[str, object]]]],
) -> None:
    expected = []
    for net in nets:
        forget()
        expected.append(analysed(*net))
    forget()
    for _ in range(2):
        assert [analysed(*net) for net in nets] == expected


@pytest.mark.parametrize("path", EXAMPLES, ids=[p.stem for p in EXAMPLES])
def test_an_example_analysed_again_is_the_same(path: Path) -> None:
    net = netlint.load(path)
    forget()
    expected = told(Analysis(net))
    assert told(Analysis(net)) == expected


def test_numbers_are_worked_out_once() -> None:
    net = netlint.load(EXAMPLES[0])
    first, second = Analysis(net).shown, Analysis(net).shown
    assert all(a is b for a, b in zip(first.steps, second.steps, strict=True))


def test_symbols_share_nothing_between_analyses() -> None:
    net = netlint.load({"inputs": {"x": ["N", 3, "H"]}, "layers": ["relu"]})
    first, second = Analysis(net).shown, Analysis(net).shown
    assert first.remembered is not second.remembered
    assert first.steps[0] is not second.steps[0]


def test_only_so_much_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST_STEPS", 30)
    monkeypatch.setattr(field, "MOST", 30)
    forget()
    for size in range(1, 60):
        layers = [{"type": "conv2d", "out_channels": 4, "kernel_size": 3, "padding": "same"}] * 4
        Analysis(
            netlint.load({"inputs": {"x": ["N", 3, size, 8]}, "layers": layers})
        ).fields.clear()
        assert OF_NUMBERS.steps <= 35
        assert ROOTS.grown <= 35


def test_threads_may_analyse_at_once() -> None:
    forget()
    sizes = [7, 8, 9] * 20
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: analysed(n, LAYERS[:4]), sizes))
    assert found == [analysed(n, LAYERS[:4]) for n in sizes]
