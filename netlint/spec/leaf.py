"""Leaf: one layer that is no block becomes a node, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netlint.core.expression import Expression, ExpressionError
from netlint.core.finding import Path
from netlint.core.problems import BadValue, LimitExceeded, Problem, UndefinedReference
from netlint.core.words import nearest
from netlint.layers._base import Layer, wrong_length
from netlint.layers._fields import meant_boolean
from netlint.spec.expressions import ExpressionFault, UnknownValue, has_expression, resolve
from netlint.spec.layer_types import COMMON, written
from netlint.spec.model import Expectation, Node, Port
from netlint.spec.names import One
from netlint.spec.reading import MOST_LAYERS, Frame, Reading, Row, below

REFERENCES = {"like": "is like", "indices": "undoes"}
PER_AXIS = frozenset(
    [
        "kernel_size",
        "stride",
        "padding",
        "dilation",
        "output_padding",
        "output_size",
        "scale_factor",
        "cropping",
        "offset",
    ]
)


def leaf(reading: Reading, frame: Frame, row: Row, ports: tuple[Port | None, ...] | None) -> One:
    """Append the node of a layer; its problems stay with it."""
    name = frame.prefix + row.name
    index = len(reading.nodes)
    if index >= MOST_LAYERS:
        fact = f'"{name}" is layer {index + 1} after expansion; the limit is {MOST_LAYERS}'
        reading.stop(frame, row.path, LimitExceeded(fact=fact))
    found = reading.types.find(row.type)
    problems: list[Problem] = []
    layer: Layer | None = None
    if found is None:
        problems.append(reading.types.unknown(row.type, reading.blocks, ("type",)))
    else:
        keys = _own_keys(row, problems)
        if keys is not None and "layout" in found.cls.model_fields:
            keys.setdefault("layout", reading.layout)
        if keys is not None and not problems:
            read = reading.types.read(row.type, found, keys)
            if isinstance(read, tuple):
                problems += read
            else:
                layer = read
        ports = _wired(reading, frame, row, found.cls, ports, problems)
        if layer is not None and layer.sizes:
            _check_symbols(reading, layer, problems)
        if layer is not None and layer.undoes is not None:
            layer = _undoing(reading, layer, ports[-1], problems)
        if layer is not None and found.claim is not None:
            problems += _wrong_lengths(layer, found.claim)
    node = Node(index, name, row.type, layer, ports or (), row.path, frame.uses)
    if found is not None:
        node.claim = found.claim
    if "trainable" in row.keys or not frame.trainable:
        node.trainable = frame.trainable and trainable(reading, frame, row)
    if problems:
        node.layer = None
        node.problems = tuple(problems)
    reading.nodes.append(node)
    entry = One((index, 0), nodes=range(index, index + 1))
    if "share" in row.keys:
        share(reading, frame, row, entry)
    if "expect" in row.keys:
        expect(reading, frame, row, entry)
    return entry


def _own_keys(row: Row, problems: list[Problem]) -> dict[str, object] | None:
    """The parameters of the type itself, evaluated; None where a value is unknown."""
    own: dict[str, object] = {}
    for key, value in row.keys.items():
        if key in COMMON and key != "like":
            continue
        if has_expression(value):
            try:
                value = resolve(value, row.scope)
            except ExpressionFault as error:
                problems.append(below(error.problem, key))
            except UnknownValue:
                return None
        own[key] = value
    return own


def _wired(
    reading: Reading,
    frame: Frame,
    row: Row,
    cls: type[Layer],
    ports: tuple[Port | None, ...] | None,
    problems: list[Problem],
) -> tuple[Port | None, ...]:
    """The tensors that the layer reads, that of ``like`` last; a wrong number is a problem."""
    least, most = cls.arity
    given = ports if ports is not None else ()
    if most == 0 and "inputs" not in row.keys:
        given = ()
    short = len(given) < least or (most is not None and len(given) > most)
    if "inputs" not in row.keys and (least > 1 or _merges(cls, row)):
        short = True
    if short and not (None in given and "inputs" in row.keys):
        key: Path = ("inputs",) if "inputs" in row.keys else ()
        has = count_of(len(given), "input") if "inputs" in row.keys else "names no inputs"
        wants = (
            str(least)
            if least == most
            else f"{least} or more"
            if most is None
            else f"{least} to {most}"
        )
        verb = "has " if "inputs" in row.keys else ""
        problems.append(BadValue(key=key, fact=f"{verb}{has}; {row.type} takes {wants}"))
    if cls.likes:
        for key_ in REFERENCES:
            if isinstance(row.keys.get(key_), str) and key_ in cls.model_fields:
                target = reading.value(frame, row, key_)
                given = (*given, *reading.reference(frame, row, target, (key_,), REFERENCES[key_]))
    return given


def _undoing(reading: Reading, layer: Layer, port: Port | None, problems: list[Problem]) -> Layer:
    """The layer with the one that it undoes, whose tensor is ``port``."""
    if port is None:
        return layer
    undone = reading.nodes[port[0]] if port[0] >= 0 else None
    if undone is not None and undone.layer is not None and undone.layer.type == layer.undoes:
        return layer.undoing(undone.layer)
    if undone is None or undone.layer is not None:
        what = (
            f'"{undone.name}", which is {undone.layer.type}'
            if undone and undone.layer
            else "an input"
        )
        problems.append(
            BadValue(key=("indices",), fact=f"undoes {what}; it must be a {layer.undoes}")
        )
    return layer


def _merges(cls: type[Layer], row: Row) -> bool:
    """Whether a layer joins tensors, which it then has to name."""
    return "merge" in cls.traits and row.keys.get("value") is None


def _check_symbols(reading: Reading, layer: Layer, problems: list[Problem]) -> None:
    for key, expression in layer.expressions():
        unknown = unknown_symbol(reading, expression)
        if unknown:
            problems.append(replace(unknown, key=(key,)))


def _wrong_lengths(layer: Layer, claim: int) -> Iterator[Problem]:
    """Lists with another number of values than the space axes that the type claims."""
    for key in PER_AXIS & layer.__dict__.keys():
        value = layer.__dict__[key]
        if isinstance(value, tuple) and len(value) != claim:
            yield wrong_length(key, len(value), claim, layer.type + f"{claim}d")


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
        reading.nodes[mine].share = theirs


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
        node = reading.nodes[index]
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
