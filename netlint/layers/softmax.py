"""Softmax: values of an axis become shares of one."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer


class Softmax(Layer):
    """``exp(x) / sum(exp(x))`` over ``dim``, the channel axis where it is left out."""

    type: Literal["softmax"] = "softmax"
    dim: Integer | None = None

    pytorch: ClassVar = Call("nn.Softmax")
    keras: ClassVar = Call("Softmax", keys={"axis": "dim"})
    onnx: ClassVar = Call("Softmax", keys={"axis": "dim"}, differs=("axis",))
    cases: ClassVar = (Case("dim: 1", "2x10", "2x10", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        if self.dim is not None:
            axis_of(self.dim, x.rank, x)
        return inputs
