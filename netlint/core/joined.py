"""Joined: the smaller, the larger or the sum of two functions of one size."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from netlint.core.quasi import Quasi

Op = Literal["min", "max", "sum"]

EVERYWHERE: Final = -(1 << 1024)
"""What ``least`` answers when every int will do: an int below all that a net can mean."""


class Law(NamedTuple):
    """``f(w + period) = f(w) + rise`` for every w >= start (None: for every int)."""

    period: int
    rise: int
    start: int | None


class Bounds(NamedTuple):
    """The lowest and the highest value over all ints (None: there is none)."""

    low: int | None
    high: int | None


HEAVY: Final = 64
"""The weight from which evaluating is cheaper than undoing branch by branch."""

SPOKEN: Final = 1 << 10
"""The weight of the longest function that is put in words."""


class Joined:
    """What two nondecreasing functions make together is nondecreasing, and has a period, too.

    Crop to the smaller, pad to the larger and concat along the axis are not chains of steps: a
    chain starts from such a join as it starts from the size itself. Functions share their parts,
    so written out they may be exponentially long: what walks over parts must not visit one twice.
    """

    __slots__ = (
        "_bounds",
        "_hash",
        "_key",
        "_last",
        "_law",
        "first",
        "has_sum",
        "op",
        "second",
        "weight",
    )

    def __init__(self, op: Op, f: Quasi, g: Quasi) -> None:
        self.op: Op = op
        # Either order means the same function, so one of them stands for both.
        self.first, self.second = (f, g) if f.key <= g.key else (g, f)
        self.weight = f.weight + g.weight
        self.has_sum: bool = op == "sum" or any(h.base and h.base.has_sum for h in (f, g))
        self._last: tuple[int, int] | None = None
        self._law: Law | None = None
        self._bounds: Bounds | None = None
        self._hash: int | None = None
        self._key: tuple[object, ...] | None = None

    def __call__(self, w: int) -> int:
        last = self._last
        if last and last[0] == w:
            return last[1]
        x, y = self.first(w), self.second(w)
        value = x + y if self.op == "sum" else min(x, y) if self.op == "min" else max(x, y)
        self._last = w, value
        return value

    def least(self, y: int) -> int | None:
        """The least w with f(w) >= y; EVERYWHERE if all do, None if none does."""
        if self.op == "sum" or self.weight > HEAVY:
            return self._search(y)
        found = [w for w in (self.first.least(y), self.second.least(y)) if w is not None]
        if self.op == "min":
            return max(found) if len(found) == 2 else None
        return min(found, default=None)

    def _search(self, y: int) -> int | None:
        low, high = self.bounds
        if low is not None and low >= y:
            return EVERYWHERE
        if high is not None and high < y:
            return None
        period, rise, start = self.law
        anchor = start or 0
        missing = y - self(anchor)
        if rise and (start is None or missing > 0):
            # The periods before do not reach y, and in the one that does, the slope says where.
            whole, part = divmod(missing - 1, rise)
            guess = anchor + whole * period + part * period // rise
            return self._gallop(y, guess, period // rise + 1)
        return self._gallop(y, anchor, 1)

    def _gallop(self, y: int, guess: int, stride: int) -> int:
        """The least w with f(w) >= y: out from the guess in growing strides, then by halves."""
        below = above = guess
        while self(below) >= y:
            above, below, stride = below, below - stride, 2 * stride
        while self(above) < y:
            below, above, stride = above, above + stride, 2 * stride
        while above - below > 1:
            middle = (below + above) // 2
            if self(middle) < y:
                below = middle
            else:
                above = middle
        return above

    @property
    def law(self) -> Law:
        """The period law over the common period; a min or max obeys it once one side has won."""
        if self._law is None:
            self._law = self._find_law()
        return self._law

    def _find_law(self) -> Law:
        f, g = self.first, self.second
        period = lcm(f.period, g.period)
        climbs = f.rise * (period // f.period), g.rise * (period // g.period)
        start = max((s for s in (f.start, g.start) if s is not None), default=None)
        if self.op == "sum":
            return Law(period, sum(climbs), start)
        if climbs[0] != climbs[1]:
            # Over one period f - g strays by less than both climbs together, then it drifts by
            # their difference each period.
            anchor = 1 if start is None else start
            ahead = abs(f(anchor) - g(anchor)) + sum(climbs)
            start = anchor + period * (ahead // abs(climbs[0] - climbs[1]) + 1)
        return Law(period, min(climbs) if self.op == "min" else max(climbs), start)

    @property
    def bounds(self) -> Bounds:
        """The values that are never passed downwards and upwards."""
        if self._bounds is None:
            self._bounds = self._find_bounds()
        return self._bounds

    def _find_bounds(self) -> Bounds:
        (f_low, f_high), (g_low, g_high) = self.first.bounds, self.second.bounds
        if self.op == "sum":
            return Bounds(_add(f_low, g_low), _add(f_high, g_high))
        lows = [x for x in (f_low, g_low) if x is not None]
        highs = [x for x in (f_high, g_high) if x is not None]
        if self.op == "min":
            return Bounds(min(lows) if len(lows) == 2 else None, min(highs, default=None))
        return Bounds(max(lows, default=None), max(highs) if len(highs) == 2 else None)

    @property
    def key(self) -> tuple[object, ...]:
        """What functions are ordered by: short chains first."""
        if self._key is None:
            self._key = (self.op, self.first.key, self.second.key)
        return self._key

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Joined):
            return NotImplemented
        if hash(self) != hash(other):
            return False
        equal = (self.op, self.first, self.second) == (other.op, other.first, other.second)
        if equal:
            self.first, self.second = other.first, other.second
        return equal

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.op, self.first, self.second))
        return self._hash

    def text(self, symbol: str) -> str:
        """The join in words of the symbol: ``min(H, floor(H/2))``."""
        if self.weight > SPOKEN:
            return "..."
        one, other = self.first.text(symbol), self.second.text(symbol)
        return f"{one}+{other}" if self.op == "sum" else f"{self.op}({one}, {other})"


def _add(x: int | None, y: int | None) -> int | None:
    return None if x is None or y is None else x + y
