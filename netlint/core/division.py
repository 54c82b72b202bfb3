"""Division: one size by another, where a condition says that nothing is left over."""

from __future__ import annotations

from fractions import Fraction

from netlint.core.size import Int, Size, Terms


def divided_by(size: Int, divisor: Int) -> Int:
    """``size / divisor``, exact; the condition ``divides`` is the caller's."""
    if isinstance(divisor, int):
        if isinstance(size, int):
            return size // divisor
        return size * Fraction(1, divisor)
    if size is divisor:
        return 1
    if isinstance(size, Size):
        exact = _polynomial(size, divisor)
        if exact is not None:
            return exact
    return divisor.ledger.opaque(
        ("/", size, divisor), (size, divisor), lambda a, b: a // b if b else 0, "({})/({})".format
    )


def _polynomial(size: Size, divisor: Size) -> Int | None:
    """The quotient of two polynomials by their leading terms; None if a rest stays."""
    rest: Int = size
    whole: Int = 0
    lead, scale = divisor.terms[0]
    for _ in range(len(size.terms) * len(divisor.terms)):
        if not isinstance(rest, Size):
            break
        monomial, factor = rest.terms[0]
        left = list(monomial)
        for atom in lead:
            if atom not in left:
                return None
            left.remove(atom)
        terms: Terms = {tuple(left): Fraction(factor) / scale}
        part = divisor.ledger.size(terms)
        whole, rest = whole + part, rest - divisor * part
    return whole if isinstance(rest, int) and rest == 0 else None
