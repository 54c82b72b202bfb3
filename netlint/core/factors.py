"""Factors: conditions that all must hold and that no common period can write out."""

from __future__ import annotations

from collections.abc import Callable
from math import lcm
from typing import Final

from netlint.core.periodic import NOTHING, Periodic

JUMPS: Final = 1 << 16
"""The jumps after which a search for a common member gives up; each passes one size or more."""

Factors = tuple[Periodic, ...]


def narrowed(factors: Factors, part: Periodic) -> Factors:
    """The factors with one more; what can be written as one set becomes one, the others wait."""
    # What repeats with the part comes first: nothing in common shows at once.
    rest = sorted(factors, key=lambda factor: lcm(factor.period, part.period) // factor.period)
    tried = 0
    while tried < len(rest):
        both = rest[tried].meet(part)
        if both is None:
            tried += 1
            continue
        del rest[tried]
        # What is narrower may fit to those that were too fine before.
        part, tried = both, 0
    if not part:
        return (NOTHING,)
    return tuple(sorted((*rest, part), key=lambda factor: factor.key))


def first(factors: Factors, x: int, jumps: int = JUMPS) -> int | None:
    """The first common member from ``x`` on; None: there is none, or none was found."""
    return _settled(factors, x, Periodic.first, jumps)


def last(factors: Factors, x: int, jumps: int = JUMPS) -> int | None:
    """The last common member up to ``x``; None: there is none, or none was found."""
    return _settled(factors, x, Periodic.last, jumps)


def _settled(
    factors: Factors, x: int, jump: Callable[[Periodic, int], int | None], jumps: int
) -> int | None:
    """Each factor moves ``x`` to its own next member, until all are content with it."""
    content = 0
    for i in range(jumps * len(factors)):
        landed = jump(factors[i % len(factors)], x)
        if landed is None:
            return None
        content = content + 1 if landed == x else 1
        if content >= len(factors):
            return landed
        x = landed
    return None
