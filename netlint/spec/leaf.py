"""Leaf: one layer that is no block becomes a node, with what is wrong with it."""

from __future__ import annotations

from netlint.core.finding import Path
from netlint.core.problems import BadValue, LimitExceeded, Problem
from netlint.core.record import replace
from netlint.layers._base import Layer
from netlint.spec.expressions import ExpressionFault, UnknownValue, has_expression, resolve
from netlint.spec.layer_types import COMMON, LayerType, Read, new_kind, signature
from netlint.spec.names import One
from netlint.spec.node import Node, Port
from netlint.spec.reading import MOST_LAYERS, Frame, Reading, Row, below
from netlint.spec.ties import count_of, expect, share, trainable, unknown_symbol

REFERENCES = {"like": "is like", "indices": "undoes"}
OTHERS = COMMON - {"like"}
"""Keys of every layer, which are no parameters of its type."""


def leaf(reading: Reading, frame: Frame, row: Row, ports: tuple[Port | None, ...] | None) -> One:
    """Append the node of a layer; its problems stay with it."""
    name = frame.prefix + row.name
    index = len(reading.nodes)
    if index >= MOST_LAYERS:
        fact = f'"{name}" is layer {index + 1} after expansion; the limit is {MOST_LAYERS}'
        reading.stop(frame, row.path, LimitExceeded(fact=fact))
    node = Node(index, name, row.type, None, ports or (), row.path, frame.uses)
    found = reading.types.find(row.type)
    problems: list[Problem] = []
    read: Read | None = None
    if found is None:
        problems.append(reading.types.unknown(row.type, reading.blocks, ("type",)))
    else:
        read = _read(reading, row, found, problems)
        node.claim = found.claim
        node.inputs = _wired(reading, frame, row, found, ports, problems)
        if read is not None:
            node.layer = _judged(reading, read, node.inputs, problems)
            node.kind = read.kind if node.layer is read.layer else new_kind()
            node.open = bool(read.expressions)
    if "trainable" in row.keys or not frame.trainable:
        node.trainable = node.plain = frame.trainable and trainable(reading, frame, row)
    if problems or found is None or read is None:
        node.layer = None
        node.problems = tuple(problems)
        reading.nodes.append(node, single=False, free=False)
    else:
        reading.nodes.append(node, read.single, read.free)
    entry = One((index, 0), nodes=range(index, index + 1))
    if "share" in row.keys:
        share(reading, frame, row, entry)
    if "expect" in row.keys:
        expect(reading, frame, row, entry)
    return entry


def _read(reading: Reading, row: Row, found: LayerType, problems: list[Problem]) -> Read | None:
    """What the layer's own keys make; None where a value is unknown or at fault."""
    keys = {k: v for k, v in row.keys.items() if k not in OTHERS}
    if found.layout:
        keys.setdefault("layout", reading.layout)
    sign = signature(keys)
    if b"$" in sign:
        known = _evaluated(keys, row, problems)
        if not known or problems:
            return None
        sign = signature(keys)
    read = reading.types.read(row.type, found, keys, sign)
    problems += read.problems
    return read


def _evaluated(keys: dict[str, object], row: Row, problems: list[Problem]) -> bool:
    """Evaluate the expressions among the values, in place; False where a value is unknown."""
    for key, value in keys.items():
        if not has_expression(value):
            continue
        try:
            keys[key] = resolve(value, row.scope)
        except ExpressionFault as error:
            problems.append(below(error.problem, key))
        except UnknownValue:
            return False
    return True


def _judged(
    reading: Reading, read: Read, ports: tuple[Port | None, ...], problems: list[Problem]
) -> Layer | None:
    """The layer, its symbols known and what it undoes found; else there are problems."""
    layer = read.layer
    for key, expression in read.expressions:
        unknown = unknown_symbol(reading, expression)
        if unknown:
            problems.append(replace(unknown, key=(key,)))
    if layer is not None and layer.undoes is not None:
        layer = _undoing(reading, layer, ports[-1], problems)
    problems += read.misfits
    return layer


def _wired(
    reading: Reading,
    frame: Frame,
    row: Row,
    found: LayerType,
    ports: tuple[Port | None, ...] | None,
    problems: list[Problem],
) -> tuple[Port | None, ...]:
    """The tensors that the layer reads, that of ``like`` last; a wrong number is a problem."""
    least, most = found.least, found.most
    named = "inputs" in row.keys
    given = ports or ()
    if most == 0 and not named:
        given = ()
    short = len(given) < least or (most is not None and len(given) > most)
    if not named and (least > 1 or (found.merges and row.keys.get("value") is None)):
        short = True
    if short and not (named and None in given):
        has = f"has {count_of(len(given), 'input')}" if named else "names no inputs"
        wants = f"{least} or more" if most is None else f"{least} to {most}"
        wants = str(least) if least == most else wants
        key: Path = ("inputs",) if named else ()
        problems.append(BadValue(key=key, fact=f"{has}; {row.type} takes {wants}"))
    if found.likes:
        for key_, verb in REFERENCES.items():
            if isinstance(row.keys.get(key_), str) and key_ in found.cls.model_fields:
                target = reading.value(frame, row, key_)
                given = (*given, *reading.reference(frame, row, target, (key_,), verb))
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
