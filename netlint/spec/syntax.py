"""Syntax: why a text is no YAML, told in the words of its writer rather than the parser's."""

from __future__ import annotations

import re
from collections.abc import Callable

from yaml.error import MarkedYAMLError, YAMLError

from netlint.spec.brackets import last_open, unclosed
from netlint.spec.broken import Break, Broken, line_of, line_start, line_stop, shown

__all__ = ["Broken", "diagnose", "opener", "second", "shown", "too_deep", "unknown_tag"]

_TAG = re.compile(r"!<[^>\s]*>?|![^\s,\[\]{}]*")
_OPENER = re.compile(r"[\[{]")
_PAIR = re.compile(r"(\w+):(\S+)$")
_HEX = "[0-9a-fA-F]"
_ESCAPE = re.compile(rf"\\(?:x{_HEX}{{0,2}}|u{_HEX}{{0,4}}|U{_HEX}{{0,8}}|.)")


def second(text: str, start: int) -> Broken:
    """Tell of a second document that starts at ``start``."""
    fact = "a second document starts here; a file holds one"
    width = 3 if text.startswith("---", start) else 1
    return Broken(fact, "move it to a file of its own", start, start + width)


def unknown_tag(text: str, start: int) -> Broken:
    """Tell of the first tag after ``start``."""
    found = _TAG.search(text, start)
    at, stop = found.span() if found else (start, start + 1)
    fact = f"{shown(text[at:stop])} is no tag of the YAML 1.2 core schema"
    return Broken(fact, "remove it", at, stop)


def too_deep(error: YAMLError) -> bool:
    """Tell whether libyaml gave up at its own limit of nesting."""
    return isinstance(error, MarkedYAMLError) and "maximum nesting" in (error.problem or "")


def opener(text: str, at: int, n: int) -> int:
    """Return where the n-th bracket after ``at`` opens."""
    for found in _OPENER.finditer(text, at):
        n -= 1
        if n <= 0:
            return found.start()
    return at


def diagnose(text: str, error: YAMLError, brackets: list[int], last: tuple[int, int]) -> Broken:
    """Tell why ``text`` does not parse, with the same words for either parser.

    ``brackets`` are open, and ``last`` is the place of the last value that was understood.
    """
    if not isinstance(error, MarkedYAMLError):
        return Broken("the text is no YAML", None, last[1], min(last[1] + 1, len(text)))
    at = min(error.problem_mark.index if error.problem_mark else last[1], len(text))
    since = error.context_mark.index if error.context_mark else at
    words = f"{error.context or ''}: {error.problem or ''}".lower()
    b = Break(text, at, since, last, brackets[-1] if brackets else None, words)
    tell = next((tell for known, tell in _CASES if known.search(words)), _unknown)
    return tell(b)


def _unknown(b: Break) -> Broken:
    problem = b.words.partition(": ")[2].partition("\n")[0]
    return b.here(problem or "the text is no YAML")


def _second_colon(b: Break) -> Broken:
    if re.search(r":[ \t]", b.before):
        return b.here('a second ":" on one line', "quote the value")
    fact = f"line {b.line} has a key, but the value above it has not ended"
    return b.here(fact, "align it with that line")


def _unspaced_colon(b: Break) -> Broken:
    return b.here('no space after ":"', "add one, or quote the value")


def _no_colon(b: Break) -> Broken:
    stop = line_stop(b.text, b.since)
    line = b.text[b.since : stop].rstrip()
    bracket = last_open(b.text, b.since, stop)
    if bracket is not None:
        return unclosed(b._replace(opener=bracket))
    stop = b.since + len(line)
    if found := _PAIR.match(line):
        remedy = f'write "{found[1]}: {found[2]}"'
        return Broken(f'no space after ":" in {shown(line)}', remedy, b.since, stop)
    fact = f'{shown(line)} stands where a key is due; no ":" follows it'
    return Broken(fact, 'add ":" and a value', b.since, stop)


def _no_token(b: Break) -> Broken:
    if b.char != "\t":
        return b.here(f'no value starts with "{b.char}"', "quote the value")
    if b.before.strip(" "):
        return b.here("a tab stands where only spaces may", "use a space")
    return b.here(f"a tab indents line {b.line}", "use spaces")


def _no_content(b: Break) -> Broken:
    if b.char == ",":
        return b.here('nothing stands before this ","', "remove it")
    return unclosed(b)


