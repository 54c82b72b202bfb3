"""Table: the rows of ``show`` as texts, blocks folded to a depth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from netlint.engine.costs import Amount, total
from netlint.reports.shown import ShownLayer, ShownNet, grouped, times

HEAD = ("layer", "type", "output", "params", "MACs", "receptive field", "jump")


class Row(NamedTuple):
    """A layer, or the layers of a block that is folded."""

    name: str
    type: str
    output: str
    params: Amount
    macs: Amount
    field: str
    jump: str


def rows(net: ShownNet, depth: int | None) -> list[Row]:
    """A row for every layer, or for every block that lies ``depth`` deep."""
    if depth is None:
        return [_row(x.name, x.type, [x]) for x in net.layers]
    found: list[Row] = []
    for name, group in groupby(net.layers, key=lambda x: _folded(x.name, depth)):
        layers = list(group)
        kind = layers[0].type if layers[0].name == name else f"{len(layers)} layers"
        found.append(_row(name, kind, layers))
    return found


def _folded(name: str, depth: int) -> str:
    """The first ``depth`` names of a path; the number of a copy belongs to its name."""
    parts = name.split(".")
    kept: list[str] = []
    names = 0
    for part in parts:
        names += not part.isdecimal()
        if names > depth:
            break
        kept.append(part)
    return ".".join(kept)


def _row(name: str, kind: str, layers: Sequence[ShownLayer]) -> Row:
    last = layers[-1]
    shapes = " ".join(map(times, last.shapes)) if last.shapes is not None else "-"
    field = "x".join(map(str, last.receptive_field)) if last.receptive_field else "-"
    jump = "x".join(map(str, last.jump)) if last.jump else "-"
    return Row(
        name,
        kind,
        shapes,
        total([x.params for x in layers]),
        total([x.macs for x in layers]),
        field,
        jump,
    )


def cells(row: Row) -> tuple[str, ...]:
    """The row as texts, numbers with their thousands apart."""
    return (
        row.name,
        row.type,
        row.output,
        grouped(row.params),
        grouped(row.macs),
        row.field,
        row.jump,
    )


def totals(net: ShownNet) -> list[tuple[str, str]]:
    """The lines below the table."""
    t = net.totals
    found = [
        ("parameters", grouped(t.params)),
        ("trainable", grouped(t.trainable)),
        ("buffers", grouped(t.buffers)),
        ("MACs", grouped(t.macs)),
        ("activations", _bytes(t.activation_bytes)),
        ("peak activations", _bytes(t.peak_activation_bytes)),
    ]
    return found + [("accepts", f"{', '.join(e.symbols)}: {e.text}") for e in net.accepts]


def _bytes(amount: Amount) -> str:
    return "-" if amount is None else f"{grouped(amount)} bytes"
