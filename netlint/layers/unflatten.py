"""Unflatten: one axis becomes several."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import CHANNEL, Shapes
from netlint.layers._axes import part
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer, OpenSizes
from netlint.layers._open import closed


class Unflatten(Layer):
    """The axis ``dim`` becomes ``unflattened_size``; one ``-1`` takes what is left over."""

    type: Literal["unflatten"] = "unflatten"
    dim: Integer
    unflattened_size: OpenSizes

    sizes: ClassVar = ("unflattened_size",)
    pytorch: ClassVar = Call("nn.Unflatten")
    onnx: ClassVar = Call("Reshape")
    cases: ClassVar = (
        Case("dim: 1, unflattened_size: [2, 4]", "1x8x5x5", "1x2x4x5x5", params=0, macs=0),
        Case("dim: -1, unflattened_size: [-1, 3]", "2x7x12", "2x7x4x3", layout="tokens"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        axis = axis_of(self.dim, x.rank, x)
        whole = f"axis {axis}"
        sizes = closed(self.unflattened_size, x.sizes[axis], "unflattened_size", whole)
        return (part(x, axis, sizes),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        split = x.roles[self.dim % x.rank] == CHANNEL or len(self.unflattened_size) == 1
        return () if split else None
