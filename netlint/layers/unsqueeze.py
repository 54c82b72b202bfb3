"""Unsqueeze: a new axis of one cell."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shapes
from netlint.layers._axes import insert
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer


class Unsqueeze(Layer):
    """A feature axis of 1 that becomes axis ``dim``; negatives count from the new end."""

    type: Literal["unsqueeze"] = "unsqueeze"
    dim: Integer

    pytorch: ClassVar = Call("torch.unsqueeze")
    onnx: ClassVar = Call("Unsqueeze", keys={"axes": "dim"})
    cases: ClassVar = (
        Case("dim: 1", "2x8x5", "2x1x8x5", params=0, macs=0),
        Case("dim: -1", "2x8x5", "2x8x5x1"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        return (insert(x, axis_of(self.dim, x.rank + 1, x), 1),)
