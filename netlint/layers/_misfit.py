"""Misfit: a value that does not fit its key, and what it could have meant."""

from __future__ import annotations

import re

_OLD_BOOLEANS = {"yes": True, "on": True, "y": True, "no": False, "off": False, "n": False}
OLD_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?")


class Misfit(ValueError):
    """A value that does not fit its key: what is wanted, and the only value it could mean."""

    def __init__(self, wanted: str, *, only: object = None, respell: bool = False) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.only = only
        self.respell = respell


def at_key(key: str, value: object, misfit: Misfit) -> ValueError:
    """The error of one key that a check of several keys has found."""
    from pydantic_core import InitErrorDetails, ValidationError

    details = InitErrorDetails(type="value_error", loc=(key,), input=value, ctx={"error": misfit})
    return ValidationError.from_exception_data("layer", [details])


def whole(value: object) -> int | None:
    """The int that ``value`` is: an int, or a float without a fraction; never a bool or a text."""
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    return None


def meant_number(value: object) -> int | float | None:
    """The number that a text is in YAML 1.1, or without its quotes."""
    if not isinstance(value, str) or not OLD_NUMBER.fullmatch(value):
        return None
    number = value.replace("_", "")
    return int(number) if re.fullmatch(r"[-+]?[0-9]+", number) else float(number)


def misfit(value: object, wanted: str) -> Misfit:
    """The error for a value of a wrong type, with what an old spelling can only mean."""
    meant = meant_number(value) if "number" in wanted else None
    if meant is not None:
        return Misfit(f"it must be {wanted}, and this is text", only=meant, respell=True)
    return Misfit(f"it must be {wanted}")


def meant_boolean(value: object) -> bool | None:
    """The boolean that a text is in YAML 1.1, as in ``bias: no``."""
    return _OLD_BOOLEANS.get(value.lower()) if isinstance(value, str) else None


def unknown_choice(value: object, words: tuple[str, ...], more: str = "") -> Misfit:
    """The error for a word that is none of ``words``; names the nearest."""
    from netlint.core.words import nearest

    listed = ", ".join(words)
    near = nearest(str(value), words) if isinstance(value, str) else ()
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return Misfit(f"it must be one of {listed}{' ' + more if more else ''}{hint}")
