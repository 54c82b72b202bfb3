"""Shares: a size divided by another one, either of which may depend on symbols."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from netlint.core.conditions import divides
from netlint.core.division import divided_by
from netlint.core.size import Int, Size


def share(total: Int, part: Int) -> Int | None:
    """``total / part`` where nothing is left over, else None.

    A polynomial that another one divides as it stands, ``8*H*W`` by ``8*W``, asks for no more than
    whole coefficients, which a condition on single symbols tells.
    """
    if isinstance(part, int):
        return divided_by(total, part) if divides(part, total) else None
    found = divided_by(total, part)
    if found * part is not total:
        return found if divides(part, total) else None
    if isinstance(found, Size):
        under = lcm(*(Fraction(factor).denominator for _, factor in found.terms))
        divides(under, found * under)
    return found
