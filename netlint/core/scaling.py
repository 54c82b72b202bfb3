"""Scaling: a size times a scale factor, rounded down as frameworks do."""

from __future__ import annotations

from netlint.core.size import Int


def scaled(size: Int, scale: int | float) -> Int:
    """``floor(size * scale)`` in double precision, as PyTorch resizes."""
    if isinstance(size, int):
        return int(size * scale)
    if isinstance(scale, int):
        return size * scale
    over, under = scale.as_integer_ratio()
    if under <= 1 << 20 and abs(over) <= 1 << 30:
        return (size * over) // under
    return size.ledger.opaque(
        ("scale", size, scale),
        (size,),
        lambda n: int(n * scale),
        lambda text: f"floor({scale}*{_group(text)})",
    )


def _group(text: str) -> str:
    return f"({text})" if set(text) & set("+-") else text
