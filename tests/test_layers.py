"""Layers: the worked cases of every layer, and the law that ties numbers to symbols."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from netlint.core.conditions import Equal
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, ImpossibleSize
from netlint.core.shape import SPACE, Shape, default_roles
from netlint.core.size import evaluate
from netlint.engine.analysis import Analysis
from netlint.engine.propagate import Reading
from netlint.layers._base import Case
from netlint.solve.sizes import accepted, holds
from netlint.spec.graph import read_net
from netlint.spec.layer_types import registry

LAYERS = registry()
FOLDER = Path(inspect.getfile(Case)).parent

POOL = "{name: pool, type: max_pool, inputs: x1, kernel_size: 3, stride: 2, dilation: 2}"

ODD = [
    ("adaptive_avg_pool", Case("output_size: [1, 3]", "1x2x5x7", "1x2x1x3")),
    ("average", Case("", "1x8x4x4 1x8x4x4 8x1x4", "1x8x4x4")),
    ("avg_pool", Case("kernel_size: 3, padding: 1", "1x2x4x5x6", "1x2x2x2x2")),
    ("chunk", Case("chunks: 2, dim: 2", "1x8x9", "1x8x5 1x8x4")),
    ("chunk", Case("chunks: 5, dim: 1", "2x16x3", "2x4x3 2x4x3 2x4x3 2x4x3", layout="tokens")),
    ("concat", Case("dim: 2", "1x2x5x4 1x2x3x4", "1x2x8x4")),
    ("conv", Case("out_channels: 2, kernel_size: 4, padding: causal", "1x3x9", "1x2x9", 26, 216)),
    (
        "conv",
        Case(
            "out_channels: 2, kernel_size: 5, stride: 3, padding: same, padding_mode: reflect",
            "1x1x7x9",
            "1x2x3x3",
        ),
    ),
    (
        "conv",
        Case(
            "out_channels: 1, kernel_size: 3, dilation: 3, padding: same, padding_mode: circular",
            "1x1x4x3",
            "1x1x4x3",
        ),
    ),
    (
        "conv_transpose",
        Case("out_channels: 1, kernel_size: 3, stride: 2, like: x1", "1x2x4 1x9x10", "1x1x10"),
    ),
    ("cosine_similarity", Case("dim: 2", "2x8x4x5 8x4x5", "2x8x5")),
    ("crop", Case("like: x1, offset: [1, 2]", "1x8x9x9 1x1x8x5", "1x8x8x5")),
    ("einsum", Case('equation: "nij,nkj->nik"', "2x4x8 2x6x8", "2x4x6", 0, 384, "tokens")),
    ("einsum", Case('equation: "nii->n"', "2x3x3", "2")),
    ("einsum", Case('equation: "n...c,n...c->n..."', "2x4x5x3 2x1x5x3", "2x4x5", 0, 120)),
    ("expand", Case("size: [-1, 3, -1, -1]", "2x1x4x5", "2x3x4x5")),
    ("flatten", Case("start_dim: 1, end_dim: 2", "1x4x5x3", "1x20x3", layout="channels_last")),
    ("gather", Case("dim: 2", "2x8x5 2x8x9", "2x8x9")),
    ("gru", Case("hidden_size: 4", "2x7x3 1x2x4", "2x7x4 1x2x4", layout="tokens")),
    ("lp_pool", Case("norm_type: 2, kernel_size: 3, ceil_mode: true", "1x2x4x5x6", "1x2x2x2x2")),
    ("lstm", Case("hidden_size: 4", "2x7x3 1x2x4 1x2x4", "2x7x4 1x2x4 1x2x4", layout="tokens")),
    ("matmul", Case("", "2x1x4x8 3x8x6", "2x3x4x6", 0, 1152)),
    ("max_unpool", Case("indices: pool", "1x8x3x2 1x8x9x7", "1x8x9x7", before=POOL)),
    (
        "multihead_attention",
        Case("num_heads: 2", "1x5x8 1x7x8 1x7x8 5x7", "1x5x8 1x5x7", layout="tokens"),
    ),
    ("pad", Case("padding: [[1, 2], [0, 3]], mode: reflect", "1x3x5x4", "1x3x8x7")),
    ("pad", Case("like: x1", "1x3x5x4 1x1x8x4", "1x3x8x4")),
    ("permute", Case("dims: [0, 2, 1, 3]", "2x3x4x5", "2x4x3x5")),
    (
        "rearrange",
        Case(
            'pattern: "n (h a) (w b) c -> (n h w) (a b) c", a: 7, b: 7',
            "2x14x21x8",
            "12x49x8",
            layout="channels_last",
        ),
    ),
    (
        "rearrange",
        Case(
            'pattern: "(n h w) (a b) c -> n (h a) (w b) c", h: 2, w: 3, a: 7',
            "12x49x8",
            "2x14x21x8",
            layout="tokens",
        ),
    ),
    ("rearrange", Case('pattern: "n ... -> n (...) 1"', "2x3x4x5", "2x60x1")),
    ("reshape", Case("shape: [2, -1, 8]", "2x8x4x5", "2x20x8")),
    ("select", Case("dim: 1, index: -3", "2x7x16", "2x16", layout="tokens")),
    ("slice", Case("dim: 1, start: -3, end: -1", "2x7x16", "2x2x16", layout="tokens")),
    ("slice", Case("dim: 1, start: -5, end: 4, step: 3", "2x7x16", "2x1x16", layout="tokens")),
    ("slice", Case("dim: 1, start: 1, step: 2", "2x8x16", "2x4x16", layout="tokens")),
    (
        "split",
        Case("split_size_or_sections: [3, 4], dim: 1", "2x7x5", "2x3x5 2x4x5", layout="tokens"),
    ),
    ("squeeze", Case("dim: 2", "2x8x3x5", "2x8x3x5")),
    ("stack", Case("", "2x3x4 2x3x4", "2x2x3x4")),
    ("transformer_encoder_layer", Case("nhead: 2", "1x5x8 5x5", "1x5x8", layout="tokens")),
    ("unflatten", Case("dim: 2, unflattened_size: [3, -1]", "1x8x12", "1x8x3x4")),
    ("unfold", Case("kernel_size: 2, padding: [[0, 1], [1, 0]]", "1x3x4x5", "1x12x20")),
    ("upsample", Case("scale_factor: [1.5, 0.25], mode: bilinear", "1x3x5x9", "1x3x7x2")),
]
"""Corners that no reader of a layer has to see: batch, roles and rest as in the worked cases."""

ROWS = [(name, case) for name in LAYERS for case in LAYERS[name].cases] + ODD
IDS = [f"{name}: {case.keys or case.inputs}" for name, case in ROWS]

Spec = dict[str, Any]
Sizes = list[list[int]]


def shapes(text: str) -> Sizes:
    """``1x3x4x4 1x8`` as lists of sizes."""
    return [[int(n) for n in shape.split("x")] for shape in text.split()]


def spec(name: str, case: Case, *, symbols: bool = False) -> Spec:
    """A case as a net; with symbols every space size ``n`` above 1 is ``Sn``, equal ones tied."""
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
    return [f"S{n}" if role == SPACE and n > 1 else n for n, role in zip(sizes, roles, strict=True)]


def analysed(document: Spec) -> Analysis:
    analysis = Analysis(read_net(document, "case"))
    assert not analysis.net.faults
    return analysis


def problems(analysis: Analysis, reading: Reading | None = None) -> list[object]:
    return [p for node in analysis.nodes for p in (reading or analysis.shown).problems(node)]


@pytest.mark.parametrize(("name", "case"), ROWS, ids=IDS)
def test_a_worked_case_holds(name: str, case: Case) -> None:
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
def family(name: str, case: Case) -> Reading:
    """The symbolic reading of a case."""
    return analysed(spec(name, case, symbols=True)).shown


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


@pytest.mark.parametrize(("name", "case"), ROWS, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_symbols_say_what_numbers_say(name: str, case: Case, data: st.DataObject) -> None:
    """A layer read with symbols, at any sizes, is the layer read at these sizes."""
    reading = family(name, case)
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


@st.composite
def any_shape(draw: st.DrawFn) -> Shape:
    """Axes of any role in any order, also none."""
    roles = draw(st.text(st.sampled_from("NCSF"), max_size=5))
    return Shape(tuple(draw(st.integers(1, 9)) for _ in roles), roles)


@pytest.mark.parametrize(("name", "case"), ROWS, ids=IDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_input_is_answered(name: str, case: Case, data: st.DataObject) -> None:
    """A layer gives shapes with weights, costs and reach, or says what is wrong with its input."""
    reading = analysed(spec(name, case)).shown
    step = reading.steps[-1]
    assert step is not None
    own = len(step.inputs) - 2 * (step.layer.undoes is not None)
    drawn = [data.draw(st.one_of(st.just(x), any_shape())) for x in step.inputs[:own]]
    inputs = (*drawn, *step.inputs[own:])
    try:
        outputs = step.layer.infer(inputs)
        list(step.layer.faults(inputs))
    except ShapeError:
        return
    assert all(len(y.sizes) == len(y.roles) for y in outputs)
    assert all(n > 0 for y in outputs for n in y.sizes)
    assert all(n > 0 for w in step.layer.weights(inputs) for n in w.shape)
    assert step.layer.macs(inputs, outputs) >= 0
    reach = step.layer.reach(inputs)
    assert not reach or len(reach) in (inputs[0].dims, outputs[0].dims)


def test_a_symbol_is_split_as_at_the_shown_size() -> None:
    cut = {"name": "cut", "type": "split", "dim": 1, "split_size_or_sections": 16}
    document = {
        "netlint": 1,
        "layout": "tokens",
        "inputs": {"x": ["N", "T", 8]},
        "sizes": {"T": {"min": 20, "max": 99}},
        "layers": [cut],
    }
    analysis = analysed(document)
    node = analysis.nodes[0]
    assert [e.text for e in accepted(analysis)] == ["17 <= T <= 32"]
    assert len(analysis.family.shapes(0) or ()) == 2
    assert not analysis.at({"T": 32}).problems(node)
    assert isinstance(analysis.at({"T": 33}).problems(node)[0], ImpossibleSize)


def test_a_symbol_without_a_size_is_split_as_often_as_the_net_reads() -> None:
    cut = {"name": "cut", "type": "split", "dim": 1, "split_size_or_sections": 16}
    document = {
        "netlint": 1,
        "layout": "tokens",
        "inputs": {"x": ["N", "T", 8]},
        "layers": [cut, {"type": "add", "inputs": ["cut.0", "cut.2"]}],
    }
    analysis = analysed(document)
    assert len(analysis.shown.shapes(0) or ()) == 3
    assert [e.text for e in accepted(analysis)] == ["T in {48}"]


def test_an_unpool_gives_back_what_its_own_pool_has_read() -> None:
    document = {
        "netlint": 1,
        "inputs": {"x": [1, 2, 8, 9], "y": [1, 2, 9, 8]},
        "blocks": {
            "there_and_back": {
                "layers": [
                    {"name": "pool", "type": "max_pool2d", "kernel_size": 2},
                    {"type": "max_unpool2d", "indices": "pool"},
                ]
            }
        },
        "layers": [
            {"type": "there_and_back", "inputs": "x"},
            {"type": "there_and_back", "inputs": "y"},
        ],
    }
    analysis = analysed(document)
    assert not problems(analysis)
    assert analysis.shown.shapes(1) == (analysis.shown.inputs[0],)
    assert analysis.shown.shapes(3) == (analysis.shown.inputs[1],)


@pytest.mark.parametrize("name", ["x", "other"])
def test_only_a_max_pool_can_be_undone(name: str) -> None:
    document = {
        "netlint": 1,
        "inputs": {"x": [1, 2, 8, 8]},
        "layers": [
            {"name": "other", "type": "avg_pool2d", "kernel_size": 2},
            {"type": "max_unpool2d", "indices": name},
        ],
    }
    (problem,) = problems(analysed(document))
    assert isinstance(problem, BadValue)
    assert problem.key == ("indices",)


def pieces(row: Spec, size: int) -> int:
    """The number of pieces by torch's documentation: the last one may be smaller."""
    piece = row.get("split_size_or_sections") or -(-size // row["chunks"])
    return len(range(0, size, piece))


@settings(max_examples=40, deadline=None)
@given(
    row=st.one_of(
        st.builds(lambda n: {"type": "split", "split_size_or_sections": n}, st.integers(1, 9)),
        st.builds(lambda n: {"type": "chunk", "chunks": n}, st.integers(1, 6)),
    ),
    shown=st.integers(1, 30),
)
def test_sizes_with_another_number_of_pieces_are_not_accepted(row: Spec, shown: int) -> None:
    document = {
        "netlint": 1,
        "layout": "tokens",
        "inputs": {"x": ["N", "T", 8]},
        "sizes": {"T": {"default": shown, "max": 40}},
        "layers": [{**row, "dim": 1}],
    }
    analysis = analysed(document)
    (entry,) = accepted(analysis)
    alike = [n for n in range(1, 41) if pieces(row, n) == pieces(row, shown)]
    assert [n for n in range(1, 41) if entry.accepts({"T": n})] == alike
    assert [n for n in range(1, 41) if not problems(analysis, analysis.at({"T": n}))] == alike
