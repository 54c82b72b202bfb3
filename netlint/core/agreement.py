"""Agreement: where two functions of a size are equal, and where a function meets a set."""

from __future__ import annotations

from collections.abc import Callable
from math import gcd, lcm
from operator import eq, le
from typing import Final

from netlint.core.edges import Edges, merged
from netlint.core.errors import NetlintError
from netlint.core.periodic import EVERYTHING, Periodic
from netlint.core.quasi import Quasi

Relation = Callable[[int, int], bool]

LOOKS: Final = 1 << 13
"""The breakpoints that are looked at before a set counts as too fine to write out."""

WORK: Final = 1 << 18
"""The steps of functions that may be spent on it (a tenth of a second, about)."""

SEARCH: Final = 32
"""The evaluations that undoing a sum takes, where a chain takes one."""


class NotExpanded(NetlintError):
    """A set whose members have too many runs to be written out."""

    def __init__(self, period: int) -> None:
        super().__init__("the set of sizes has too many runs to be written out")
        self.period = period


def agree(f: Quasi, g: Quasi) -> Periodic:
    """The sizes w with f(w) = g(w)."""
    if f == g:
        return EVERYTHING
    for part, whole in ((f, g), (g, f)):
        join = whole.base
        if join and not whole.steps and join.op != "sum" and part in (join.first, join.second):
            # min(p, q) = p says no more than p <= q, which is told without a look at the min.
            rest = join.second if part == join.first else join.first
            return at_most(part, rest) if join.op == "min" else at_most(rest, part)
    return _related(f, g, eq)


def at_most(f: Quasi, g: Quasi) -> Periodic:
    """The sizes w with f(w) <= g(w)."""
    return _related(f, g, le)


def _related(f: Quasi, g: Quasi, relation: Relation) -> Periodic:
    period = lcm(f.period, g.period)
    climb, other = f.rise * (period // f.period), g.rise * (period // g.period)
    start = max(1, f.start or 1, g.start or 1)
    head = _walk(f, g, 1, start, relation)
    if climb == other:
        # f - g is periodic: one period tells all.
        tail = _walk(f, g, start, start + period, relation)
        return Periodic.from_walk(start, head, period, tail)
    reach, drift = max(climb, other), climb - other

    def leap(gap: int) -> int:
        """How far the functions stay apart: a gap strays by ``reach``, and drifts each period."""
        return period * max(0, (abs(gap) - reach - 1) // abs(drift) + 1)

    stop = start + period * ((abs(f(start) - g(start)) + reach) // abs(drift) + 1)
    tail = _walk(f, g, start, stop, relation, leap)
    return Periodic.canonical(stop, merged((*head, *tail)), 1, (0, 1) if relation(drift, 0) else ())


def _walk(
    f: Quasi,
    g: Quasi,
    lo: int,
    hi: int,
    relation: Relation,
    leap: Callable[[int], int] = lambda gap: 0,
) -> Edges:
    """The edges of {lo <= w < hi: relation holds}, from breakpoint to breakpoint."""
    edges: list[int] = []
    w = lo
    for _ in range(_looks(f, g)):
        if w >= hi:
            return merged(edges)
        x, y = f(w), g(w)
        if relation(x, y):
            ends = f.least(y + 1), g.least(x + 1) if relation is eq else None
            edges.append(w)
        else:
            # Nothing happens until the one behind comes up to where the other is now.
            ends = f.least(y) if x < y else g.least(x), None
        end = min((end for end in ends if end is not None), default=hi)
        w = min(hi, max(end, w + leap(x - y)))
        if relation(x, y):
            edges.append(w)
    raise NotExpanded(lcm(f.period, g.period))


def pull(members: Periodic, f: Quasi) -> Periodic:
    """The sizes w with f(w) in ``members``."""
    period = f.period * (members.period // gcd(f.rise, members.period)) if f.rise else 1
    start = max(1, f.start or 1, f.least(members.start) or 1)
    head = _lift(members, f, 1, start, period)
    return Periodic.from_walk(start, head, period, _lift(members, f, start, start + period, period))


def _lift(members: Periodic, f: Quasi, lo: int, hi: int, period: int) -> Edges:
    """The edges of {lo <= w < hi: f(w) in members}, from run to run."""
    edges: list[int] = []
    beyond = f(hi) + 1
    w = lo
    for _ in range(_looks(f)):
        x = f(w)
        run = members.run(x, beyond) if w < hi else None
        begin = w if run and run[0] <= x else f.least(run[0]) if run else None
        if run is None or begin is None or begin >= hi:
            return merged(edges)
        end = f.least(run[1])
        w = hi if end is None else min(end, hi)
        edges += (begin, w)
    raise NotExpanded(period)


def _looks(*functions: Quasi) -> int:
    weight = sum(f.weight for f in functions)
    has_sum = any(f.base and f.base.has_sum for f in functions)
    return min(LOOKS, WORK // (weight * SEARCH if has_sum else weight) + 1)
