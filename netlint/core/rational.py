"""Rational: exact numbers, ints as long as they are whole."""

from __future__ import annotations

from fractions import Fraction

Rational = int | Fraction


def whole(number: Rational) -> Rational:
    """The int that a fraction is, if it is one."""
    if type(number) is int or number.denominator != 1:
        return number
    return number.numerator
