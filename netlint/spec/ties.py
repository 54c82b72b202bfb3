"""Ties: what a layer or block says of its output and its weights: expect, share, trainable."""

from __future__ import annotations

from netlint.core.expression import Expression, ExpressionError
from netlint.core.problems import BadValue, Problem, UndefinedReference
from netlint.core.record import replace
from netlint.core.words import nearest
from netlint.layers._misfit import meant_boolean
from netlint.spec.layer_types import written
from netlint.spec.names import One
from netlint.spec.node import Expectation
from netlint.spec.reading import Frame, Reading, Row


def unknown_symbol(reading: Reading, expression: Expression) -> Problem | None:
    """The problem of a symbol that no input and no entry of ``sizes`` has."""
    for symbol in expression.symbols:
        if symbol not in reading.symbols:
            known = tuple(sorted(reading.symbols))
            fact = f'reads the symbol "{symbol}", which no input has'
            near = nearest(symbol, known) or known
            return UndefinedReference(fact=fact, name=symbol, known=near)
    return None


def trainable(reading: Reading, frame: Frame, row: Row) -> bool:
    """Whether the layer's own key ``trainable`` leaves its weights free."""
    if "trainable" not in row.keys:
        return True
    value = reading.value(frame, row, "trainable")
    if not isinstance(value, bool):
        if value is not None:
            fact = f"has trainable {written(value)}; it must be true or false"
            meant = meant_boolean(value)
            problem = BadValue(key=("trainable",), fact=fact, only=meant, respell=meant is not None)
            reading.fault(frame, row.path, problem, frame.prefix + row.name)
        return True
    return value


def share(reading: Reading, frame: Frame, row: Row, entry: One) -> None:
    """Tie the entry's nodes to those of the layer or block that ``share`` names."""
    target = reading.value(frame, row, "share")
    full = frame.prefix + row.name
    if target is None:
        return
    ports = reading.reference(frame, row, target, ("share",), "shares")
    port = ports[0] if len(ports) == 1 else None
    owner = _owner(frame, str(target)) if port is not None else None
    if port is None or owner is None:
        return
    if port[0] < 0:
        fact = f'shares "{target}", which is an input and has no weights'
        reading.fault(frame, row.path, BadValue(key=("share",), fact=fact), full)
        return
    if len(owner) != len(entry.nodes):
        fact = (
            f'shares "{target}", which is {count_of(len(owner), "layer")}, not {len(entry.nodes)}'
        )
        reading.fault(frame, row.path, BadValue(key=("share",), fact=fact), full)
        return
    for mine, theirs in zip(entry.nodes, owner, strict=True):
        reading.nodes.own(mine).share = theirs


def _owner(frame: Frame, target: str) -> range | None:
    head, *parts = target.split(".")
    entry = frame.names.get(head)
    if entry is None:
        return None
    for part in parts:
        copies = getattr(entry, "copies", None)
        if part.isdecimal() and copies is not None and int(part) < len(copies):
            entry = copies[int(part)]
    return entry.nodes if entry is not None else None


def expect(reading: Reading, frame: Frame, row: Row, entry: One) -> None:
    """Note the declared output shape at the node that gives it."""
    value = reading.value(frame, row, "expect")
    full = frame.prefix + row.name
    if value is None:
        return
    if not isinstance(value, list | tuple) or not value:
        fact = f"has expect {written(value)}; it must be a list of sizes, batch axis first"
        reading.fault(frame, row.path, BadValue(key=("expect",), fact=fact), full)
        return
    sizes: list[int | Expression | None] = []
    for item in value:
        size = _expected(reading, item)
        if isinstance(size, Problem):
            reading.fault(frame, row.path, replace(size, key=("expect",)), full)
            return
        sizes.append(size)
    if entry.port is not None and entry.port[0] >= 0:
        index, port = entry.port
        node = reading.nodes.own(index)
        path = (*row.path, "expect")
        node.expects += (Expectation(port, tuple(sizes), path, full, frame.uses),)


def _expected(reading: Reading, item: object) -> int | Expression | Problem | None:
    if item == "_":
        return None
    if type(item) is int:
        return item
    if isinstance(item, float) and item.is_integer():
        return int(item)
    if isinstance(item, str):
        try:
            expression = Expression(item)
        except ExpressionError as error:
            return BadValue(fact=f"has in expect: {error}")
        return unknown_symbol(reading, expression) or expression
    return BadValue(
        fact=f"has {written(item)} in expect; write an int, a symbol, _ or an expression"
    )


def count_of(number: int, noun: str) -> str:
    """``1 input``, ``2 inputs``."""
    return f"{number} {noun}" if number == 1 else f"{number or 'no'} {noun}s"
