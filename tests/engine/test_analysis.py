"""Analysis: the shown reading, the family, further readings, and who reads whom."""

from __future__ import annotations

import pytest

from netlint.app.load import load_dict
from netlint.core.problems import FeaturesMismatch
from netlint.engine.analysis import Analysis, shown_values
from netlint.spec.model import Net, Range

FLAT: list[object] = ["flatten", {"name": "fc", "type": "linear", "out_features": 10}]


def loaded(layers: list[object], **keys: object) -> Net:
    return load_dict({"inputs": {"x": ["N", 3, "H", "W"]}, "layers": layers, **keys})


VALUES = [
    pytest.param({}, {"N": 1}, id="nothing-listed"),
    pytest.param({"H": 8, "W": 9}, {"N": 1, "H": 8, "W": 9}, id="numbers"),
    pytest.param({"H": {"min": 4, "default": 6}}, {"N": 1, "H": 6}, id="a-default"),
    pytest.param({"H": 8, "W": "H"}, {"N": 1, "H": 8}, id="a-bound-one-has-no-own"),
    pytest.param({"N": 32, "H": 8}, {"N": 32, "H": 8}, id="the-batch"),
    pytest.param({"N": "H", "H": 8}, {"H": 8}, id="a-bound-batch"),
]


@pytest.mark.parametrize(("sizes", "values"), VALUES)
def test_shown_values(sizes: dict[str, object], values: dict[str, int]) -> None:
    assert shown_values(loaded(["relu"], sizes=sizes)) == values


def test_one_reading_where_nothing_is_listed() -> None:
    analysis = Analysis(loaded(["relu"]))
    assert analysis.family is analysis.shown


def test_two_readings_where_a_size_is_listed() -> None:
    analysis = Analysis(loaded(["relu"], sizes={"H": 8, "W": 6}))
    (shown,), (open_,) = analysis.shown.inputs, analysis.family.inputs
    assert shown.sizes == (1, 3, 8, 6)
    assert [str(n) for n in open_.sizes] == ["1", "3", "H", "W"]


def test_the_weights_of_the_shown_size_count() -> None:
    analysis = Analysis(loaded(FLAT, sizes={"H": 8, "W": 8}))
    again, other = analysis.at({"H": 8}), analysis.at({"H": 9})
    (flat, fc) = analysis.nodes
    assert again.problems(fc) == ()
    assert other.problems(flat) == ()
    (problem,) = other.problems(fc)
    assert isinstance(problem, FeaturesMismatch)
    assert (problem.declared, problem.actual) == ((192,), (216,))


def test_the_family_asks_for_the_weights_of_the_shown_size() -> None:
    analysis = Analysis(loaded(FLAT, sizes={"H": 8, "W": 8}))
    assert analysis.family.conditions(1) != ()


def test_under_an_open_symbol_a_weight_stays_an_expression() -> None:
    analysis = Analysis(loaded(FLAT))
    step = analysis.shown.steps[1]
    assert step is not None
    assert [str(n) for n in step.weights[0].shape] == ["10", "3*H*W"]
    assert analysis.shown.conditions(1) == ()


def test_shapes() -> None:
    analysis = Analysis(loaded(["relu"], sizes={"H": 8, "W": 6}))
    (node,) = analysis.nodes
    y = analysis.shape((0, 0))
    assert y is not None
    assert y.text() == "3x8x6"
    assert analysis.outputs(node) == (y,)
    assert analysis.shape((-1, 0)) == y
    assert analysis.shape(None) is None
    assert analysis.shape((0, 1)) is None


def test_an_unknown_shape() -> None:
    kernel = {"type": "conv2d", "out_channels": 2, "kernel_size": 9}
    analysis = Analysis(loaded([kernel, "relu"], sizes={"H": 8, "W": 6}))
    assert [analysis.outputs(n) for n in analysis.nodes] == [None, None]
    assert analysis.shape((0, 0)) is None
    assert analysis.shape((1, 0)) is None


def test_readers() -> None:
    layers: list[object] = [
        {"name": "a", "type": "relu"},
        {"name": "b", "type": "gelu", "inputs": "x"},
        {"name": "c", "type": "add", "inputs": ["a", "b", "a"]},
    ]
    readers = Analysis(loaded(layers)).readers
    assert readers[:3] == [(2,), (2,), ()]
    assert readers[-1] == (0, 1)


def test_ranges() -> None:
    analysis = Analysis(loaded(["relu"], sizes={"H": {"min": 4, "max": 9}, "W": 6}))
    assert list(analysis.ranges()) == [("H", Range(4, 9, 1, 4))]


def test_symbols_of_the_inputs() -> None:
    inputs = {"a": ["N", "C", "H"], "b": ["M", 3, "H"], "c": [1, "K"]}
    net = load_dict({"inputs": inputs, "layers": [{"type": "relu", "inputs": "a"}]})
    assert net.symbols == ("C", "H", "K")
    assert net.batch_symbols == {"N", "M"}
