"""Slice: a run of cells of one axis, perhaps with steps."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import at_least, maximum, minimum
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize
from netlint.core.reach import Reach, Shift
from netlint.core.shape import SPACE, Shapes
from netlint.core.size import Int, Size
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Count, Integer, SizeOf
from netlint.layers._limits import at_most


class Slice(Layer):
    """The cells ``start`` to ``end`` of the axis ``dim``, as Python's ``x[start:end:step]``.

    A number below 0 counts from the end; what depends on a symbol counts from the begin.
    """

    type: Literal["slice"] = "slice"
    dim: Integer
    start: SizeOf | None = None
    end: SizeOf | None = None
    step: Count = 1

    traits: ClassVar = ("crop",)
    sizes: ClassVar = ("start", "end")
    pytorch: ClassVar = Call("torch.Tensor.__getitem__")
    onnx: ClassVar = Call("Slice")
    cases: ClassVar = (
        Case("dim: 1, start: 2, end: 6", "1x8x4x4", "1x4x4x4", params=0, macs=0),
        Case("dim: -1, start: -3", "1x8x4x4", "1x8x4x3"),
        Case("dim: 2, end: -1, step: 2", "1x8x6x4", "1x8x3x4"),
        Case("dim: 2, start: 1, end: 100", "1x8x6x4", "1x8x5x4"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        axis = axis_of(self.dim, x.rank, x)
        size = x.sizes[axis]
        first, last = self._first(size), self._last(size)
        if not at_most(first + 1, last):
            start, end = ("" if n is None else n for n in (self.start, self.end))
            fact = f"keeps nothing of the {size} cells of axis {axis} in {start}:{end}"
            raise ShapeError(ImpossibleSize(fact=fact))
        kept = last - first
        if self.start is not None and _from_end(self.start):
            kept = last - size + minimum(size, -self.start)
        return (x.with_axis(axis, (kept + self.step - 1) // self.step),)

    def _first(self, size: Int) -> Int:
        """The first cell that is kept; beyond the end nothing is."""
        if self.start is None:
            return 0
        if isinstance(self.start, Size):
            at_least(self.start, 0)
        return maximum(size + self.start, 0) if _from_end(self.start) else self.start

    def _last(self, size: Int) -> Int:
        """The cell behind the last one that is kept."""
        if self.end is None:
            return size
        if isinstance(self.end, Size):
            at_least(self.end, 0)
        return size + self.end if _from_end(self.end) else minimum(self.end, size)

    def reach(self, inputs: Shapes) -> tuple[Reach, ...] | None:
        (x,) = inputs
        axis = axis_of(self.dim, x.rank, x)
        if x.roles[axis] != SPACE:
            return ()
        first = None if isinstance(self.start, Size) else self._first(x.sizes[axis])
        if not isinstance(first, int):
            return None
        kept = Shift(first, self.step)
        return tuple(kept if i == axis else Shift(0) for i in x.axes.space)


def _from_end(place: Int) -> bool:
    return isinstance(place, int) and place < 0
