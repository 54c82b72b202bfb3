"""Source: a spec's text, its value, and where everything stands in it."""

from __future__ import annotations

import re

from netlint.core.errors import SpecError
from netlint.core.fault import Fault
from netlint.core.finding import FILE_START, Path, Span, Spot
from netlint.core.problems import BrokenText, LimitExceeded
from netlint.core.quiet import Quiet
from netlint.spec import limits
from netlint.spec.composer import Composer
from netlint.spec.nodes import Part, bounds, find
from netlint.spec.parsers import events
from netlint.spec.positions import Lines

_BOM = "\ufeff"
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_HEAD = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?[\r\n]++|%[^\r\n]*+|---(?=\s))*+([ \t]*)")
_KEY = re.compile(r"netlint[\"']?\s*:")
_NAME = r"""(?:[&!]\S*[ \t]+)*(?:netlint|"netlint"|'netlint')[ \t]*"""
_IN_FLOW = re.compile(
    r"""(?P<key>(?:"netlint"|'netlint'|(?<![^\s{,])netlint)(?=\s*:))"""
    r"""|(?<![^\s,:\[{])(?:"(?:[^"\\]|\\.)*"|'[^']*')|(?<!\S)\#[^\r\n]*|(?P<open>[\[{])|[\]}]"""
)


class NotText(SpecError):
    """Bytes that are no text."""


def read_text(data: bytes) -> str:
    """Decode UTF-8 and drop a byte order mark; NotText tells where ``data`` is no text."""
    nul = data.find(0)
    if nul >= 0:
        raise NotText(f"is binary: byte {nul} (line {_line(data, nul)}) is NUL")
    try:
        return data.decode().removeprefix(_BOM)
    except UnicodeDecodeError as error:
        at = error.start
        fact = f"byte {at} (line {_line(data, at)}) is 0x{data[at]:02x}"
        raise NotText(f"is not UTF-8: {fact}") from None


def names_netlint(data: bytes | str) -> bool:
    """Tell by a look, without parsing, whether the top-level mapping has the key ``netlint``."""
    if (b"netlint" if isinstance(data, bytes) else "netlint") not in data:  # type: ignore[operator]
        return False
    text = data if isinstance(data, str) else data.decode("utf-8", "replace")
    text = text.removeprefix(_BOM)
    head = _HEAD.match(text)
    if _KEY.search(text) is None or head is None:
        return False
    if text.startswith("{", head.end()):
        return _in_flow(text, head.end())
    start = rf"(?:\A|[\r\n])(?:---)?[ \t]{{{len(head[1])}}}"
    return re.search(rf"{start}(?:{_NAME}:(?=\s|\Z)|\?[ \t]+{_NAME}[\r\n])", text) is not None


def parse(text: str, *, pure: bool = False) -> Document:
    """Read ``text``; what is wrong with it is in the document's faults, nothing is raised.

    ``pure`` takes PyYAML's own parser in place of libyaml, as where libyaml is missing.
    """
    text = text.removeprefix(_BOM)
    lines = Lines(text)
    if 4 * len(text) > limits.TEXT < len(text.encode("utf-8", "replace")):
        problem = LimitExceeded(fact="the text is longer than 32 MiB")
        return Document(text, None, (Fault(problem=problem, span=FILE_START),), lines, None)
    if found := _CONTROL.search(text):
        fact = f"the character U+{ord(found.group()):04X} is not allowed in YAML"
        unread = BrokenText(fact=fact, remedy="remove it")
        fault = Fault(problem=unread, span=lines.span(*found.span()))
        return Document(text, None, (fault,), lines, None)

    with Quiet():
        composer = Composer(text, lines, events(text, pure=pure))
        value, root = composer.compose()
    return Document(text, value, tuple(composer.faults), lines, root)


class Document:
    """A text, the plain Python value it stands for, and the way from a path to a place.

    What an anchor names is one object wherever an alias repeats it: never change ``value``.
    It is None if the text cannot be read. A value at fault (``faults``) is None in its place,
    and of a key written twice the first value counts.
    """

    __slots__ = ("_lines", "_root", "faults", "text", "value")

    def __init__(
        self, text: str, value: object, faults: tuple[Fault, ...], lines: Lines, root: Part | None
    ) -> None:
        self.text = text
        self.value = value
        self.faults = faults
        self._lines = lines
        self._root = root

    def span(self, spot: Spot) -> Span:
        """Return where the value at a path stands, or its key, or the nearest that exists."""
        if self._root is None:
            return FILE_START
        key, value, _ = find(self._root, spot.path)
        return self._lines.span(*bounds(key if spot.on_key else value))

    def plain(self, path: Path) -> str | None:
        """Return the scalar at ``path`` as it is written, quotes included."""
        if self._root is None:
            return None
        _, value, exists = find(self._root, path)
        if not exists or not isinstance(value, int):
            return None
        start, stop = bounds(value)
        return self.text[start:stop]


def _in_flow(text: str, start: int) -> bool:
    depth = 0
    for found in _IN_FLOW.finditer(text, start):
        if found["key"] and depth == 1:
            return True
        depth += 1 if found["open"] else -(found.group() in "]}")
    return False


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1
