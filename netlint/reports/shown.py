"""Shown: a net layer by layer, as ``show`` reports it in every format."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from netlint.core.finding import Span
from netlint.core.size import Int, Size
from netlint.engine.costs import Amount
from netlint.solve.sizes import Entry

Rational = int | Fraction | Size


class ShownInput(NamedTuple):
    name: str
    shape: tuple[Int, ...]
    dtype: str


class ShownLayer(NamedTuple):
    """A leaf layer; what a fault hides is None."""

    name: str
    number: int
    type: str
    inputs: tuple[str | None, ...]
    shapes: tuple[tuple[Int, ...], ...] | None
    params: Amount
    trainable: Amount
    buffers: Amount
    macs: Amount
    activation_bytes: Amount
    receptive_field: tuple[Int, ...] | None
    jump: tuple[Rational, ...] | None
    centre: tuple[Rational, ...] | None
    closed_form: tuple[str, ...] | None
    span: Span | None


class Totals(NamedTuple):
    """Sums over the layers; None where a summand is unknown."""

    params: Amount
    trainable: Amount
    buffers: Amount
    macs: Amount
    activation_bytes: Amount
    peak_activation_bytes: Amount
    layers: int


class ShownNet(NamedTuple):
    """A net as ``show`` reports it."""

    name: str
    inputs: tuple[ShownInput, ...]
    outputs: tuple[str, ...]
    complete: bool
    layers: tuple[ShownLayer, ...]
    totals: Totals
    accepts: tuple[Entry, ...]


def doubled(macs: Amount) -> Amount:
    """FLOPs: a multiplication and an addition for each MAC."""
    return None if macs is None else macs * 2


def times(shape: tuple[Int, ...]) -> str:
    """A shape as tables show it: ``1x64x56x56``, a sum in parentheses."""
    return "x".join(
        f"({n})" if isinstance(n, Size) and not str(n).isidentifier() else str(n) for n in shape
    )


def grouped(number: object) -> str:
    """A number with its thousands apart; a text as it is, a dash for what is unknown."""
    if number is None:
        return "-"
    return f"{number:,}" if isinstance(number, int) else str(number)
