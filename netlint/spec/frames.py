"""Frames: the collections that are open while a document is composed, and its anchors."""

from __future__ import annotations

from netlint.core.finding import Path
from netlint.spec.nodes import Part


class Anchor:
    """What an anchor stands for, once its node is ``known``.

    ``size`` is the length of its text with all aliases expanded (``before``: what was expanded
    when it began), ``height`` how deep it nests, and ``text`` what it says as a key.
    """

    __slots__ = ("before", "height", "known", "part", "size", "text", "value")

    def __init__(
        self,
        before: int = 0,
        known: bool = False,
        value: object = None,
        part: Part = 0,
        text: object = None,
        size: int = 0,
    ) -> None:
        self.before = before
        self.known = known
        self.value = value
        self.part = part
        self.text = text
        self.size = size
        self.height = 0


class Frame:
    """A collection whose end has not been met; one in a ``bracket`` ends with its own."""

    __slots__ = ("anchor", "bracket", "height", "mapping", "parts", "start", "tag", "values")

    def __init__(self, mapping: bool, start: int, bracket: bool = False) -> None:
        self.values: list[object] = []
        self.parts: list[Part] = []
        self.mapping = mapping
        self.start = start
        self.bracket = bracket
        self.tag: str | None = None
        self.anchor: Anchor | None = None
        self.height = 1


def path(frames: list[Frame]) -> Path:
    """Return the path of the value that comes next; the first frame holds the document."""
    steps: list[str | int] = []
    for frame in frames[1:]:
        if not frame.mapping:
            steps.append(len(frame.values))
        elif len(frame.values) & 1:
            steps.append(str(frame.values[-1]))
    return tuple(steps)
