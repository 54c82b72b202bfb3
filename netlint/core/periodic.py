"""Periodic: a set of sizes that repeats from some size on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import lcm
from typing import Final

from netlint.core.edges import Edges, count, cross, earliest, inverted, merged, shortest, turned

RUN_CAP: Final = 1 << 12
"""The runs that a meet may have if its sides have fewer; no report lists more residues."""


class Periodic:
    """Exact and canonical: two sets with the same members are equal, however they were made.

    A set is kept as the sizes where membership changes, so its cost is the number of its runs and
    not its period: ``head`` below ``start``, then ``tail``, the residues, again in every period.
    """

    __slots__ = ("head", "period", "start", "tail")

    def __init__(self, start: int, head: Edges, period: int, tail: Edges) -> None:
        """As is; ``canonical`` is for edges that are not in shortest form."""
        self.start = start
        self.head = head
        self.period = period
        self.tail = tail

    @classmethod
    def canonical(cls, start: int, head: Edges, period: int, tail: Edges) -> Periodic:
        """The set with its shortest period and its earliest start."""
        period, tail = shortest(period, tail)
        if start > 1:
            start = earliest(start, head, period, tail)
            kept = bisect_left(head, start)
            head = (*head[:kept], start) if kept & 1 else head[:kept]
        return cls(start, head, period, tail)

    @classmethod
    def from_walk(cls, start: int, head: Edges, period: int, edges: Edges) -> Periodic:
        """The set from the edges below ``start`` and those of the one period that follows."""
        return cls.canonical(start, head, period, turned(start, period, edges))

    @classmethod
    def interval(cls, lo: int, hi: int | None = None) -> Periodic:
        """The sizes from ``lo`` to ``hi``; without ``hi`` to no end."""
        lo = max(lo, 1)
        if hi is None:
            return cls(lo, (), 1, (0, 1))
        return cls(hi + 1, (lo, hi + 1), 1, ()) if lo <= hi else NOTHING

    @property
    def is_finite(self) -> bool:
        """Whether there is a last member."""
        return not self.tail

    def __contains__(self, w: int) -> bool:
        if w < self.start:
            return bool(bisect_right(self.head, w) & 1)
        return bool(bisect_right(self.tail, w % self.period) & 1)

    def __bool__(self) -> bool:
        return bool(self.head or self.tail)

    def run(self, x: int, stop: int) -> tuple[int, int] | None:
        """The first members from ``x`` on, half-open; an endless run ends at ``stop``."""
        if x < self.start:
            i = bisect_right(self.head, x)
            if i & 1:
                return x, self.head[i]
            if i < len(self.head):
                return self.head[i], self.head[i + 1]
            x = self.start
        if not self.tail:
            return None
        if self.period == 1:
            return x, max(x, stop)
        residue = x % self.period
        base = x - residue
        i = bisect_right(self.tail, residue)
        if i & 1:
            return x, base + self.tail[i]
        if i == len(self.tail):
            i, base = 0, base + self.period
        return base + self.tail[i], base + self.tail[i + 1]

    def first(self, x: int) -> int | None:
        """The first member from ``x`` on."""
        run = self.run(x, x + 1)
        return run[0] if run else None

    def last(self, x: int) -> int | None:
        """The last member up to ``x``."""
        if x >= self.start and self.tail:
            base = x - x % self.period
            i = bisect_right(self.tail, x - base)
            if i & 1:
                return x
            found = base + self.tail[i - 1] - 1 if i else base - self.period + self.tail[-1] - 1
            if found >= self.start:
                return found
        i = bisect_right(self.head, min(x, self.start - 1))
        if i & 1:
            return min(x, self.start - 1)
        return self.head[i - 1] - 1 if i else None

    def __invert__(self) -> Periodic:
        head = inverted(self.head, 1, self.start)
        return Periodic(self.start, head, self.period, inverted(self.tail, 0, self.period))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Periodic):
            return NotImplemented
        return self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def key(self) -> tuple[int, int, Edges, Edges]:
        """What sets are compared and ordered by."""
        return self.period, self.start, self.tail, self.head

    @property
    def is_ray(self) -> bool:
        """Whether it is all sizes from one on."""
        return self.period == 1 and not self.head and bool(self.tail)

    def starting(self, lo: int) -> Periodic:
        """The members from ``lo`` on."""
        if lo <= (self.head[0] if self.head else self.start):
            return self
        if not self.tail and lo >= self.start:
            return NOTHING
        kept = bisect_right(self.head, lo)
        head = (lo, *self.head[kept:]) if kept & 1 else self.head[kept:]
        start = max(lo, self.start)
        return Periodic.canonical(start, head, self.period, self.tail)

    def meet(self, other: Periodic) -> Periodic | None:
        """The members of both; None if they may have too many runs to be written out."""
        if self is other:
            return self
        if other.is_ray:
            return self.starting(other.start)
        if self.is_ray:
            return other.starting(self.start)
        start, period = max(self.start, other.start), lcm(self.period, other.period)
        if not self._fits(other, 1, start):
            return None
        head = self._common(other, 1, start)
        end = start + period
        if self._fits(other, start, end):
            return Periodic.from_walk(start, head, period, self._common(other, start, end))
        tail = cross(self.period, self.tail, other.period, other.tail)
        return None if tail is None else Periodic.canonical(start, head, period, tail)

    def _fits(self, other: Periodic, lo: int, hi: int) -> bool:
        """Whether the meet has few runs, or no more than its sides.

        A run meets no more runs than it has members.
        """
        (mine, members), (theirs, others) = self._extent(lo, hi), other._extent(lo, hi)
        met = min(mine + min(theirs, members), theirs + min(mine, others))
        return met <= max(RUN_CAP, sum(map(len, (self.head, self.tail, other.head, other.tail))))

    def _extent(self, lo: int, hi: int) -> tuple[int, int]:
        """The runs and the members from ``lo`` to ``hi``, or somewhat more."""
        listed, members = (len(self.head) // 2, count(self.head)) if lo < self.start else (0, 0)
        length = hi - max(lo, self.start)
        if length <= 0 or not self.tail:
            return listed, members
        periods = -(-length // self.period)
        repeated = 1 if self.period == 1 else len(self.tail) // 2 * periods
        return listed + repeated, members + count(self.tail) * periods

    def _common(self, other: Periodic, lo: int, hi: int) -> Edges:
        """The edges of the meet from ``lo`` to ``hi``: each side jumps to the other's next run."""
        edges: list[int] = []
        x = lo
        while x < hi:
            mine = self.run(x, hi)
            theirs = other.run(mine[0], hi) if mine else None
            if not mine or not theirs or theirs[0] >= hi:
                break
            x, end = theirs[0], min(mine[1], theirs[1], hi)
            if x < end:
                edges += (x, end)
                x = end
        return merged(edges)


NOTHING: Final = Periodic(1, (), 1, ())
EVERYTHING: Final = Periodic(1, (), 1, (0, 1))
