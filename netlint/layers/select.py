"""Select: one cell of an axis."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import at_least
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize
from netlint.core.shape import Shapes
from netlint.layers._axes import without
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer


class Select(Layer):
    """Cell ``index`` of the axis ``dim``, which goes away; negatives count from the end."""

    type: Literal["select"] = "select"
    dim: Integer
    index: Integer

    pytorch: ClassVar = Call("torch.select")
    onnx: ClassVar = Call("Gather", keys={"axis": "dim"})
    cases: ClassVar = (
        Case("dim: 1, index: 0", "2x7x16", "2x16", 0, 0, "tokens"),
        Case("dim: 2, index: -1", "2x8x4x5", "2x8x5"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        axis = axis_of(self.dim, x.rank, x)
        if not at_least(x.sizes[axis], self.index + 1 if self.index >= 0 else -self.index):
            fact = f"has index {self.index} on the {x.sizes[axis]} cells of axis {axis}"
            raise ShapeError(ImpossibleSize(key=("index",), fact=fact))
        return (without(x, [axis]),)
