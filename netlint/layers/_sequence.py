"""Sequences: tensors of batch, steps and features."""

from __future__ import annotations

from netlint.core.errors import ShapeError
from netlint.core.problems import RankMismatch
from netlint.core.shape import BATCH, CHANNEL, SPACE, Shape
from netlint.layers._base import shape_words

TOKENS = BATCH + SPACE + CHANNEL


def tokens(x: Shape) -> None:
    """Nothing, if the tensor has batch, steps and features; else raises ShapeError."""
    if x.rank != 3:
        fact = f"needs the axes batch, steps and features, the input is {shape_words(x)}"
        remedy = "flatten the space axes into one" if x.dims > 1 else None
        raise ShapeError(RankMismatch(fact=fact, remedy=remedy))
