"""Expand: axes of one cell grow by repetition."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import broadcast, equal
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize, RankMismatch
from netlint.core.shape import FEATURE, Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import OpenAxes
from netlint.layers._open import is_open


class Expand(Layer):
    """The sizes of ``size``, batch axis first; ``-1`` keeps an axis, new axes come in front."""

    type: Literal["expand"] = "expand"
    size: OpenAxes

    sizes: ClassVar = ("size",)
    pytorch: ClassVar = Call("torch.Tensor.expand")
    onnx: ClassVar = Call("Expand", differs=("-1",))
    cases: ClassVar = (
        Case("size: [-1, 8, 4, 4]", "2x8x1x1", "2x8x4x4", params=0, macs=0),
        Case("size: [3, -1, 5]", "2x1", "3x2x5"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        more = len(self.size) - x.rank
        if more < 0 or any(map(is_open, self.size[:more])):
            has = list(self.size) if more < 0 else "-1 for a new axis"
            fact = f"expands to {has}, the input {shape_words(x)} has {x.rank} axes"
            raise ShapeError(RankMismatch(key=("size",), fact=fact))
        sizes: list[Int] = list(self.size[:more])
        for axis, (size, wanted) in enumerate(zip(x.sizes, self.size[more:], strict=True)):
            sizes.append(size if is_open(wanted) else self._grown(x, axis, wanted))
        return (Shape(tuple(sizes), FEATURE * more + x.roles),)

    def _grown(self, x: Shape, axis: int, wanted: Int) -> Int:
        grown = broadcast(x.sizes[axis], wanted)
        if grown is None or not equal(grown, wanted):
            fact = (
                f"cannot make {wanted} of the {x.sizes[axis]} cells of axis {axis}; only 1 expands"
            )
            raise ShapeError(ImpossibleSize(key=("size",), fact=fact))
        return grown

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return () if self.infer(inputs)[0].space == x.space else None