def _no_end(b: Break) -> Broken:
    """What follows a value, or a block collection, is no part of it."""
    if b.char in ("]", "}"):
        return b.here(f'"{b.char}" closes nothing', "remove it")
    stop = line_stop(b.text, b.at)
    bracket = last_open(b.text, b.at, stop)
    if bracket is not None:
        return unclosed(b._replace(opener=bracket, at=stop))
    if not b.before.strip(" "):
        return _misplaced_line(b)
    if b.last[0] < b.last[1] <= b.at and b.text[b.last[1] - 1] in "'\"":
        return _after_quote(b)
    return b.here(f"{shown(b.word)} is not expected here", "quote the whole value", len(b.word))


def _misplaced_line(b: Break) -> Broken:
    indent = len(b.before)
    if indent != b.since - line_start(b.text, b.since):
        fact = f"line {b.line} is indented by {indent}, unlike the lines around it"
        return b.here(fact, "align it")
    if "block collection" in b.words:
        return b.here(f"line {b.line} stands among list items without a dash", 'add "- "')
    if b.word == "-":
        return b.here(f"line {b.line} is a list item among keys", "give the list a key")
    return b.here(f"{shown(b.word)} is not expected here", width=len(b.word))


def _after_quote(b: Break) -> Broken:
    start, stop = b.last
    first, line = line_of(b.text, start), line_of(b.text, stop)
    if first < line:
        fact = f"the quote of line {first} ends in line {line}"
        return Broken(fact, f"close it in line {first}", start, start + 1)
    remedy = "quote the whole value"
    if stop == b.at:
        inner = "''" if b.text[stop - 1] == "'" else '\\"'
        remedy = f"write {inner} for a quote inside quotes"
    return b.here(f"{shown(b.word, '')} follows a closing quote", remedy, len(b.word))


def _after_document(b: Break) -> Broken:
    if re.search(r"^\.\.\.", b.text[b.last[1] : b.at], re.MULTILINE):
        return second(b.text, b.at)
    return _no_end(b)


def _item(b: Break) -> Broken:
    if b.opener is not None:
        return unclosed(b)
    return b.here("a list starts on the line of its key", 'start a new line before "-"')


def _key(b: Break) -> Broken:
    return b.here('"?" starts a key where none is due', "quote the value")


def _no_quote(b: Break) -> Broken:
    quote = b.text[b.since : b.since + 1]
    fact = f"the quote in line {line_of(b.text, b.since)} is never closed"
    return Broken(fact, f"close it with {quote}", b.since, b.since + 1)


def _escape(b: Break) -> Broken:
    at = b.text.rfind("\\", 0, b.at + 1)
    found = _ESCAPE.match(b.text, at)
    if found is None:
        return _no_quote(b)
    remedy = 'write "\\\\" for a backslash'
    return Broken(f'"{found.group()}" is no escape', remedy, *found.span())


def _name(b: Break) -> Broken:
    char = b.text[b.since : b.since + 1]
    what = "an anchor" if char == "&" else "an alias"
    fact = f'"{char}" starts {what} and no name follows'
    return Broken(fact, "quote the value", b.since, b.since + 1)


def _block_text(b: Break) -> Broken:
    fact = f'"{b.text[b.since]}" starts a text that begins on the next line'
    return Broken(fact, "quote the value", b.since, b.since + 1)


def _tag(b: Break) -> Broken:
    return unknown_tag(b.text, b.since)


def _directive(b: Break) -> Broken:
    start = line_start(b.text, b.since)
    line = b.text[start : line_stop(b.text, start)].rstrip()
    return Broken(f"{shown(line)} is no directive of YAML", "remove it", start, start + len(line))


_CASES: tuple[tuple[re.Pattern[str], Callable[[Break], Broken]], ...] = tuple(
    (re.compile(words), tell)
    for words, tell in (
        (r"mapping values are not allowed", _second_colon),
        (r"unexpected ':'", _unspaced_colon),
        (r"expected ':'", _no_colon),
        (r"cannot start any token|tab character", _no_token),
        (r"flow (sequence|mapping): ", unclosed),
        (r"node content", _no_content),
        (r"block (collection|mapping): ", _no_end),
        (r"sequence entries are not allowed", _item),
        (r"mapping keys are not allowed", _key),
        (r"unexpected end of stream|document (separator|indicator)", _no_quote),
        (r"escape|hexa?decimal", _escape),
        (r"document start", _after_document),
        (r"directive|incompatible yaml", _directive),
        (r"alphabetic or numeric", _name),
        (r"block scalar", _block_text),
        (r"tag", _tag),
    )
)
