"""Quasi: a nondecreasing chain of steps ``(m*x + n) // c`` over one size."""

from __future__ import annotations

from math import gcd

from netlint.core.joined import EVERYWHERE, Bounds, Joined, Law

__all__ = ["EVERYWHERE", "Joined", "Quasi", "larger", "smaller", "total"]

Step = tuple[int, int, int]


class Quasi:
    """A size after some layers: exact at every int, nondecreasing, periodic but for a steady rise.

    Steps merge where ``floor((floor(x/a) + n)/b) = floor((x + a*n)/(a*b))`` and affine maps allow
    it, so a chain stays as short as its net allows, and is equal however it was reached.
    """

    __slots__ = ("_hash", "_law", "base", "steps")

    def __init__(self, steps: tuple[Step, ...] = (), base: Joined | None = None) -> None:
        self.steps = steps
        self.base = base
        self._law: Law | None = None
        self._hash: int | None = None

    def then(self, m: int, n: int, c: int = 1) -> Quasi:
        """Self, then ``x -> (m*x + n) // c``."""
        if m < 0 or c < 1:
            raise ValueError(f"step is ({m}*x + {n}) // {c}; it needs m >= 0 and c >= 1")
        steps = self.steps
        while True:
            g = gcd(m, c)
            m, n, c = m // g, n // g, c // g
            if m == 0:
                return Quasi(((0, n, 1),))
            if not steps:
                break
            m0, n0, c0 = steps[-1]
            if c0 == 1:
                m, n = m * m0, m * n0 + n
            elif m == 1:
                m, n, c = m0, n0 + c0 * n, c0 * c
            else:
                break
            steps = steps[:-1]
        if m == c == 1 and n == 0:
            return Quasi(steps, self.base)
        return Quasi((*steps, (m, n, c)), self.base)

    def __call__(self, w: int) -> int:
        """The size that comes out where w goes in."""
        x = w if self.base is None else self.base(w)
        for m, n, c in self.steps:
            x = (m * x + n) // c
        return x

    def least(self, y: int) -> int | None:
        """The least w with f(w) >= y; EVERYWHERE if all do, None if none does."""
        for m, n, c in reversed(self.steps):
            if m == 0:
                return EVERYWHERE if n >= y else None
            y = -((n - c * y) // m)
        return y if self.base is None else self.base.least(y)

    def preimage(self, lo: int, hi: int | None) -> tuple[int, int | None] | None:
        """The interval of all w with lo <= f(w) <= hi; an end of None is no end."""
        first = self.least(lo)
        after = None if hi is None else self.least(hi + 1)
        if first is None or (after is not None and after <= first):
            return None
        return first, None if after is None else after - 1

    @property
    def period(self) -> int:
        """The p of ``f(w + p) = f(w) + rise``."""
        return self.law.period

    @property
    def rise(self) -> int:
        """What one period adds."""
        return self.law.rise

    @property
    def start(self) -> int | None:
        """The size that the period law holds from; None: it holds for every int."""
        return self.law.start

    @property
    def law(self) -> Law:
        """Period, rise and start; a step takes the period by ``c / gcd(m*rise, c)``."""
        if self._law is None:
            period, rise, start = (1, 1, None) if self.base is None else self.base.law
            for m, _, c in self.steps:
                times = c // gcd(m * rise, c)
                period, rise = period * times, m * rise * times // c
            self._law = Law(period, rise, start)
        return self._law

    @property
    def bounds(self) -> Bounds:
        """The values that are never passed downwards and upwards."""
        if self.is_constant:
            return Bounds(self.steps[0][1], self.steps[0][1])
        if self.base is None:
            return Bounds(None, None)
        low, high = self.base.bounds
        return Bounds(self._climb(low), self._climb(high))

    def _climb(self, x: int | None) -> int | None:
        return None if x is None else Quasi(self.steps)(x)

    @property
    def is_constant(self) -> bool:
        """Whether the size of the input does not matter."""
        return bool(self.steps) and self.steps[0][0] == 0

    @property
    def weight(self) -> int:
        """The steps that it takes to evaluate."""
        return 1 + len(self.steps) + (0 if self.base is None else self.base.weight)

    @property
    def key(self) -> tuple[object, ...]:
        """What functions are ordered by: short chains first."""
        return len(self.steps), self.steps, () if self.base is None else self.base.key

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Quasi):
            return NotImplemented
        return self.steps == other.steps and self.base == other.base

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.steps, self.base))
        return self._hash

    def __repr__(self) -> str:
        return f"Quasi({self.text('w')})"

    def text(self, symbol: str) -> str:
        """The function in words of the symbol: ``2*floor(H/2)+1``."""
        if self.is_constant:
            return str(self.steps[0][1])
        words = symbol if self.base is None else self.base.text(symbol)
        is_sum = self.base is not None and self.base.op == "sum"
        for m, n, c in self.steps:
            if is_sum and (m > 1 or (n == 0 and c > 1)):
                words = f"({words})"
            words = (f"{m}*{words}" if m > 1 else words) + (f"{n:+d}" if n else "")
            if c > 1:
                words = f"floor(({words})/{c})" if n else f"floor({words}/{c})"
            is_sum = False
        return words


def smaller(f: Quasi, g: Quasi) -> Quasi:
    """``min(f(w), g(w))``."""
    sides = _ranked(f, g)
    return sides[0] if sides else Quasi((), Joined("min", f, g))


def larger(f: Quasi, g: Quasi) -> Quasi:
    """``max(f(w), g(w))``."""
    sides = _ranked(f, g)
    return sides[1] if sides else Quasi((), Joined("max", f, g))


def total(f: Quasi, g: Quasi) -> Quasi:
    """``f(w) + g(w)``; multiples of one function add up, and constants stand outside."""
    if f.is_constant or g.is_constant:
        varying, fixed = (g, f) if f.is_constant else (f, g)
        return varying.then(1, fixed(1))
    (one, m, n), (other, p, q) = _linear(f), _linear(g)
    if one == other:
        return one.then(m + p, n + q)
    return Quasi((), Joined("sum", one.then(m, 0), other.then(p, 0))).then(1, n + q)


def _ranked(f: Quasi, g: Quasi) -> tuple[Quasi, Quasi] | None:
    """The smaller and the larger function, if they are the same one but for an offset."""
    (one, m, n), (other, p, q) = _linear(f), _linear(g)
    if one != other or m != p:
        last, rest = f.steps[-1:], f.steps[:-1]
        if rest != g.steps[:-1] or f.base != g.base or not last or not g.steps:
            return None
        ((m, n, c),), ((p, q, d),) = last, g.steps[-1:]
        if (m, c) != (p, d):
            return None
    return (f, g) if n <= q else (g, f)


def _linear(f: Quasi) -> tuple[Quasi, int, int]:
    """The g, m, n of ``f = m*g + n``; what a floor passes on whole is part of n."""
    if not f.steps:
        return f, 1, 0
    *rest, (m, n, c) = f.steps
    if c == 1:
        return Quasi(tuple(rest), f.base), m, n
    return Quasi((*rest, (m, n % c, c)), f.base), 1, n // c
