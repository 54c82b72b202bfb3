"""Positions: from an offset in a text to its line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from netlint.core.finding import Place, Span

_BREAK = re.compile(r"\r\n?|\n")


class Lines:
    """The lines of a text, counted when the first place is asked for.

    Only ``\\n``, ``\\r\\n`` and ``\\r`` end a line, as in YAML 1.2; a parser of YAML 1.1 counts
    NEL, LS and PS too, so that its own line and column are of no use.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _BREAK.finditer(self._text))]

    def place(self, index: int) -> Place:
        line = bisect_right(self._starts, index)
        return Place(line, index - self._starts[line - 1] + 1)

    def span(self, start: int, stop: int) -> Span:
        return Span(self.place(start), self.place(stop))
