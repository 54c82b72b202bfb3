"""Leaf: one layer that is no block becomes a node, with what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netlint.core.finding import Path
from netlint.core.problems import BadValue, LimitExceeded, Problem
from netlint.layers._base import Layer, wrong_length
from netlint.spec.expressions import ExpressionFault, UnknownValue, has_expression, resolve
from netlint.spec.layer_types import COMMON
from netlint.spec.model import Node, Port
from netlint.spec.names import One
from netlint.spec.reading import MOST_LAYERS, Frame, Reading, Row, below
from netlint.spec.ties import count_of, expect, share, trainable, unknown_symbol

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
