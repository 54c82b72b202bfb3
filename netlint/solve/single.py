"""Single: the set of sizes of one symbol that a condition leaves."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm

from netlint.core.atoms import Atom
from netlint.core.conditions import AtLeast, Condition, Divides, Equal, Within
from netlint.core.factoring import power_of, product_of_atoms
from netlint.core.quasi import Quasi
from netlint.core.size import Int, Size
from netlint.core.sizeset import NotExpanded, SizeSet

MOST_TRIED = 65_536


def leaves(condition: Condition, symbol: str) -> SizeSet | None:
    """The sizes of the symbol that the condition accepts; None where it is not solved."""
    try:
        match condition:
            case AtLeast(size, least):
                return _between(size, least, None, symbol)
            case Within(size, least, most):
                return _between(size, least, most, symbol)
            case Divides(divisor, size):
                return _divisible(divisor, size, symbol)
            case Equal(left, right):
                return _equal(left, right, symbol)
    except NotExpanded:
        return None


def _between(size: Int, least: int, most: int | None, symbol: str) -> SizeSet | None:
    if isinstance(size, int):
        fits = least <= size and (most is None or size <= most)
        return SizeSet.every() if fits else SizeSet.none()
    linear = size.linear()
    if linear:
        return SizeSet.between(linear[1], least, most)
    share = denominator(size)
    sides = _two_sides(size * share)
    if sides is None:
        return _monotone(size, least, most, symbol)
    left, right = sides
    above = SizeSet.at_most(right.then(1, least * share), left)
    return above if most is None else above & SizeSet.at_most(left, right.then(1, most * share))


def denominator(size: Size) -> int:
    """What makes every coefficient whole."""
    return lcm(*(Fraction(f).denominator for _, f in size.terms))


def _two_sides(size: Int) -> tuple[Quasi, Quasi] | None:
    """A sum of one symbol's functions as ``left - right``, both nondecreasing."""
    assert isinstance(size, Size)
    plus = _quasi(size.ledger.size({m: f for m, f in size.terms if f > 0}))
    minus = _quasi(size.ledger.size({m: -f for m, f in size.terms if f < 0}))
    return (plus, minus) if plus is not None and minus is not None else None


def _quasi(size: Int) -> Quasi | None:
    if isinstance(size, int):
        return Quasi().then(0, size)
    linear = size.linear()
    return linear[1] if linear else None


def _equal(left: Int, right: Int, symbol: str) -> SizeSet | None:
    one, two = _quasi(left), _quasi(right)
    if one is not None and two is not None:
        return SizeSet.equal(one, two)
    rest = left - right
    if isinstance(rest, int):
        return SizeSet.every() if rest == 0 else SizeSet.none()
    whole = rest * denominator(rest)
    assert isinstance(whole, Size)
    split = _two_sides(whole)
    if split:
        return SizeSet.equal(*split)
    return _monotone(whole, 0, 0, symbol)


def _monotone(size: Size, least: int, most: int | None, symbol: str) -> SizeSet | None:
    """The interval of a polynomial that grows: products of one symbol's nondecreasing functions."""
    start = grows_from(size)
    if start is None:
        other = -size
        if most is None or not isinstance(other, Size) or grows_from(other) is None:
            return None
        return _monotone(other, -most, -least, symbol)
    if start > MOST_TRIED:
        return None

    def at(w: int) -> int:
        return size.at({symbol: w})

    few = SizeSet.of(
        w for w in range(1, start) if least <= at(w) and (most is None or at(w) <= most)
    )
    low = _first(at, least, start)
    if low is None:
        return few
    high = _first(at, most + 1, start) if most is not None else None
    if high is not None and high <= low:
        return few
    return few | SizeSet.interval(low, None if high is None else high - 1)


def grows_from(size: Size) -> int | None:
    """A size from which on the polynomial never falls: where its factors are no longer negative."""
    power = power_of(size)
    if power is not None and power.factor > 0:
        return _not_negative([power.base])
    product = product_of_atoms(size)
    if product is not None and product.factor > 0:
        return _not_negative(list(product.factors.values()))
    if all(f > 0 for m, f in size.terms if m):
        return _not_negative([size.ledger.size({(a,): 1}) for m, _ in size.terms for a in m])
    return None


def _not_negative(factors: list[Int]) -> int | None:
    start = 1
    for factor in factors:
        linear = factor.linear() if isinstance(factor, Size) else None
        if linear is None:
            return None
        start = max(start, linear[1].least(0) or 1)
    return start


def _first(at: Callable[[int], int], wanted: int, start: int) -> int | None:
    """The first size from ``start`` on at which a growing function reaches ``wanted``."""
    step = 1
    while at(start + step) < wanted:
        step *= 2
        if step > 1 << 80:
            return None
    low, high = start, start + step
    while low < high:
        middle = (low + high) // 2
        if at(middle) >= wanted:
            high = middle
        else:
            low = middle + 1
    return low


def _divisible(divisor: Int, size: Int, symbol: str) -> SizeSet | None:
    if not isinstance(divisor, int):
        return None
    if isinstance(size, int):
        return SizeSet.every() if divisor and size % divisor == 0 else SizeSet.none()
    share = denominator(size)
    linear = size.linear()
    if linear and share == 1:
        return SizeSet.multiples(divisor).pull(linear[1])
    return _residues(divisor, size, share, symbol)


def _residues(divisor: int, size: Size, share: int, symbol: str) -> SizeSet | None:
    """The periodic set of a polynomial's multiples: its atoms repeat modulo the divisor."""
    modulus = divisor * share
    period = 1
    for monomial, _ in size.terms:
        for atom in monomial:
            if not isinstance(atom, Atom) or atom.quasi.start is not None:
                return None
            rise = atom.quasi.rise
            period = lcm(period, atom.quasi.period * (modulus // gcd(rise, modulus)))
    if period > MOST_TRIED:
        return None
    whole = size * share
    assert isinstance(whole, Size)
    return SizeSet.residues(
        period, (w % period for w in range(1, period + 1) if whole.at({symbol: w}) % modulus == 0)
    )
