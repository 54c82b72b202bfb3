"""Joint: the rectangles of sizes that a condition on several symbols leaves."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from netlint.core.conditions import AtLeast, Condition, Divides, Equal
from netlint.core.factoring import Product, product_of
from netlint.core.quasi import Quasi
from netlint.core.size import Int, Size
from netlint.core.sizeset import NotExpanded, SizeSet

Rectangle = dict[str, SizeSet]
"""For every symbol of a condition the sizes that go together with those of the others."""

MOST_RECTANGLES = 4_096
MOST_FACTORED = 1 << 48


def rectangles(condition: Condition) -> tuple[Rectangle, ...] | None:
    """The union of rectangles that the condition accepts; None where it is not solved."""
    try:
        match condition:
            case Equal(left, right):
                return _equal(left - right)
            case Divides(divisor, size) if isinstance(divisor, int):
                return _divisible(divisor, size)
            case AtLeast(size, least):
                return _at_least(size, least)
    except NotExpanded:
        return None
    return None


def _quasis(product: Product) -> tuple[dict[str, Quasi], int] | None:
    """Each factor as a function with whole values, and what they were multiplied by in all."""
    found: dict[str, Quasi] = {}
    scale = 1
    for symbol, factor in product.factors.items():
        share = lcm(*(Fraction(f).denominator for _, f in factor.terms))
        whole = factor * share
        linear = whole.linear() if isinstance(whole, Size) else None
        if linear is None:
            return None
        found[symbol] = linear[1]
        scale *= share
    return found, scale


def _equal(rest: Int) -> tuple[Rectangle, ...] | None:
    """``factor * f(H) * g(W) + rest = 0``: a rectangle for each way to split the product."""
    product = product_of(rest) if isinstance(rest, Size) else None
    functions = _quasis(product) if product else None
    if product is None or functions is None:
        return None
    quasis, scale = functions
    wanted = Fraction(-product.rest) / product.factor * scale
    if wanted == 0:
        return _zeros(quasis)
    if wanted.denominator != 1 or wanted <= 0:
        return ()
    if wanted > MOST_FACTORED:
        return None
    found: list[Rectangle] = []
    for split in _splits(int(wanted), len(quasis)):
        sets = {
            symbol: SizeSet.between(quasi, part, part)
            for (symbol, quasi), part in zip(quasis.items(), split, strict=True)
        }
        if all(sets.values()):
            found.append(sets)
    return tuple(found)


def _zeros(quasis: dict[str, Quasi]) -> tuple[Rectangle, ...]:
    """A product is 0 where one of its factors is, whatever the others are."""
    free = dict.fromkeys(quasis, SizeSet.every())
    zeros = {symbol: SizeSet.between(quasi, 0, 0) for symbol, quasi in quasis.items()}
    return tuple({**free, symbol: sizes} for symbol, sizes in zeros.items() if sizes)


def _splits(number: int, count: int) -> list[tuple[int, ...]]:
    """The ways to write a number as an ordered product of ``count`` factors."""
    if count == 1:
        return [(number,)]
    return [(d, *rest) for d in divisors(number) for rest in _splits(number // d, count - 1)]


def divisors(number: int) -> list[int]:
    """The divisors of a number in ascending order."""
    small: list[int] = []
    primes: dict[int, int] = {}
    left, p = number, 2
    while p * p <= left:
        while left % p == 0:
            primes[p] = primes.get(p, 0) + 1
            left //= p
        p += 1 if p == 2 else 2
    if left > 1:
        primes[left] = primes.get(left, 0) + 1
    small = [1]
    for prime, power in primes.items():
        small = [d * prime**e for d in small for e in range(power + 1)]
    return sorted(small)


def _divisible(divisor: int, size: Int) -> tuple[Rectangle, ...] | None:
    """``divisor | factor * f(H) * g(W)``: a pair of periodic sets for each share of the divisor."""
    product = product_of(size) if isinstance(size, Size) else None
    functions = _quasis(product) if product else None
    if product is None or functions is None or product.rest:
        return None
    quasis, scale = functions
    ratio = Fraction(product.factor) / scale
    needed = divisor * ratio.denominator
    needed //= gcd(needed, ratio.numerator)
    if needed > MOST_RECTANGLES:
        return None
    return tuple(_shares(needed, list(quasis.items())))


def _shares(needed: int, quasis: list[tuple[str, Quasi]]) -> list[Rectangle]:
    symbol, quasi = quasis[0]
    if len(quasis) == 1:
        return [{symbol: SizeSet.multiples(needed).pull(quasi)}]
    found: list[Rectangle] = []
    for share in divisors(needed):
        residues = [r for r in range(needed) if gcd(r, needed) == share]
        own = SizeSet.residues(needed, residues).pull(quasi)
        if own:
            found += [{symbol: own, **r} for r in _shares(needed // share, quasis[1:])]
    return [r for r in found if all(r.values())]


def _at_least(size: Int, least: int) -> tuple[Rectangle, ...] | None:
    """A product of sizes that are 1 or more is large enough if it is so at 1."""
    product = product_of(size) if isinstance(size, Size) else None
    functions = _quasis(product) if product else None
    if product is None or functions is None or product.factor < 0:
        return None
    quasis, scale = functions
    if Fraction(product.factor) / scale + product.rest < least:
        return None
    return ({symbol: SizeSet.at_least(quasi, 1) for symbol, quasi in quasis.items()},)


def joined(
    left: tuple[Rectangle, ...], right: tuple[Rectangle, ...]
) -> tuple[Rectangle, ...] | None:
    """What two unions of rectangles have in common; None where that is too much to write."""
    found: list[Rectangle] = []
    for one in left:
        for two in right:
            both = {**one, **two}
            for symbol in one.keys() & two.keys():
                both[symbol] = one[symbol] & two[symbol]
            if all(both.values()) and both not in found:
                found.append(both)
            if len(found) > MOST_RECTANGLES:
                return None
    return tuple(found)


def area(rectangle: Rectangle) -> int:
    """How unlike its sides are: 0 for a square one, which is told first."""
    return len(set(rectangle.values())) - 1
