"""SizeSet: an eventually periodic set of sizes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import lcm

from netlint.core.agreement import NotExpanded, agree, at_most, pull
from netlint.core.description import Description, describe
from netlint.core.edges import Edges, count, from_members, runs
from netlint.core.factors import Factors, first, last, narrowed
from netlint.core.periodic import EVERYTHING, NOTHING, Periodic
from netlint.core.quasi import Quasi
from netlint.core.wording import wording

__all__ = ["LISTED", "NotExpanded", "SizeSet"]

LISTED = 1 << 16
"""The residues and exceptions that are listed one by one."""


class SizeSet:
    """A set of sizes, exact whatever its period, and equal to every set with the same members.

    What layers ask of a size is periodic from some size on (one-variable Presburger sets; Ginsburg
    and Spanier 1966), and so is what holds for all of them. Where that has too many runs to write
    out, the conditions stay apart as ``factors``: membership is exact, but a search gives up after
    65,536 jumps, so only where ``is_expanded`` does None, or a true ``bool``, prove anything.
    """

    __slots__ = ("_parts", "_rule")

    def __init__(self, parts: Factors = (EVERYTHING,)) -> None:
        self._parts = parts
        self._rule: Description | None = None

    @classmethod
    def every(cls) -> SizeSet:
        """All sizes."""
        return cls()

    @classmethod
    def none(cls) -> SizeSet:
        """No size."""
        return cls((NOTHING,))

    @classmethod
    def interval(cls, lo: int, hi: int | None = None) -> SizeSet:
        """The sizes from ``lo`` to ``hi``; without ``hi`` to no end."""
        return cls((Periodic.interval(lo, hi),))

    @classmethod
    def multiples(cls, m: int) -> SizeSet:
        """The sizes that ``m`` divides."""
        return cls((Periodic(1, (), m, (0, 1)),))

    @classmethod
    def residues(cls, period: int, residues: Iterable[int]) -> SizeSet:
        """The sizes w with w mod period among the residues."""
        tail = from_members(residue % period for residue in residues)
        return cls((Periodic.canonical(1, (), period, tail),))

    @classmethod
    def of(cls, sizes: Iterable[int]) -> SizeSet:
        """These sizes, as far as they are positive."""
        head = from_members(size for size in sizes if size > 0)
        return cls((Periodic.canonical(head[-1], head, 1, ()),)) if head else cls.none()

    @classmethod
    def common(cls, sets: Iterable[SizeSet]) -> SizeSet:
        """The members of all the sets; that they are large enough is asked once, at the end."""
        parts: Factors = (EVERYTHING,)
        ray = EVERYTHING
        for part in (part for each in sets for part in each._parts):
            if not part.is_ray:
                parts = narrowed(parts, part)
            elif part.start > ray.start:
                ray = part
        return cls(parts if ray is EVERYTHING else narrowed(parts, ray))

    @classmethod
    def equal(cls, f: Quasi, g: Quasi) -> SizeSet:
        """The sizes w with f(w) = g(w); raises NotExpanded where that is too fine."""
        return cls((agree(f, g),))

    @classmethod
    def at_most(cls, f: Quasi, g: Quasi) -> SizeSet:
        """The sizes w with f(w) <= g(w); raises NotExpanded where that is too fine."""
        return cls((at_most(f, g),))

    @classmethod
    def at_least(cls, f: Quasi, n: int) -> SizeSet:
        """The sizes w with f(w) >= n."""
        return cls.between(f, n, None)

    @classmethod
    def between(cls, f: Quasi, lo: int, hi: int | None) -> SizeSet:
        """The sizes w with lo <= f(w) <= hi; without ``hi`` to no end."""
        interval = f.preimage(lo, hi)
        return cls.interval(*interval) if interval else cls.none()

    def pull(self, f: Quasi) -> SizeSet:
        """The sizes w with f(w) in the set; raises NotExpanded where that is too fine."""
        pulled = SizeSet()
        for part in self._parts:
            pulled &= SizeSet((pull(part, f),))
        return pulled

    def __contains__(self, w: int) -> bool:
        return all(w in part for part in self._parts)

    def __bool__(self) -> bool:
        """Whether there may be a member."""
        return all(self._parts)

    def __and__(self, other: SizeSet) -> SizeSet:
        parts = self._parts
        for part in other._parts:
            parts = narrowed(parts, part)
        return self if parts == self._parts else SizeSet(parts)

    def __or__(self, other: SizeSet) -> SizeSet:
        joined: Factors = (EVERYTHING,)
        for mine in self._parts:
            for theirs in other._parts:
                outside = (~mine).meet(~theirs)
                if outside is None:
                    raise NotExpanded(lcm(mine.period, theirs.period))
                joined = narrowed(joined, ~outside)
        return SizeSet(joined)

    def __invert__(self) -> SizeSet:
        if not self.is_expanded:
            raise NotExpanded(lcm(*(part.period for part in self._parts)))
        return SizeSet((~self._parts[0],))

    def __sub__(self, other: SizeSet) -> SizeSet:
        return self & ~other

    def is_subset(self, other: SizeSet) -> bool:
        """Whether all members are members of ``other``; False is sure where both are expanded."""
        return not any(self - SizeSet((part,)) for part in other._parts)

    def __eq__(self, other: object) -> bool:
        return self._parts == other._parts if isinstance(other, SizeSet) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._parts)

    def __repr__(self) -> str:
        return f"SizeSet({self.text('w')})"

    def text(self, symbol: str) -> str:
        """The set in words of the symbol: ``H >= 64 with multiples of 4``."""
        return wording(self._parts, symbol)

    def first(self, start: int = 1) -> int | None:
        """The first member from ``start`` on; None: there is none, or none was found."""
        return first(self._parts, start)

    def last_before(self, w: int) -> int | None:
        """The last member below ``w``; None: there is none, or none was found."""
        return last(self._parts, w - 1)

    def nearest(self, w: int) -> tuple[int | None, int | None]:
        """The last member up to ``w`` and the first from ``w`` on."""
        return last(self._parts, w), first(self._parts, w)

    def within(self, lo: int, hi: int) -> Iterator[int]:
        """The members from ``lo`` to ``hi``, in ascending order."""
        w = lo
        while w <= hi:
            found = first(self._parts, w, hi - w + 1)
            if found is None or found > hi:
                return
            yield found
            w = found + 1

    @property
    def is_expanded(self) -> bool:
        """Whether one period and its residues tell all of it."""
        return len(self._parts) == 1

    @property
    def factors(self) -> tuple[SizeSet, ...]:
        """The conditions that all must hold."""
        return (self,) if self.is_expanded else tuple(SizeSet((part,)) for part in self._parts)

    @property
    def min(self) -> int | None:
        """The size that the rule begins at; ``exceptions`` may lie below it."""
        if self.is_expanded:
            return self.rule.min
        least = max(factor.min or 1 for factor in self.factors)
        return self.first(least) or least

    @property
    def max(self) -> int | None:
        """The size that the rule ends at; None: it has no end."""
        ends = (factor.rule.max for factor in self.factors)
        return min((end for end in ends if end is not None), default=None)

    @property
    def period(self) -> int | None:
        """The period of the residues; of factors the least common one."""
        return self.rule.period if self.is_expanded else lcm(*(p.period for p in self._parts))

    @property
    def members(self) -> tuple[int, ...] | None:
        """The residues; None: not expanded, or more than LISTED."""
        return _list(self.rule.residues) if self.is_expanded else None

    @property
    def residue_count(self) -> int | None:
        """The number of residues, also where they are not listed; None: not expanded."""
        return count(self.rule.residues) if self.is_expanded else None

    @property
    def exceptions(self) -> tuple[int, ...] | None:
        """The sizes whose membership the rule has wrong; None: more than LISTED."""
        if not self.is_expanded:
            return ()
        extra, missing = _list(self.rule.extra), _list(self.rule.missing)
        return None if extra is None or missing is None else tuple(sorted(extra + missing))

    @property
    def rule(self) -> Description:
        """The description of the first factor, which is all of an expanded set."""
        if self._rule is None:
            self._rule = describe(self._parts[0])
        return self._rule


def _list(edges: Edges) -> tuple[int, ...] | None:
    if count(edges) > LISTED:
        return None
    return tuple(w for begin, end in runs(edges) for w in range(begin, end))
