"""Finding: what netlint tells about a net, and where it stands."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from netlint.core.record import Record

Path = tuple[str | int, ...]
"""The keys that lead from the document's root to a value."""


class Severity(IntEnum):
    """How grave a finding is; a larger one is graver."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Place(NamedTuple):
    """A point in a text: line and column count from 1, columns in code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text from ``start`` up to, but without, ``end``."""

    start: Place
    end: Place


FILE_START = Span(Place(1, 1), Place(1, 1))


class Spot(Record):
    """A node of the document: the value at ``path``, or the key that leads to it."""

    path: Path = ()
    on_key: bool = False

    def __str__(self) -> str:
        return "/".join(map(str, self.path))


class SetKey(Record):
    """Give the key at ``path`` another value, or add it."""

    path: Path
    value: object


class RenameKey(Record):
    """Call the last key of ``path`` otherwise."""

    path: Path
    name: str


class RemoveKey(Record):
    """Take the key at ``path`` out, with its value."""

    path: Path


class InsertLayers(Record):
    """Put layers before the list item at ``path``."""

    path: Path
    layers: tuple[object, ...]


Change = SetKey | RenameKey | RemoveKey | InsertLayers


class Fix(Record):
    """A repair as changes on paths; safe only if the net is equal before and after."""

    title: str
    changes: tuple[Change, ...]
    safe: bool = False


class Edit(Record):
    """A replacement of one stretch of the text."""

    span: Span
    text: str


class Related(Record):
    """A second place that a finding speaks of."""

    message: str
    layer: str | None = None
    spot: Spot = Spot()
    span: Span | None = None


class Finding(Record):
    """One fault: fact, value and place in ``message``, one remedy in ``help``."""

    code: str
    name: str
    severity: Severity
    message: str
    help: str | None = None
    layer: str | None = None
    spot: Spot = Spot()
    span: Span | None = None
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()

    @property
    def key(self) -> str:
        """The path of keys to the value at fault: ``layers/3/stride``."""
        return str(self.spot)

    @property
    def range(self) -> Span | None:
        """Where it stands in the text; None for a net without one."""
        return self.span


class RuleInfo(Record):
    """What reports may know of a rule."""

    code: str
    name: str
    severity: Severity
    claim: str
