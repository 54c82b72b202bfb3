"""Gather: cells of one axis, picked by an index tensor."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.errors import ShapeError
from netlint.core.problems import MergeMismatch
from netlint.core.shape import Shape, Shapes
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer
from netlint.layers._limits import at_most


class Gather(Layer):
    """``out[i][j] = x[index[i][j]][j]`` for ``dim`` 0; off ``dim`` the index is within x."""

    type: Literal["gather"] = "gather"
    dim: Integer

    arity: ClassVar = (2, 2)
    pytorch: ClassVar = Call("torch.gather")
    onnx: ClassVar = Call("GatherElements", keys={"axis": "dim"})
    cases: ClassVar = (Case("dim: 1", "2x8x5 2x3x4", "2x3x4", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        x, index = inputs
        axis = axis_of(self.dim, x.rank, x)
        if index.rank != x.rank:
            fact = f"picks from {x.text()} by {index.text()}, which has not as many axes"
            raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, fact=fact))
        for i, (picked, size) in enumerate(zip(index.sizes, x.sizes, strict=True)):
            if i != axis and not at_most(picked, size):
                fact = f"picks {picked} cells of axis {i}, which has {size}"
                raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, axis=i, fact=fact))
        return (Shape(index.sizes, x.roles),)

    def reach(self, inputs: Shapes) -> None:
        return None
