"""Squeeze: axes of one cell go away."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import at_least
from netlint.core.shape import Shapes
from netlint.layers._axes import chosen_axes, without
from netlint.layers._base import Call, Case, Layer
from netlint.layers._fields import IntegerOrIntegers


class Squeeze(Layer):
    """The axes ``dim`` go where they are 1 and stay where they are more, as in torch.

    Without ``dim`` every axis of 1 goes, the batch axis not.
    """

    type: Literal["squeeze"] = "squeeze"
    dim: IntegerOrIntegers | None = None

    pytorch: ClassVar = Call("torch.squeeze")
    onnx: ClassVar = Call("Squeeze", keys={"axes": "dim"}, refuses=("an axis above 1",))
    cases: ClassVar = (
        Case("dim: 2", "2x8x1x5", "2x8x5", params=0, macs=0),
        Case("dim: [-1, -2]", "2x8x1x5", "2x8x5"),
        Case("", "1x8x1x1", "1x8"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        axes = chosen_axes(x, self.dim) if self.dim is not None else range(1, x.rank)
        return (without(x, [i for i in axes if not at_least(x.sizes[i], 2)]),)
