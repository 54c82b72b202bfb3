"""Remembered: what layers have made of tensors, so that it is worked out once.

Of numbers it is plain arithmetic, and kept from one analysis to the next within bounds. Of symbols
it lives and dies with its analysis, because it speaks to the ledger of that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from netlint.core.record import Record
from netlint.core.shape import Shapes
from netlint.core.size import Int
from netlint.engine.step import Flow, Step

if TYPE_CHECKING:
    from netlint.spec.body import Body

MOST_STEPS = 1 << 14


class Run(Record):
    """The steps of the nodes of a body, nothing wrong with any, and what they give."""

    steps: tuple[Step | None, ...]
    flows: tuple[Flow | None, ...]


class Remembered:
    """Flows by their shapes, and how many steps have been made of them.

    ``joined`` are the flows of several tensors that are flows themselves; ``runs`` what bodies have
    made of flows.
    """

    __slots__ = ("_flows", "joined", "runs", "steps")

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start anew."""
        self.steps = 0
        self.joined: dict[tuple[Flow | None, ...], Flow] = {}
        self.runs: dict[tuple[Body | Flow | None, ...], Run] = {}
        self._flows: dict[object, Flow] = {}

    def flow(self, shapes: Shapes) -> Flow:
        """The one flow of tensors with these shapes."""
        # Of one shape its parts are the key: a tuple of tuples is hashed and compared in C.
        key = (shapes[0].sizes, shapes[0].roles) if len(shapes) == 1 else shapes
        flow = self._flows.get(key)
        if flow is None:
            flow = self._flows.setdefault(key, Flow(shapes))
        return flow


OF_NUMBERS: Final = Remembered()
"""What all analyses know of numbers."""


def remembered(sizes: Iterable[Int]) -> Remembered:
    """What is known where all the sizes are numbers; nothing yet where there are symbols."""
    if not all(type(size) is int for size in sizes):
        return Remembered()
    if OF_NUMBERS.steps > MOST_STEPS:
        OF_NUMBERS.forget()
    return OF_NUMBERS
