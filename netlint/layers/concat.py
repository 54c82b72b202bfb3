"""Concat: tensors side by side along one axis."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import equal, simpler
from netlint.core.errors import ShapeError
from netlint.core.problems import ConcatMismatch, RankMismatch
from netlint.core.shape import SPACE, Shape, Shapes
from netlint.core.size import Int
from netlint.layers._axes import chosen_axis
from netlint.layers._base import Call, Case, Layer
from netlint.layers._fields import Integer


class Concat(Layer):
    """The sizes add up along ``dim``, by default the channel axis; all others are equal."""

    type: Literal["concat"] = "concat"
    dim: Integer | None = None

    arity: ClassVar = (1, None)
    traits: ClassVar = ("merge",)
    pytorch: ClassVar = Call("torch.cat")
    keras: ClassVar = Call("Concatenate", keys={"axis": "dim"})
    onnx: ClassVar = Call("Concat", keys={"axis": "dim"})
    cases: ClassVar = (Case("", "1x3x4x4 1x5x4x4", "1x8x4x4", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        dim = chosen_axis(x, self.dim)
        sizes = list(x.sizes)
        for i, y in enumerate(inputs[1:], 1):
            if y.rank != x.rank:
                fact = f"joins {x.text()} with {y.text()}: {x.rank} axes with {y.rank}"
                raise ShapeError(RankMismatch(key=("inputs",), fact=fact))
            for axis, (a, b) in enumerate(zip(sizes, y.sizes, strict=True)):
                sizes[axis] = a + b if axis == dim else self._met(inputs, dim, i, axis, a, b)
        return (Shape(tuple(sizes), x.roles),)

    def _met(self, inputs: Shapes, dim: int, i: int, axis: int, a: Int, b: Int) -> Int:
        if not equal(a, b):
            raise ShapeError(
                ConcatMismatch(
                    key=("inputs",), shapes=inputs, dim=dim, first=0, second=i, axis=axis
                )
            )
        return simpler(a, b)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        x = inputs[0]
        mixed = x.roles[chosen_axis(x, self.dim)] == SPACE and len(inputs) > 1
        return None if mixed else ()
