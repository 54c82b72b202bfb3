"""Pure: PyYAML's own parser, for where libyaml is missing."""

from __future__ import annotations

import re
from typing import NoReturn

from yaml.events import Event as YamlEvent
from yaml.events import ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import DirectiveToken, ScalarToken

from netlint.spec.parsers import Mark

_BREAKS = "\r\n\x85\u2028\u2029"
_ENDS = rf"\0 \t{_BREAKS}"
_WORD = re.compile(rf"(?:[^:{_ENDS}]|:(?![{_ENDS}]))+")
_FLOW_WORD = re.compile(rf"(?:[^:,\[\]{{}}{_ENDS}]|:(?![?,\[\]{{}}{_ENDS}]))+")
_LINE_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_MARKER = re.compile(rf"(?:---|\.\.\.)(?=[{_ENDS}])")
_SURROGATE = re.compile(r"\\(?:u|U0000)[dD][89a-fA-F]")


class PureParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, brought to read what libyaml reads.

    It differs from libyaml in where a tab or a ``?`` may stand, and lets errors of ``int`` and
    ``chr`` escape.
    """

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> YamlEvent:
        try:
            event: YamlEvent = super().get_event()  # type: ignore[no-untyped-call]
        except (ValueError, OverflowError):
            self._refuse("while parsing a quoted scalar", "found invalid Unicode escape code")
        if isinstance(event, ScalarEvent) and event.style == '"' and event.start_mark:
            stop = event.end_mark.index if event.end_mark else None
            if found := _SURROGATE.search(self.buffer, event.start_mark.index, stop or 0):
                self.index = found.start()
                self._refuse("while parsing a quoted scalar", "found invalid Unicode escape code")
        return event

    def scan_to_next_token(self) -> None:
        while True:
            blanks = " \t" if self.flow_level or not self.allow_simple_key else " "
            while self.peek() in blanks:
                self.forward()
            super().scan_to_next_token()
            if self.peek() != "\t" or not (self.flow_level or not self.allow_simple_key):
                return

    def scan_directive(self) -> DirectiveToken:
        start = self.index
        token: DirectiveToken = super().scan_directive()
        known = token.name == "TAG" or (token.name == "YAML" and token.value in ((1, 1), (1, 2)))
        if not known:
            self.index = start
            self._refuse("while scanning a directive", "found unknown directive name")
        return token

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Mark]:
        found: tuple[list[str], int, Mark] = super().scan_block_scalar_indentation()
        self._refuse_tab("while scanning a block scalar")
        return found

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], Mark]:
        found: tuple[list[str], Mark] = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab("while scanning a block scalar")
        return found

    def scan_plain(self) -> ScalarToken:
        """Read a plain scalar as libyaml does: tabs separate words, ``?`` is one of its letters."""
        start = stop = self.get_mark()
        chunks: list[str] = []
        breaks: list[str] = []
        gap = ""
        while self.peek() != "#" and not self._at_marker():
            found = (_FLOW_WORD if self.flow_level else _WORD).match(self.buffer, self.pointer)
            if found:
                chunks += gap, found.group()
                self.forward(len(found.group()))
                stop = self.get_mark()
                breaks = []
            if self.flow_level and self.peek() == ":" and self.peek(1) in ",?[]{}":
                self._refuse("while scanning a plain scalar", "found unexpected ':'")
            if not found or self.peek() not in " \t" + _BREAKS:
                break
            gap, breaks = self._scan_gap()
            if not self.flow_level and self.column <= self.indent:
                break
        if breaks:
            self.allow_simple_key = True
        return ScalarToken("".join(chunks), True, start, stop)

    def _scan_gap(self) -> tuple[str, list[str]]:
        """Pass over blanks and line breaks; return what they fold to, and the breaks."""
        blanks = ""
        breaks: list[str] = []
        while self.peek() in " \t" + _BREAKS:
            if found := _LINE_BREAK.match(self.buffer, self.pointer):
                self.forward(len(found.group()))
                breaks.append(found.group() if found.group() in "\u2028\u2029" else "\n")
                continue
            if breaks and self.column <= self.indent:
                self._refuse_tab("while scanning a plain scalar")
            blanks += self.peek()
            self.forward()
        if not breaks:
            return blanks, breaks
        first, *rest = breaks
        return ("" if first == "\n" else first) + ("".join(rest) or " " * (first == "\n")), breaks

    def _at_marker(self) -> bool:
        return self.column == 0 and _MARKER.match(self.buffer, self.pointer) is not None

    def _refuse_tab(self, context: str) -> None:
        if self.peek() == "\t":
            self._refuse(context, "found a tab character")

    def _refuse(self, context: str, problem: str) -> NoReturn:
        raise ScannerError(context, None, problem, self.get_mark())
