"""Edit: changes on paths become edits of the original text; everything else stays as it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from netlint.core.finding import (
    Change,
    Edit,
    Fix,
    InsertLayers,
    Path,
    Place,
    RemoveKey,
    RenameKey,
    SetKey,
    Span,
    Spot,
)
from netlint.spec.source import Document
from netlint.spec.write import flow


def edits_of(document: Document, fix: Fix) -> tuple[Edit, ...]:
    """The edits of a fix; none where one of its changes cannot be made on the text alone."""
    edits: list[Edit] = []
    for change in fix.changes:
        made = _edit(document, change)
        if made is None:
            return ()
        edits.append(made)
    edits.sort(key=lambda e: e.span)
    overlap = any(a.span.end > b.span.start for a, b in itertools.pairwise(edits))
    return () if overlap else tuple(edits)


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """The text after its edits, which do not overlap."""
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        start, end = _index(text, edit.span.start), _index(text, edit.span.end)
        text = text[:start] + edit.text + text[end:]
    return text


def _edit(document: Document, change: Change) -> Edit | None:
    match change:
        case RenameKey(path, name):
            return Edit(document.span(Spot(path, on_key=True)), flow(name))
        case SetKey(path, value):
            return _set(document, path, value)
        case RemoveKey(path):
            return _remove(document, path)
        case InsertLayers(path, layers):
            return _insert(document, path, layers)


def _value_at(document: Document, path: Path) -> tuple[bool, object]:
    """Whether there is a value at the path, and the value."""
    value: object = document.value
    for step in path:
        match value, step:
            case dict(), str() if step in value:
                value = value[step]
            case list(), int() if step < len(value):
                value = value[step]
            case _:
                return False, None
    return True, value


def _set(document: Document, path: Path, value: object) -> Edit | None:
    exists, _ = _value_at(document, path)
    span = document.span(Spot(path))
    if exists:
        blank = " " if span.start == span.end else ""
        return Edit(span, blank + flow(value))
    if path[-1] == "type" and document.plain(path[:-1]) is not None:
        return Edit(document.span(Spot(path[:-1])), flow(value))
    return _add(document, path, value)


def _add(document: Document, path: Path, value: object) -> Edit | None:
    """A new key before the first one of a mapping, on a line of its own in block style."""
    exists, owner = _value_at(document, path[:-1])
    if not exists or not isinstance(owner, dict) or not owner:
        return None
    entry = f"{flow(path[-1])}: {flow(value)}"
    first = document.span(Spot((*path[:-1], next(iter(owner))), on_key=True)).start
    whole = document.span(Spot(path[:-1]))
    if _char(document.text, whole.start) == "{":
        return Edit(Span(first, first), f"{entry}, ")
    return Edit(Span(first, first), f"{entry}\n{' ' * (first.column - 1)}")


def _remove(document: Document, path: Path) -> Edit | None:
    """Take a key out, with the comma or the line break that parts it from its neighbour."""
    exists, owner = _value_at(document, path[:-1])
    if not exists or not isinstance(owner, dict) or len(owner) < 2 or path[-1] not in owner:
        return None
    key = document.span(Spot(path, on_key=True))
    end = document.span(Spot(path)).end
    start_at, end_at = _index(document.text, key.start), _index(document.text, end)
    text = document.text
    if _char(text, document.span(Spot(path[:-1])).start) == "{":
        after = _skip(text, end_at, " ")
        if text[after : after + 1] == ",":
            return _between(text, start_at, _skip(text, after + 1, " "))
        before = len(text[:start_at].rstrip(" ").removesuffix(","))
        return _between(text, before, end_at)
    line = text.rfind("\n", 0, start_at) + 1
    stop = text.find("\n", end_at)
    alone = not text[line:start_at].strip()
    return _between(text, line, stop + 1 if stop >= 0 else len(text)) if alone else None


def _insert(document: Document, path: Path, layers: tuple[object, ...]) -> Edit | None:
    """Layers before the item of a list; an item that is read from elsewhere keeps its place."""
    exists, _ = _value_at(document, path)
    if not exists or not isinstance(path[-1], int):
        return None
    start = document.span(Spot(path)).start
    text = document.text
    whole = document.span(Spot(path[:-1])).start
    if _char(text, whole) == "[":
        return Edit(Span(start, start), "".join(f"{flow(layer)}, " for layer in layers))
    at = _index(text, start)
    line = text.rfind("\n", 0, at) + 1
    dash = text.rfind("-", line, at)
    if dash < 0 or text[line:dash].strip():
        return None
    margin = text[line:dash]
    place = _place(text, line)
    return Edit(Span(place, place), "".join(f"{margin}- {flow(layer)}\n" for layer in layers))


def _between(text: str, start: int, end: int) -> Edit:
    return Edit(Span(_place(text, start), _place(text, end)), "")


def _char(text: str, place: Place) -> str:
    at = _index(text, place)
    return text[at : at + 1]


def _skip(text: str, at: int, letter: str) -> int:
    while text[at : at + 1] == letter:
        at += 1
    return at


def _lines(text: str) -> Iterator[int]:
    """Where each line begins; breaks are those of YAML 1.2."""
    yield 0
    for at, letter in enumerate(text):
        if letter == "\n" or (letter == "\r" and text[at + 1 : at + 2] != "\n"):
            yield at + 1


def _index(text: str, place: Place) -> int:
    for number, start in enumerate(_lines(text), 1):
        if number == place.line:
            return start + place.column - 1
    return len(text)


def _place(text: str, at: int) -> Place:
    number, begin = 1, 0
    for line, start in enumerate(_lines(text), 1):
        if start > at:
            break
        number, begin = line, start
    return Place(number, at - begin + 1)
