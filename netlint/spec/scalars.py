"""Scalars: what a plain or tagged text means in the core schema of YAML 1.2 (chapter 10.3)."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

INTEGER_LIMIT = 2**63

_CONSTANTS = MappingProxyType(
    {
        **dict.fromkeys(("", "~", "null", "Null", "NULL")),
        **dict.fromkeys(("true", "True", "TRUE"), True),
        **dict.fromkeys(("false", "False", "FALSE"), False),
    }
)
_INT = re.compile(r"(?P<ten>[-+]?[0-9]+)|0o(?P<eight>[0-7]+)|0x(?P<sixteen>[0-9a-fA-F]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BASES = MappingProxyType({"ten": 10, "eight": 8, "sixteen": 16})
_LONGEST = 64


def resolve(text: str) -> object:
    """Return the value of a plain scalar; an integer beyond 2^63 raises OverflowError."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return _int(text)
    if _FLOAT.fullmatch(text) or _SPECIAL.fullmatch(text):
        return _float(text)
    return text


def tagged(tag: str, text: str) -> object:
    """Return the value of a scalar with a core tag; a text that does not fit raises ValueError."""
    read = _READERS.get(tag)
    if read is None:
        raise ValueError(text)
    return read(text)


def name(tag: str) -> str:
    """Return a core tag as one writes it."""
    return tag.replace(_CORE, "!!")


class Plain(dict[str, object]):
    """The plain scalars met so far and their values.

    A spec says few different words very often, so that each is resolved once.
    """

    def __missing__(self, text: str) -> object:
        value = self[text] = resolve(text)
        return value


def _null(text: str) -> None:
    if _CONSTANTS.get(text, text) is not None:
        raise ValueError(text)


def _bool(text: str) -> bool:
    value = _CONSTANTS.get(text)
    if value is None:
        raise ValueError(text)
    return value


def _int(text: str) -> int:
    found = _INT.fullmatch(text)
    if found is None:
        raise ValueError(text)
    base = found.lastgroup or "ten"
    digits = found[base].lstrip("+-").lstrip("0") or "0"
    if len(digits) > _LONGEST or int(digits, _BASES[base]) > INTEGER_LIMIT:
        raise OverflowError(text)
    value = int(digits, _BASES[base])
    return -value if text.startswith("-") else value


def _float(text: str) -> float:
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    if not _FLOAT.fullmatch(text):
        raise ValueError(text)
    return float(text)


_CORE = "tag:yaml.org,2002:"
MAPPING = f"{_CORE}map"
SEQUENCE = f"{_CORE}seq"
_READERS: MappingProxyType[str, Callable[[str], object]] = MappingProxyType(
    {
        f"{_CORE}str": str,
        f"{_CORE}null": _null,
        f"{_CORE}bool": _bool,
        f"{_CORE}int": _int,
        f"{_CORE}float": _float,
    }
)
TAGS = frozenset({MAPPING, SEQUENCE, *_READERS})
"""The tags of the core schema."""
