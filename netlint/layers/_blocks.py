"""Blocks: space cut into patches or windows of one size."""

from __future__ import annotations

from collections.abc import Sequence

from netlint.core.conditions import divides
from netlint.core.division import divided_by
from netlint.core.errors import ShapeError
from netlint.core.problems import NotDivisible
from netlint.core.size import Int

SIDES = {1: ("cells",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}


def grid(space: Sequence[Int], blocks: Sequence[Int], key: str) -> tuple[Int, ...]:
    """The number of blocks along each axis; raises ShapeError where cells are left over."""
    for size, block, noun in zip(space, blocks, SIDES[len(space)], strict=True):
        if not divides(block, size):
            assert isinstance(size, int)
            assert isinstance(block, int)
            raise ShapeError(
                NotDivisible(key=(key,), divisor=block, size=size, noun=noun, word=key)
            )
    return tuple(divided_by(n, block) for n, block in zip(space, blocks, strict=True))
