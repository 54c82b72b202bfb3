"""Blocks: space cut into patches or windows of one size."""

from __future__ import annotations

from collections.abc import Sequence

from netlint.core.errors import ShapeError
from netlint.core.problems import NotDivisible
from netlint.core.size import Int
from netlint.layers._shares import share

SIDES = {1: ("cells",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}


def grid(space: Sequence[Int], blocks: Sequence[Int], key: str) -> tuple[Int, ...]:
    """The number of blocks along each axis; raises ShapeError where cells are left over."""
    counts: list[Int] = []
    for size, block, noun in zip(space, blocks, SIDES[len(space)], strict=True):
        count = share(size, block)
        if count is None:
            assert isinstance(size, int)
            assert isinstance(block, int)
            raise ShapeError(
                NotDivisible(key=(key,), divisor=block, size=size, noun=noun, word=key)
            )
        counts.append(count)
    return tuple(counts)
