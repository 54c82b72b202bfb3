"""Transpose: two axes change places."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shape, Shapes
from netlint.layers._axes import keeps_space, order
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer


class Transpose(Layer):
    """The axes ``dim0`` and ``dim1`` swapped; roles move along."""

    type: Literal["transpose"] = "transpose"
    dim0: Integer
    dim1: Integer

    pytorch: ClassVar = Call("torch.transpose")
    onnx: ClassVar = Call("Transpose", differs=("perm",))
    cases: ClassVar = (
        Case("dim0: 1, dim1: 2", "1x3x4x5", "1x4x3x5", params=0, macs=0),
        Case("dim0: 1, dim1: -1", "1x3x4x5", "1x5x4x3"),
    )

    def _axes(self, x: Shape) -> list[int]:
        one, other = axis_of(self.dim0, x.rank, x, "dim0"), axis_of(self.dim1, x.rank, x, "dim1")
        axes = list(range(x.rank))
        axes[one], axes[other] = other, one
        return axes

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        return (order(x, self._axes(x)),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return () if keeps_space(x, self._axes(x)) else None
