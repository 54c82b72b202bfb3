"""Axis: one axis of a receptive field, its intervals and how axes are joined.

A cell ``t`` of an axis reads an interval of input pixels. Chains of windows keep one interval that
moves by the jump; upsampling makes it periodic: ``phases`` intervals that move together
(Araujo et al. 2019, walked backwards cell by cell).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from netlint.core.conditions import maximum, minimum
from netlint.core.rational import Rational, whole
from netlint.core.size import Int, Size

MOST_PHASES = 4_096

Twice = Any
"""A Rational or a Size; arithmetic between the two is exact, but typing has no word for it."""
Interval = tuple[Int, Int] | None


class Axis:
    """An axis: the intervals of the first cells, how far the next lie, twice the first centre."""

    __slots__ = ("advance", "phases", "twice")

    def __init__(self, phases: tuple[Interval, ...], advance: Int, twice: Twice) -> None:
        self.phases = phases
        self.advance = advance
        self.twice = twice

    @property
    def jump(self) -> Rational | Size:
        if isinstance(self.advance, Size) or len(self.phases) == 1:
            return self.advance
        return whole(Fraction(self.advance, len(self.phases)))

    @property
    def centre(self) -> Rational | Size:
        if isinstance(self.twice, Size):
            return self.twice * Fraction(1, 2)
        return whole(Fraction(self.twice) / 2)

    @property
    def size(self) -> Int:
        sizes = [hi - lo + 1 for lo, hi in filter(None, self.phases)]
        if len(sizes) == 1:
            return sizes[0]
        return max(n for n in sizes if isinstance(n, int)) if sizes else 0

    def cell(self, t: int) -> Interval:
        """The pixels that cell ``t`` reads; None for a hole."""
        turn, phase = divmod(t, len(self.phases))
        interval = self.phases[phase]
        if interval is None:
            return None
        return interval[0] + turn * self.advance, interval[1] + turn * self.advance

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Axis):
            return NotImplemented
        mine, theirs = (self.advance, self.twice), (other.advance, other.twice)
        return mine == theirs and self.phases == other.phases

    def __hash__(self) -> int:
        return hash((self.phases, self.advance, self.twice))


START = Axis(((0, 0),), 1, 0)


def reduced(axis: Axis) -> Axis:
    """The axis with as few phases as tell the same."""
    intervals, step = axis.phases, axis.advance
    count = len(intervals)
    assert isinstance(step, int)
    for fewer in range(1, count):
        if count % fewer or step * fewer % count:
            continue
        short = Axis(intervals[:fewer], step * fewer // count, axis.twice)
        if all(short.cell(t) == intervals[t] for t in range(fewer, count)):
            return short
    return axis


def hull(intervals: list[Interval]) -> Interval:
    """The interval from the first to the last pixel of several."""
    kept = [i for i in intervals if i is not None]
    if not kept:
        return None
    lo, hi = kept[0]
    for low, high in kept[1:]:
        lo, hi = minimum(lo, low), maximum(hi, high)
    return lo, hi


def both(a: Axis, b: Axis) -> Axis | None:
    """The hull of two axes; the one itself where the other lies inside."""
    if len(a.phases) == 1 == len(b.phases) and a.advance == b.advance and a.twice == b.twice:
        mine, theirs = a.phases[0], b.phases[0]
        if mine and theirs and isinstance(mine[1], int) and isinstance(theirs[1], int):
            if mine[0] <= theirs[0] and theirs[1] <= mine[1]:
                return a
            if theirs[0] <= mine[0] and mine[1] <= theirs[1]:
                return b
    return joined([a, b], [])


def joined(full: list[Axis], gates: list[Axis]) -> Axis | None:
    """The hull of axes of one density; what is gated by one cell sees all that the cell sees."""
    first = full[0]
    if not gates and all(a is first or a == first for a in full):
        return first
    counts = {len(a.phases) for a in full}
    if len(counts) == 1:
        if any(a.advance is not first.advance and a.advance != first.advance for a in full):
            return None
    elif any(a.jump != first.jump for a in full):
        return None
    count = lcm(*counts)
    if count > MOST_PHASES:
        return None
    extra = [hull(list(g.phases)) for g in gates]
    if count == 1:
        phases: tuple[Interval, ...] = (hull([*(a.phases[0] for a in full), *extra]),)
    else:
        phases = tuple(hull([*(a.cell(t) for a in full), *extra]) for t in range(count))
    return Axis(phases, first.advance * (count // len(first.phases)), _middle(full))


def _middle(full: list[Axis]) -> Twice:
    """Twice the centre between the outermost centres."""
    twice = full[0].twice
    if all(a.twice == twice for a in full):
        return twice
    numbers = [a.twice for a in full if not isinstance(a.twice, Size)]
    if len(numbers) < len(full):
        return twice
    return whole(Fraction(min(numbers) + max(numbers)) / 2)
