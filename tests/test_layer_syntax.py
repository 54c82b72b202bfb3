"""Syntax of layers: no layer compares sizes, or asks for their truth; it asks core.conditions.

The walk follows names: a size is what comes from ``x.sizes``, ``x.space``, ``x.channels`` and
their kin, from a parameter of type ``Int``, or from arithmetic on such. Behind
``isinstance(n, int)`` the name ``n`` is a number.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from netlint.layers import _base

FOLDER = Path(inspect.getfile(_base)).parent
FILES = sorted(p for p in FOLDER.glob("*.py") if p.stem not in ("__init__", "_base", "_fields"))

Kind = Literal["size", "sizes"] | None

SIZE_OF = frozenset(("channels", "batch", "elements"))
SIZES_OF = frozenset(("sizes", "space"))
MAKE_SIZE = frozenset(
    (
        "prod",
        "sum",
        "quotient",
        "minimum",
        "maximum",
        "simpler",
        "broadcast",
        "divided_by",
        "scaled",
    )
)
REFUSED_CALLS = frozenset(
    ("min", "max", "int", "float", "round", "bool", "range", "divmod", "sorted")
)

ALLOWED = {
    ("expand.py", "reach"): "compares two spaces as wholes, where == is structural",
    ("_attention.py", "attention_weights"): "a set of widths: equal Sizes are one object",
}
"""File and function of what only looks like a comparison, with the reason."""


def violations(source: str) -> Iterator[tuple[str, int]]:
    """The functions that treat sizes as numbers, with the line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            walk = Walk(node)
            walk.body(node.body)
            yield from ((node.name, line) for line in walk.lines)


