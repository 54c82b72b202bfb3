"""Description: a set of sizes as a rule with few exceptions."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, NamedTuple

from netlint.core.edges import Edges, count, merged, piece, turned
from netlint.core.periodic import Periodic

GUESSES: Final = 32
"""The edges that a finite set may have in a period that is looked for."""

PIECE_CAP: Final = 1 << 12
"""The pieces below the start that are weighed one by one."""


class Description(NamedTuple):
    """min <= w <= max and w mod period among the residues, plus ``extra``, without ``missing``."""

    min: int | None
    max: int | None
    period: int | None
    residues: Edges
    extra: Edges = ()
    missing: Edges = ()


def describe(members: Periodic) -> Description:
    """The rule with the fewest exceptions, and the widest of those."""
    if not members:
        return Description(None, None, None, ())
    return _finite(members) if members.is_finite else _endless(members)


def _finite(members: Periodic) -> Description:
    """Never an exception: where nothing repeats, the whole span is the period."""
    lo, hi = members.head[0], members.head[-1]
    if len(members.head) == 2:
        return Description(lo, hi - 1, 1, (0, 1))
    for i in range(2, min(len(members.head), GUESSES), 2):
        period = members.head[i + 1] - members.head[1]
        if _repeats(members.head, i, period):
            residues = turned(members.head[1], period, members.head[2 : i + 2])
            return Description(lo, hi - 1, period, residues)
    return Description(lo, hi - 1, hi - lo, turned(lo, hi - lo, members.head))


def _repeats(head: Edges, i: int, period: int) -> bool:
    """Whether ``i`` edges on it is the same again; the first and the last run may be cut short."""
    inner = all(b - a == period for a, b in zip(head[1:-1], head[i + 1 : -1], strict=False))
    return inner and head[i] - head[0] <= period and head[-1] - head[-1 - i] <= period


def _endless(members: Periodic) -> Description:
    """From the start downwards, as long as the residues tell more sizes rightly than wrongly."""
    start, head, period, tail = members.start, members.head, members.period, members.tail
    below, wrong, position = count(head), 0, start
    fewest, cut = below, start
    apart: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for _ in range(PIECE_CAP):
        if position == 1 or wrong > fewest:
            break
        begin, listed, repeated = piece(position, head, period, tail)
        below -= (position - begin) * listed
        if listed != repeated:
            wrong += position - begin
            apart[listed].append((begin, position))
        position = begin
        if below + wrong <= fewest:
            fewest, cut = below + wrong, begin
    kept = bisect_left(head, cut)
    under = head[:kept] if kept % 2 == 0 else (*head[:kept], cut)
    extra, missing = (
        merged(edge for run in reversed(apart[listed]) if run[0] >= cut for edge in run)
        for listed in (True, False)
    )
    first = Periodic(cut, (), period, tail).first(cut)
    return Description(first, None, period, tail, merged((*under, *extra)), missing)
