"""Edges: the places where membership of a set changes, in ascending order.

Members are ``e[0] <= w < e[1]``, ``e[2] <= w < e[3]`` and so on. Residues of a period p are edges
between 0 and p.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import gcd
from typing import Final

Edges = tuple[int, ...]

CROSS_CAP: Final = 1 << 12
"""The runs that a product of two residue systems may have (the residues a report lists)."""


def merged(edges: Iterable[int]) -> Edges:
    """Sorted edges without the pairs that cancel: two runs that touch are one run."""
    kept: list[int] = []
    for edge in edges:
        if kept and kept[-1] == edge:
            kept.pop()
        else:
            kept.append(edge)
    return tuple(kept)


def inverted(edges: Edges, lo: int, hi: int) -> Edges:
    """The edges of what is not a member from ``lo`` to ``hi``."""
    return merged((lo, *edges, hi))


def runs(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The half-open runs of members."""
    return zip(edges[::2], edges[1::2], strict=True)


def count(edges: Edges) -> int:
    """The number of members."""
    return sum(edges[1::2]) - sum(edges[::2])


def from_members(members: Iterable[int]) -> Edges:
    """The edges around some sizes."""
    return merged(edge for w in sorted(set(members)) for edge in (w, w + 1))


def turned(start: int, period: int, edges: Edges) -> Edges:
    """The residues of a set that is known from ``start`` to ``start + period``."""
    turn = start - start % period + period
    at = bisect_left(edges, turn)
    below, above = edges[:at], edges[at:]
    if at & 1:
        below, above = (*below, turn), (turn, *above)
    return merged([*(e - turn for e in above), *(e - turn + period for e in below)])


def shortest(period: int, edges: Edges) -> tuple[int, Edges]:
    """The least period that says the same, and its residues.

    Seen as a circle, n runs can only repeat a number of times that divides n: the prime factors of
    the period itself, which may be huge, are never needed.
    """
    if not edges:
        return 1, ()
    if edges == (0, period):
        return 1, (0, 1)
    whole = edges[0] == 0 and edges[-1] == period
    circle = edges[1:-1] if whole else edges
    for p in _primes(len(circle) // 2):
        while len(circle) // 2 % p == 0 and _repeats(circle, period, p):
            period, circle = period // p, circle[: len(circle) // p]
    kept = bisect_left(edges, period)
    return period, edges[:kept] if kept % 2 == 0 else (*edges[:kept], period)


def _repeats(circle: Edges, period: int, times: int) -> bool:
    if period % times:
        return False
    part, shift = len(circle) // times, period // times
    return all(b - a == shift for a, b in zip(circle, circle[part:], strict=False))


def _primes(n: int) -> Iterator[int]:
    """The prime factors of ``n``."""
    p = 2
    while p * p <= n:
        if n % p == 0:
            yield p
            while n % p == 0:
                n //= p
        p += 1
    if n > 1:
        yield n


def piece(stop: int, head: Edges, period: int, tail: Edges) -> tuple[int, bool, bool]:
    """The begin of the sizes below ``stop`` that neither list tells apart, and both answers."""
    i = bisect_left(head, stop)
    residue = (stop - 1) % period
    j = bisect_right(tail, residue)
    begin = max(head[i - 1] if i else 1, 1)
    if period > 1:
        begin = max(begin, stop - 1 - residue + (tail[j - 1] if j else 0))
    return begin, bool(i & 1), bool(j & 1)


def earliest(start: int, head: Edges, period: int, tail: Edges) -> int:
    """The least start from which on the residues already tell the members of the head."""
    while start > 1:
        begin, listed, repeated = piece(start, head, period, tail)
        if listed != repeated:
            break
        start = begin
    return start


def cross(p: int, mine: Edges, q: int, theirs: Edges) -> Edges | None:
    """The residues modulo lcm(p, q) of the members of both (Chinese remainder theorem).

    Runs [a, b) and [c, d) meet once for each difference of their members that gcd(p, q) divides,
    and each time in one run. None if that makes too many.
    """
    if len(mine) * len(theirs) > 4 * CROSS_CAP:
        return None
    shared = gcd(p, q)
    inverse = pow(p // shared, -1, q // shared)
    found: list[tuple[int, int]] = []
    for a, b in runs(mine):
        for c, d in runs(theirs):
            lowest = -((b - 1 - c) // shared) * shared
            if len(found) + (d - a - lowest) // shared > CROSS_CAP:
                return None
            for apart in range(lowest, d - a, shared):
                lo, hi = max(a, c - apart), min(b, d - apart)
                lap = p * (apart // shared * inverse % (q // shared))
                found.append((lap + lo, lap + hi))
    found.sort()
    return merged(edge for run in found for edge in run)
