"""Open sizes: a list of sizes of which one, ``-1``, takes what is left over."""

from __future__ import annotations

from math import prod

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize
from netlint.core.size import Int
from netlint.layers._shares import share


def closed(wanted: tuple[Int, ...], total: Int, key: str, whole: str) -> tuple[Int, ...]:
    """The sizes that make ``total`` values of ``whole``; raises ShapeError where none do."""
    known: Int = prod(n for n in wanted if not is_open(n))
    fact = f"cannot make {list(wanted)} of {whole}: {total} values"
    if not any(map(is_open, wanted)):
        if not equal(total, known):
            raise ShapeError(ImpossibleSize(key=(key,), fact=f"{fact}, not {known}"))
        return wanted
    rest = share(total, known)
    if rest is None:
        fact = f"{fact}, which {known} does not divide"
        raise ShapeError(ImpossibleSize(key=(key,), fact=fact))
    return tuple(rest if is_open(n) else n for n in wanted)


def is_open(size: Int) -> bool:
    """Whether a size is the one that takes what is left over."""
    return isinstance(size, int) and size == -1
