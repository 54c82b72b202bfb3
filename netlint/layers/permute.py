"""Permute: axes in another order."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.errors import ShapeError
from netlint.core.problems import RankMismatch
from netlint.core.shape import Shapes
from netlint.layers._axes import keeps_space, order
from netlint.layers._base import Call, Case, Layer, axis_of, shape_words
from netlint.layers._fields import Integers


class Permute(Layer):
    """Axis ``i`` of the output is axis ``dims[i]`` of the input; roles move along."""

    type: Literal["permute"] = "permute"
    dims: Integers

    pytorch: ClassVar = Call("torch.permute")
    keras: ClassVar = Call("Permute", differs=("dims",))
    onnx: ClassVar = Call("Transpose", keys={"perm": "dims"})
    cases: ClassVar = (Case("dims: [0, 2, 3, 1]", "1x3x4x5", "1x4x5x3", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        axes = [axis_of(d, x.rank, x, "dims") for d in self.dims]
        if sorted(axes) != list(range(x.rank)):
            fact = f"has dims {list(self.dims)}, which do not order the axes of {shape_words(x)}"
            raise ShapeError(RankMismatch(key=("dims",), fact=fact))
        return (order(x, axes),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return () if keeps_space(x, [d % x.rank for d in self.dims]) else None
