"""Scalars: single values as users write them; each check gives the value or raises Misfit."""

from __future__ import annotations

from netlint.layers._misfit import Misfit, meant_boolean, misfit, whole


def count(value: object) -> int:
    """A whole number of 1 or more."""
    number = whole(value)
    if number is None:
        raise misfit(value, "a whole number")
    if number < 1:
        raise Misfit("it must be at least 1")
    return number


FROM_ZERO = "it must be at least 0"


def natural(value: object) -> int:
    """A whole number of 0 or more."""
    number = whole(value)
    if number is None:
        raise misfit(value, "a whole number")
    if number < 0:
        raise Misfit(FROM_ZERO)
    return number


def integer(value: object) -> int:
    """A whole number."""
    number = whole(value)
    if number is None:
        raise misfit(value, "a whole number")
    return number


def flag(value: object) -> bool:
    """``true`` or ``false``."""
    if isinstance(value, bool):
        return value
    meant = meant_boolean(value)
    if meant is not None:
        raise Misfit(
            "it must be true or false, and this is text in YAML 1.2", only=meant, respell=True
        )
    raise Misfit("it must be true or false")


def a_number(value: object) -> float | int:
    """A number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise misfit(value, "a number")
    return value


def positive(value: object) -> float | int:
    """A number above 0."""
    number = a_number(value)
    if not number > 0:
        raise Misfit("it must be above 0")
    return number


def probability(value: object) -> float | int:
    """A number in 0..1."""
    number = a_number(value)
    if not 0 <= number <= 1:
        raise Misfit("it must lie in 0..1")
    return number


def text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise Misfit("it must be a text")
    return value
