"""Conditions: what layers ask of sizes; an int answers at once, a Size notes it in its ledger."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from netlint.core.errors import InexactError
from netlint.core.record import Record

if TYPE_CHECKING:
    from netlint.core.ledger import Ledger
    from netlint.core.size import Int, Size


class Equal(Record):
    """Both sides are the same number."""

    left: Size
    right: Int


class AtLeast(Record):
    """The size is ``least`` or more."""

    size: Size
    least: int


class Within(Record):
    """The size lies in ``least..most``."""

    size: Size
    least: int
    most: int


class Divides(Record):
    """``size`` is a multiple of ``divisor``."""

    divisor: Int
    size: Int


Condition = Equal | AtLeast | Within | Divides


def equal(left: Int, right: Int) -> bool:
    """Whether two sizes are equal; with a symbol in them: that they have to be."""
    if left is right:
        return True
    if isinstance(left, int):
        if isinstance(right, int):
            return left == right
        left, right = right, left
    left.ledger.conditions.append(Equal(left, right))
    return True


def at_least(size: Int, least: int) -> bool:
    """Whether ``size >= least``."""
    if isinstance(size, int):
        return size >= least
    size.ledger.note_least(size, least)
    return True


def too_small(sizes: tuple[Int, ...], least: int) -> int | None:
    """The place of the first of the sizes that is not ``at_least`` that large; None if all are."""
    for i, size in enumerate(sizes):
        if isinstance(size, int):
            if size < least:
                return i
        elif least not in size.noted:
            size.ledger.note_least(size, least)
    return None


def within(size: Int, least: int, most: int) -> bool:
    """Whether ``least <= size <= most``."""
    if isinstance(size, int):
        return least <= size <= most
    size.ledger.conditions.append(Within(size, least, most))
    return True


def divides(divisor: Int, size: Int) -> bool:
    """Whether ``size`` is a multiple of ``divisor``."""
    if isinstance(size, int):
        if isinstance(divisor, int):
            return size % divisor == 0 if divisor else size == 0
        divisor.ledger.conditions.append(Divides(divisor, size))
        return True
    if isinstance(divisor, int) and all(not f % divisor for _, f in size.terms):
        return True
    size.ledger.conditions.append(Divides(divisor, size))
    return True


def quotient(size: Int, divisor: int) -> Int:
    """``size / divisor`` where nothing is left over; raises InexactError where a rest is."""
    if isinstance(size, int):
        if divisor == 0 or size % divisor:
            raise InexactError(size, divisor)
        return size // divisor
    divides(divisor, size)
    return size * Fraction(1, divisor)


def simpler(left: Int, right: Int) -> Int:
    """The one of two equal sizes that is easier to carry on with."""
    if isinstance(left, int) or isinstance(right, int):
        return left if isinstance(left, int) else right
    return left if _weight(left) <= _weight(right) else right


def broadcast(left: Int, right: Int) -> Int | None:
    """The size of two axes that meet as in NumPy, where only the number 1 stretches; else None."""
    if left is right or (isinstance(right, int) and right == 1):
        return left
    if isinstance(left, int) and left == 1:
        return right
    return simpler(left, right) if equal(left, right) else None


def minimum(left: Int, right: Int) -> Int:
    """The smaller of two sizes."""
    if isinstance(left, int) and isinstance(right, int):
        return min(left, right)
    return _ledger(left, right).extreme("min", left, right)


def maximum(left: Int, right: Int) -> Int:
    """The larger of two sizes."""
    if isinstance(left, int) and isinstance(right, int):
        return max(left, right)
    return _ledger(left, right).extreme("max", left, right)


def _ledger(left: Int, right: Int) -> Ledger:
    if not isinstance(left, int):
        return left.ledger
    assert not isinstance(right, int)
    return right.ledger


def _weight(size: Size) -> tuple[int, int]:
    return len(size.terms), sum(a.weight for m, _ in size.terms for a in m)
