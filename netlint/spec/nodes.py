"""Nodes: where the values of a document stand, as a tree of offsets into its text."""

from __future__ import annotations

from netlint.core.finding import Path

_BITS = 32
_MASK = (1 << _BITS) - 1


def stretch(start: int, stop: int) -> int:
    """Pack the place of a scalar into one integer: a tuple each would triple the tree."""
    return start << _BITS | stop


class Node:
    """A list, or a mapping if it has ``keys``; ``parts`` are then its keys and values in turn.

    A part is a Node, or the ``stretch`` of a scalar. ``merged`` has key and value of what ``<<``
    brings.
    """

    __slots__ = ("keys", "merged", "parts", "start", "stop")

    def __init__(
        self,
        start: int,
        stop: int,
        parts: list[Part],
        keys: list[object] | None = None,
        merged: Merged | None = None,
    ) -> None:
        self.start = start
        self.stop = stop
        self.parts = parts
        self.keys = keys
        self.merged = merged

    def child(self, step: str | int) -> tuple[Part, Part] | None:
        """Return key and value under ``step``; an item of a list is its own key."""
        if self.keys is None:
            here = isinstance(step, int) and 0 <= step < len(self.parts)
            return (self.parts[int(step)], self.parts[int(step)]) if here else None
        if step in self.keys:
            i = 2 * self.keys.index(step)
            return self.parts[i], self.parts[i + 1]
        return self.merged.get(step) if self.merged else None


Part = Node | int
Merged = dict[object, tuple[Part, Part]]


def bounds(part: Part) -> tuple[int, int]:
    """Return where ``part`` starts and stops."""
    if isinstance(part, int):
        return part >> _BITS, part & _MASK
    return part.start, part.stop


def find(root: Part, path: Path) -> tuple[Part, Part, bool]:
    """Return key and value at ``path``, or of the last step that exists, and whether all did."""
    key = value = root
    for step in path:
        pair = value.child(step) if isinstance(value, Node) else None
        if pair is None:
            return value, value, False
        key, value = pair
    return key, value, True