class Walk:
    """One function: which of its names are sizes, and the lines that ask too much of them."""

    def __init__(self, function: ast.FunctionDef) -> None:
        self.lines: list[int] = []
        self.names: dict[str, Kind] = {}
        for argument in function.args.args + function.args.kwonlyargs:
            self.names[argument.arg] = annotated(argument.annotation)

    def body(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                return
            case ast.Assign(targets=[target], value=value):
                self.expression(value)
                self.bind(target, value)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self.expression(value)
                self.bind(target, value)
                if isinstance(target, ast.Name):
                    self.names[target.id] = annotated(node.annotation) or self.kind(value)
            case ast.For(target=target, iter=source):
                self.expression(source)
                self.each(target, source)
                self.body(node.body + node.orelse)
            case ast.If(test=test):
                self.truth(test)
                known = self.names.copy()
                self.numbers(test)
                self.body(node.body)
                self.names = known
                leaves = isinstance(node.body[-1], ast.Return | ast.Raise | ast.Continue)
                if leaves and isinstance(test, ast.UnaryOp):
                    self.numbers(test.operand)
                self.body(node.orelse)
            case ast.While(test=test):
                self.truth(test)
                self.body(node.body)
            case ast.Assert(test=test):
                self.truth(test)
                self.numbers(test)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.expression(child)

    def bind(self, target: ast.expr, value: ast.expr) -> None:
        """Remember what an assignment makes of its names."""
        if isinstance(target, ast.Name):
            self.names[target.id] = self.kind(value)
        elif isinstance(target, ast.Tuple | ast.List):
            if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(target.elts):
                for one, part in zip(target.elts, value.elts, strict=True):
                    self.bind(one, part)
            elif self.kind(value) == "sizes":
                self.mark(target)

    def mark(self, target: ast.expr) -> None:
        """Every name of the target is a size."""
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self.names[node.id] = "size"

    def each(self, target: ast.expr, source: ast.expr) -> None:
        """Remember what a loop makes of its names."""
        match source:
            case ast.Call(func=ast.Name(id="enumerate"), args=[inner, *_]):
                if isinstance(target, ast.Tuple) and len(target.elts) == 2:
                    self.each(target.elts[1], inner)
            case ast.Call(func=ast.Name(id="zip"), args=args) if isinstance(target, ast.Tuple):
                for one, part in zip(target.elts, args, strict=False):
                    self.each(one, part)
            case ast.Call(func=ast.Name(id="reversed" | "list" | "tuple"), args=[inner]):
                self.each(target, inner)
            case _:
                if self.kind(source) == "sizes":
                    self.mark(target)

    def kind(self, node: ast.expr) -> Kind:
        """Whether an expression is a size, several, or neither."""
        match node:
            case ast.Name(id=name):
                return self.names.get(name)
            case ast.Attribute(value=ast.Name(id="self") | ast.Attribute(attr="axes")):
                return None
            case ast.Attribute(attr=attr):
                return "size" if attr in SIZE_OF else "sizes" if attr in SIZES_OF else None
            case ast.Subscript(value=value, slice=index):
                if self.kind(value) != "sizes":
                    return None
                return "sizes" if isinstance(index, ast.Slice) else "size"
            case ast.BinOp(left=left, right=right):
                kinds = {self.kind(left), self.kind(right)}
                return "sizes" if "sizes" in kinds else "size" if "size" in kinds else None
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.kind(operand)
            case ast.IfExp(body=one, orelse=other):
                return self.kind(one) or self.kind(other)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                kinds = {self.kind(p.value if isinstance(p, ast.Starred) else p) for p in parts}
                return "sizes" if kinds & {"size", "sizes"} else None
            case ast.GeneratorExp() | ast.ListComp():
                inner = self.inside(node)
                return "sizes" if inner.kind(node.elt) == "size" else None
            case ast.Call(func=ast.Name(id=name), args=args):
                if name in MAKE_SIZE:
                    return "size" if any(map(self.kind, args)) else None
                if name in ("tuple", "list", "reversed"):
                    return self.kind(args[0]) if args else None
            case ast.Call(func=ast.Attribute(attr="out" | "elements_of_space")):
                return "size"
        return None

    def inside(self, node: ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp) -> Walk:
        """The walk within a comprehension, its names bound."""
        inner = object.__new__(Walk)
        inner.lines, inner.names = self.lines, self.names.copy()
        for part in node.generators:
            inner.expression(part.iter)
            inner.each(part.target, part.iter)
            for test in part.ifs:
                inner.truth(test)
        return inner

    def truth(self, node: ast.expr) -> None:
        """A test: a size has no truth."""
        match node:
            case ast.BoolOp():
                self.junction(node, tested=True)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.truth(operand)
            case _:
                if self.kind(node) == "size":
                    self.lines.append(node.lineno)
                self.expression(node)

    def junction(self, node: ast.BoolOp, tested: bool) -> None:
        """``and`` and ``or``: of a value that is not tested the last part may be a size."""
        known = self.names.copy()
        *others, last = node.values
        for value in others:
            self.truth(value)
            if isinstance(node.op, ast.And):
                self.numbers(value)
        if tested:
            self.truth(last)
        else:
            self.expression(last)
        self.names = known

    def numbers(self, test: ast.expr) -> None:
        """The names that a test has shown to be numbers."""
        for node in ast.walk(test):
            match node:
                case ast.Call(
                    func=ast.Name(id="isinstance"), args=[ast.Name(id=name), ast.Name(id="int")]
                ):
                    self.names[name] = None

    def expression(self, node: ast.expr) -> None:
        """Look for what is refused, all the way down."""
        match node:
            case ast.BoolOp():
                return self.junction(node, tested=False)
            case ast.UnaryOp(op=ast.Not()):
                return self.truth(node)
            case ast.IfExp(test=test, body=one, orelse=other):
                self.truth(test)
                known = self.names.copy()
                self.numbers(test)
                self.expression(one)
                self.names = known
                return self.expression(other)
            case ast.Compare(left=left, ops=ops, comparators=others):
                asks = not all(isinstance(op, ast.Is | ast.IsNot) for op in ops)
                if asks and any(map(self.kind, (left, *others))):
                    self.lines.append(node.lineno)
            case ast.BinOp(left=left, op=ast.Mod() | ast.Div(), right=right):
                if self.kind(left) or self.kind(right):
                    self.lines.append(node.lineno)
            case ast.Set(elts=parts) if any(map(self.kind, parts)):
                self.lines.append(node.lineno)
            case ast.Call(func=ast.Name(id=name), args=args) if name in REFUSED_CALLS:
                if any(map(self.kind, args)):
                    self.lines.append(node.lineno)
            case ast.GeneratorExp() | ast.ListComp() | ast.SetComp():
                return self.inside(node).expression(node.elt)
            case ast.DictComp():
                inner = self.inside(node)
                inner.expression(node.key)
                return inner.expression(node.value)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.expression(child)
            elif isinstance(child, ast.keyword):
                self.expression(child.value)
        return None


def annotated(annotation: ast.expr | None) -> Kind:
    """What the type of a parameter says."""
    text = ast.unparse(annotation) if annotation is not None else ""
    if text == "Int":
        return "size"
    return "sizes" if text in ("tuple[Int, ...]", "list[Int]", "Sequence[Int]") else None


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_no_layer_treats_a_size_as_a_number(file: Path) -> None:
    found = violations(file.read_text(encoding="utf-8"))
    assert [v for v in found if (file.name, v[0]) not in ALLOWED] == []


def test_what_is_allowed_is_still_there() -> None:
    sources = {name: (FOLDER / name).read_text(encoding="utf-8") for name, _ in ALLOWED}
    found = {(name, v[0]) for name, source in sources.items() for v in violations(source)}
    assert found >= set(ALLOWED)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("if x.channels > 3: pass", id="compared"),
        pytest.param("if x.batch: pass", id="asked for its truth"),
        pytest.param("n = x.sizes[-1]; y = n if n == 1 else 2", id="a name"),
        pytest.param("for n, k in zip(x.space, self.kernel): assert n >= k", id="in a loop"),
        pytest.param("y = [n % 2 for n in x.space]", id="in a comprehension"),
        pytest.param("y = max(x.space)", id="the largest"),
        pytest.param("y = 1 in x.sizes", id="looked for"),
        pytest.param("y = not w.out(x.space[0])", id="negated"),
        pytest.param("batch, *rest = x.sizes; y = batch / 2", id="unpacked and divided"),
        pytest.param("y = isinstance(x.batch, int) or x.batch > 2", id="guarded the wrong way"),
    ],
)
def test_the_walk_finds(line: str) -> None:
    assert list(violations(f"def infer(self, x):\n    {line}"))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("if x.rank > 3 or x.dims == 2: pass", id="ranks are numbers"),
        pytest.param("n = x.channels; y = isinstance(n, int) and n == 1", id="a guard"),
        pytest.param("n = x.channels; assert isinstance(n, int); y = n > 1", id="an assertion"),
        pytest.param("for n, k in zip(x.space, self.kernel): assert k > 1", id="the other name"),
        pytest.param("if not at_least(x.channels, 2): pass", id="a condition"),
        pytest.param("y = size is None if (size := broadcast(x.batch, 1)) else 0", id="identity"),
    ],
)
def test_the_walk_passes(line: str) -> None:
    assert not list(violations(f"def infer(self, x):\n    {line}"))
