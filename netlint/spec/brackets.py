"""Brackets: flow collections that break off."""

from __future__ import annotations

import re

from netlint.spec.broken import Break, Broken, line_of, line_start, line_stop, shown

_BRACKET = re.compile(r"[\[\]{}]")
_PARENTHESIS = re.compile(r"[()]")
_CLOSERS = {"[": "]", "{": "}"}
_KINDS = {"[": "sequence", "{": "mapping"}


def unclosed(b: Break) -> Broken:
    """Tell of a flow collection in which an entry ends without a comma or bracket."""
    opener = b.since if b.opener is None else b.opener
    bracket = b.text[opener : opener + 1]
    if bracket not in _CLOSERS:
        return b.here(f"{shown(b.word)} is not expected here", width=len(b.word))
    if cut := _cut_expression(b):
        return cut
    stop = _breaks_off(b.text, opener, b.at)
    if stop == b.at and b.char not in ("", "]", "}"):
        return _unparted(b)
    comment = b.text.find(" #", max(opener, line_start(b.text, stop)), stop)
    written = b.text[opener : stop if comment < 0 else comment].rstrip()
    line, first = line_of(b.text, opener + len(written)), line_of(b.text, opener)
    part = shown(written) if line == first else f'the "{bracket}" of line {first}'
    fact = f"line {line} breaks off in a flow {_KINDS[bracket]}"
    return Broken(fact, f'close {part} with "{_CLOSERS[bracket]}"', opener, opener + 1)


def last_open(text: str, start: int, stop: int) -> int | None:
    """Return the last bracket of a stretch that is not closed in it."""
    openers: list[int] = []
    for found in _BRACKET.finditer(text, start, stop):
        if found.group() in "[{":
            openers.append(found.start())
        elif openers:
            openers.pop()
    return openers[-1] if openers else None


def _unparted(b: Break) -> Broken:
    """An entry goes on where it should have ended."""
    if b.char == ":":
        return b.here('a second ":" in one entry', "quote the value")
    fact = f'no "," stands before {shown(b.word)}'
    return b.here(fact, "add one, or quote the whole value", len(b.word))


def _breaks_off(text: str, opener: int, at: int) -> int:
    """Return where a flow collection ends for want of its bracket, ``at`` at the latest.

    A line that is not indented deeper than the one with the bracket is no part of it.
    """
    start = line_start(text, opener)
    indent = opener - start - len(text[start:opener].lstrip(" "))
    end = stop = line_stop(text, opener)
    while end < at:
        begin = end + (2 if text.startswith("\r\n", end) else 1)
        end = line_stop(text, begin)
        words = text[begin:end].lstrip(" ")
        if not words or words[0] == "#":
            continue
        if end - begin - len(words) <= indent and words[0] not in "]},":
            return stop
        stop = end
    return at


def _cut_expression(b: Break) -> Broken | None:
    """An expression without quotes that has a comma or a bracket."""
    start = b.before.rfind("$(")
    if start < 0 or b.char not in tuple(",[]{}"):
        return None
    start += b.line_start
    stop = _expression_stop(b.text, start, line_stop(b.text, b.at))
    if stop <= b.at:
        return None
    return Broken(f'{shown(b.text[start:stop])} is cut at its "{b.char}"', "quote it", start, stop)


def _expression_stop(text: str, start: int, stop: int) -> int:
    depth = 0
    for found in _PARENTHESIS.finditer(text, start, stop):
        depth += 1 if found.group() == "(" else -1
        if depth == 0:
            return found.end()
    return stop
