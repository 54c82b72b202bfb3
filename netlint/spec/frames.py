"""Frames: the collections that are open while a document is composed, and its anchors."""

from __future__ import annotations

from dataclasses import dataclass

from netlint.core.finding import Path
from netlint.spec.nodes import Part


@dataclass(slots=True)
class Anchor:
    """What an anchor stands for, once its node is ``known``.

    ``size`` is the length of its text with all aliases expanded (``before``: what was expanded
    when it began), ``height`` how deep it nests, and ``text`` what it says as a key.
    """

    before: int = 0
    known: bool = False
    value: object = None
    part: Part = 0
    text: object = None
    size: int = 0
    height: int = 0


@dataclass(slots=True)
class Frame:
    """A collection whose end has not been met; one in a ``bracket`` ends with its own."""

    values: list[object]
    parts: list[Part]
    mapping: bool
    start: int
    bracket: bool = False
    tag: str | None = None
    anchor: Anchor | None = None
    height: int = 1


def path(frames: list[Frame]) -> Path:
    """Return the path of the value that comes next; the first frame holds the document."""
    steps: list[str | int] = []
    for frame in frames[1:]:
        if not frame.mapping:
            steps.append(len(frame.values))
        elif len(frame.values) & 1:
            steps.append(str(frame.values[-1]))
    return tuple(steps)
