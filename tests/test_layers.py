"""Layers: the worked cases of every layer, and the law that ties numbers to symbols."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from netlint.core.conditions import Equal
from netlint.core.shape import SPACE, default_roles
from netlint.core.size import evaluate
from netlint.engine.analysis import Analysis
from netlint.engine.propagate import Reading
from netlint.layers._base import Case
from netlint.solve.sizes import holds
from netlint.spec.graph import read_net
from netlint.spec.layer_types import registry

LAYERS = registry()
FOLDER = Path(inspect.getfile(Case)).parent
CASES = [(name, number) for name in LAYERS for number in range(len(LAYERS[name].cases))]
IDS = [f"{name}-{number}" for name, number in CASES]

Spec = dict[str, Any]
Sizes = list[list[int]]


def shapes(text: str) -> Sizes:
    """``1x3x4x4 1x8`` as lists of sizes."""
    return [[int(n) for n in shape.split("x")] for shape in text.split()]


def spec(name: str, case: Case, *, symbols: bool = False) -> Spec:
    """A case as a net; with symbols every space size ``n`` is ``Sn``, equal ones tied together."""
    given_ = shapes(case.inputs) or [[1, 1]]
    layer = LAYERS[name]
    names = [f"x{i}" for i in range(len(given_))]
    read = names[:1] if layer.likes else names if case.inputs else []
    row = {"name": "it", "type": name, "inputs": read, **yaml.safe_load(f"{{{case.keys}}}")}
    before = [yaml.safe_load(case.before)] if case.before else []
    ports = range(len(case.outputs.split())) if layer.numbered else ()
    return {
        "netlint": 1,
        "layout": case.layout,
        "inputs": {
            x: symbolic(sizes, case.layout) if symbols else sizes
            for x, sizes in zip(names, given_, strict=True)
        },
        "layers": [*before, row],
        "outputs": [f"it.{port}" for port in ports] or ["it"],
    }


def symbolic(sizes: list[int], layout: str) -> list[int | str]:
    roles = default_roles(len(sizes), layout, integer=False)
    return [f"S{n}" if role == SPACE else n for n, role in zip(sizes, roles, strict=True)]


def analysed(document: Spec) -> Analysis:
    analysis = Analysis(read_net(document, "case"))
    assert not analysis.net.faults
    return analysis


def problems(analysis: Analysis) -> list[object]:
    return [p for node in analysis.nodes for p in analysis.shown.problems(node)]


@pytest.mark.parametrize(("name", "number"), CASES, ids=IDS)
def test_a_worked_case_holds(name: str, number: int) -> None:
    case = LAYERS[name].cases[number]
    analysis = analysed(spec(name, case))
    assert not problems(analysis)
    outputs = analysis.outputs(analysis.nodes[-1])
    assert outputs is not None
    assert [list(y.sizes) for y in outputs] == shapes(case.outputs)
    cost = analysis.costs[-1]
    assert case.params in (None, cost.params)
    assert case.macs in (None, cost.macs)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_has_a_case_with_its_costs(name: str) -> None:
    assert LAYERS[name].cases
    assert any(case.params is not None for case in LAYERS[name].cases)
    assert any(case.macs is not None for case in LAYERS[name].cases)


@pytest.mark.parametrize("name", LAYERS)
def test_a_file_defines_one_public_class_and_its_type(name: str) -> None:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    defined = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    public = [node.name for node in defined if not node.name.startswith("_")]
    assert public == [LAYERS[name].__name__]
    assert LAYERS[name].model_fields["type"].default == name


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_says_what_it_is(name: str) -> None:
    cls = LAYERS[name]
    assert cls.__doc__
    assert inspect.getmodule(cls).__doc__.endswith(".")  # type: ignore[union-attr]
    weighted = any(case.params for case in cls.cases)
    assert weighted == ("weights" in cls.traits)


@cache
def family(name: str, number: int) -> Reading:
    """The symbolic reading of a case."""
    return analysed(spec(name, LAYERS[name].cases[number], symbols=True)).shown


def sizes_of(reading: Reading) -> list[object]:
    """Output shapes, weights and MACs of the last layer."""
    step = reading.steps[-1]
    assert step is not None
    assert step.outputs is not None
    macs = step.layer.macs(step.inputs, step.outputs)
    return [[y.sizes for y in step.outputs], [w.shape for w in step.weights], [(macs,)]]


def at(found: object, values: dict[str, int]) -> object:
    """Sizes, however deep in lists, as numbers."""
    if isinstance(found, list | tuple):
        return [at(one, values) for one in found]
    return evaluate(found, values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "number"), CASES, ids=IDS)
@given(data=st.data())
def test_symbols_say_what_numbers_say(name: str, number: int, data: st.DataObject) -> None:
    """A layer read with symbols, at any sizes, is the layer read at these sizes."""
    case = LAYERS[name].cases[number]
    reading = family(name, number)
    values = {s: data.draw(near(int(s[1:])), label=s) for s in reading.symbols}
    document = spec(name, case, symbols=True) | {"sizes": values}
    conditions = [c for n in reading.net.nodes for c in reading.conditions(n.index)]
    numbers = analysed(document)
    if all(holds(c, values) for c in conditions):
        assert not problems(numbers)
        assert at(sizes_of(numbers.shown), values) == at(sizes_of(reading), values)
    elif not any(is_stretched(c, values) for c in conditions) and name not in LENIENT:
        assert problems(numbers)


LENIENT = {
    "squeeze": "an axis that happens to be 1 goes away, which numbers allow",
    "split": "another number of pieces is right by itself; only the net's readers decide",
    "chunk": "the same",
}
"""Layers that take a size with numbers which symbols do not accept."""


def near(size: int) -> st.SearchStrategy[int]:
    """The size of the case, its multiples and parts, and any other one."""
    related = [size * k for k in (1, 2, 3)] + [n for n in range(1, size) if size % n == 0]
    return st.one_of(st.just(size), st.sampled_from(related), st.integers(1, 40))


def is_stretched(condition: object, values: dict[str, int]) -> bool:
    """Whether sizes that have to be equal differ only because one of them happens to be 1."""
    if not isinstance(condition, Equal) or holds(condition, values):
        return False
    return 1 in (evaluate(condition.left, values), evaluate(condition.right, values))
