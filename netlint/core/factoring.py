"""Factoring: a Size of several symbols as a product of one factor a symbol, and as a text."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import NamedTuple

from netlint.core.atoms import Atom
from netlint.core.rational import Rational
from netlint.core.size import Int, Monomial, Size, Terms


class Power(NamedTuple):
    """``factor * base ** exponent + rest``."""

    factor: Rational
    base: Size
    exponent: int
    rest: Rational


class Product(NamedTuple):
    """``factor * f(H) * g(W) + rest``."""

    factor: Rational
    factors: dict[str, Size]
    rest: Rational


def product_of(size: Size) -> Product | None:
    """The size as a product over its symbols, if that is what it is up to a constant."""
    if any(not isinstance(atom, Atom) for monomial, _ in size.terms for atom in monomial):
        return None
    symbols = sorted(size.symbols)
    if len(symbols) < 2:
        return None
    return _product(size, symbols, {m: _by_symbol(m, symbols) for m, _ in size.terms})


def product_of_atoms(size: Size) -> Product | None:
    """The size of one symbol as a product of two or more of its functions, up to a constant."""
    atoms = sorted({a for m, _ in size.terms for a in m}, key=lambda a: a.serial)
    if len(atoms) < 2 or not all(isinstance(a, Atom) for a in atoms):
        return None
    parts = {m: tuple(tuple(a for a in m if a is b) for b in atoms) for m, _ in size.terms}
    return _product(size, [str(a.serial) for a in atoms], parts)


def _product(
    size: Size, symbols: list[str], parts: dict[Monomial, tuple[Monomial, ...]]
) -> Product | None:
    pivot = next((m for m, _ in size.terms if all(parts[m])), None)
    if pivot is None:
        return None
    scale = dict(size.terms)[pivot]
    factors: dict[str, Size] = {}
    for i, symbol in enumerate(symbols):
        others = _without(parts[pivot], i)
        terms: Terms = {
            parts[m][i]: Fraction(f) / scale
            for m, f in size.terms
            if _without(parts[m], i) == others
        }
        factor = size.ledger.size(terms)
        assert isinstance(factor, Size)
        factors[symbol] = factor
    whole: Int = prod(factors.values(), start=size.ledger.size({(): 1}))
    assert isinstance(whole, Size)
    rest = _difference(dict(size.terms), {m: f * scale for m, f in whole.terms})
    return None if rest is None else Product(scale, factors, rest)


def power_of(size: Size) -> Power | None:
    """The size as a power of one linear function of one atom, if it is one up to a constant."""
    monomial, scale = size.terms[0]
    degree = len(monomial)
    atoms = {a for m, _ in size.terms for a in m}
    if degree < 2 or len(atoms) != 1:
        return None
    atom = monomial[0]
    next_factor = dict(size.terms).get(monomial[1:], 0)
    base = size.ledger.size({(atom,): 1, (): Fraction(next_factor) / (scale * degree)})
    assert isinstance(base, Size)
    power: Int = prod([base] * degree)
    assert isinstance(power, Size)
    rest = _difference(dict(size.terms), {m: f * scale for m, f in power.terms})
    return None if rest is None else Power(scale, base, degree, rest)


def _by_symbol(monomial: Monomial, symbols: list[str]) -> tuple[Monomial, ...]:
    return tuple(tuple(a for a in monomial if s in a.symbols) for s in symbols)


def _without(parts: tuple[Monomial, ...], i: int) -> tuple[Monomial, ...]:
    return parts[:i] + parts[i + 1 :]


def _difference(left: Terms, right: Terms) -> Rational | None:
    """``left - right`` if that is a constant."""
    rest = {m: left.get(m, 0) - right.get(m, 0) for m in left.keys() | right.keys()}
    constant = rest.pop((), 0)
    return constant if not any(rest.values()) else None


def text(size: Size) -> str:
    """Ints, symbols, ``+ - * /``, parentheses, ``floor``, ``min`` and ``max``."""
    linear = size.linear() if len(size.terms) <= 2 and size.terms[0][1] == 1 else None
    if linear:
        symbol, quasi = linear
        return quasi.text(symbol)
    power = power_of(size)
    if power and len(power.base.terms) > 1:
        words = [_group(text(power.base))] * power.exponent
        return _times(power.factor, words) + _signed(power.rest)
    product = product_of(size)
    if product and any(len(f.terms) > 1 for f in product.factors.values()):
        words = [_group(text(f)) for f in product.factors.values()]
        return _times(product.factor, words) + _signed(product.rest)
    written = "".join(_term(m, f) for m, f in size.terms)
    return written.removeprefix("+")


def _term(monomial: Monomial, factor: Rational) -> str:
    if not monomial:
        return _signed(factor)
    over, under = Fraction(factor).as_integer_ratio()
    words = [_group(atom.text()) for atom in monomial]
    if abs(over) != 1:
        words.insert(0, str(abs(over)))
    tail = f"/{under}" if under > 1 else ""
    return ("-" if over < 0 else "+") + "*".join(words) + tail


def _times(factor: Rational, words: list[str]) -> str:
    return "*".join(words if factor == 1 else [str(factor), *words])


def _signed(number: Rational) -> str:
    if not number:
        return ""
    return f"+{number}" if number > 0 else str(number)


def _group(words: str) -> str:
    """The text in parentheses where a ``+`` or ``-`` stands outside of any."""
    depth = 0
    for letter in words:
        depth += (letter == "(") - (letter == ")")
        if letter in "+-" and depth == 0:
            return f"({words})"
    return words
