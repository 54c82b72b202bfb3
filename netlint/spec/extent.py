"""Extents: where a value stands, as the marks of a parser's event only hint at."""

from __future__ import annotations

import re

_BREAKS = "\r\n\x85\u2028\u2029"
_BLANK = rf"(?:[ \t{_BREAKS}]|#[^{_BREAKS}]*)*"
_GAP = re.compile(_BLANK)
_PROPERTY = re.compile(r"&[^\s,\[\]{}]+|!<[^>\s]*>|![^\s,\[\]{}]*")
_COLON = re.compile(f"{_BLANK}:")
_ITEM = re.compile(rf"{_BLANK}[-,\[{{?]")
_HEADER = re.compile(r"[|>][-+0-9]*")


def bare(text: str, at: int, properties: int) -> int:
    """Return where a node starts that has ``properties`` (an anchor, a tag) in front of it."""
    for _ in range(properties):
        if found := _PROPERTY.match(text, at):
            at = _skip(_GAP, text, found.end())
    return at


def block_end(text: str, start: int, stop: int, value: str) -> int:
    """Return where a block scalar ends: after its last character that is no blank."""
    if not value.strip(f" \t{_BREAKS}"):
        return _skip(_HEADER, text, start)
    return start + len(text[start:stop].rstrip(f" \t{_BREAKS}"))


def after_key(text: str, at: int) -> int:
    """Return the place of a missing value: after its colon, or at ``at``, where the key ends."""
    return _skip(_COLON, text, at)


def after_indicator(text: str, at: int) -> int:
    """Return the place of a missing item: after the dash, comma or bracket that follows ``at``."""
    return _skip(_ITEM, text, at)


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
