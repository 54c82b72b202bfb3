"""Display: the source line with a caret under a span, wide characters and all."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from netlint.core.finding import Span

LONGEST = 160


class Excerpt(NamedTuple):
    """A line of the source and the marks below it."""

    number: int
    line: str
    marks: str


def excerpt(lines: list[str], span: Span) -> Excerpt | None:
    """The first line of the span with carets under its part of it."""
    number = span.start.line
    if not 1 <= number <= len(lines):
        return None
    line = lines[number - 1]
    begin = span.start.column - 1
    end = span.end.column - 1 if span.end.line == number else len(line.rstrip())
    cut = max(0, begin - LONGEST // 2)
    shown = _printable(line[cut : cut + LONGEST])
    before = width(_printable(line[cut:begin]))
    marked = max(1, width(_printable(line[begin : min(end, cut + LONGEST)])))
    return Excerpt(number, shown.rstrip(), " " * before + "^" * marked)


def _printable(text: str) -> str:
    """The text with one blank for a tab, and none of what would disturb a terminal."""
    return "".join(" " if c == "\t" else c if c.isprintable() else "\ufffd" for c in text)


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
