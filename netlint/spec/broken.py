"""Broken: where a parser gave up, and what is told of it."""

from __future__ import annotations

import re
from typing import NamedTuple

_WIDTH = 40
_BREAK = re.compile(r"[\r\n]")
_WORD = re.compile(r"[^\s,\[\]{}]+")


class Broken(NamedTuple):
    """What is wrong with a text, from ``start`` up to ``stop``."""

    fact: str
    remedy: str | None
    start: int
    stop: int


class Break(NamedTuple):
    """Where a parser gave up: ``at``, in something that began at ``since``.

    ``last`` is the last thing that it understood; ``opener`` is the innermost bracket that is
    still open; ``words`` are the parser's own.
    """

    text: str
    at: int
    since: int
    last: tuple[int, int]
    opener: int | None
    words: str

    @property
    def char(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def word(self) -> str:
        found = _WORD.match(self.text, self.at)
        return found.group() if found else self.char

    @property
    def line(self) -> int:
        return line_of(self.text, self.at)

    @property
    def line_start(self) -> int:
        return line_start(self.text, self.at)

    @property
    def before(self) -> str:
        """The line up to the break."""
        return self.text[self.line_start : self.at]

    def here(self, fact: str, remedy: str | None = None, width: int = 1) -> Broken:
        return Broken(fact, remedy, self.at, min(self.at + width, len(self.text)))


def shown(text: str, quote: str = '"') -> str:
    """Quote ``text`` for a message: its first line, cut to a readable width."""
    line = _BREAK.split(text, maxsplit=1)[0].rstrip()
    short = line if len(line) <= _WIDTH else f"{line[: _WIDTH - 3]}..."
    return f"{quote}{short}{quote}"


def line_of(text: str, at: int) -> int:
    """Return the number of the line that holds offset ``at``."""
    head = text[:at]
    return 1 + head.count("\n") + head.count("\r") - head.count("\r\n")


def line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_stop(text: str, at: int) -> int:
    found = _BREAK.search(text, at)
    return found.start() if found else len(text)
