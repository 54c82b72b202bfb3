"""Limits: one size against another one, either of which may depend on a symbol."""

from __future__ import annotations

from netlint.core.conditions import equal, minimum
from netlint.core.size import Int


def at_most(size: Int, limit: Int) -> bool:
    """Whether ``size <= limit``."""
    return equal(minimum(size, limit), size)
