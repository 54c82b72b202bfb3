"""Softmax: values of an axis become shares of one."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._pointwise import AlongAxis


class Softmax(AlongAxis):
    """``exp(x) / sum(exp(x))`` over ``dim``, the channel axis where it is left out."""

    type: Literal["softmax"] = "softmax"

    pytorch: ClassVar = Call("nn.Softmax")
    keras: ClassVar = Call("Softmax", keys={"axis": "dim"})
    onnx: ClassVar = Call("Softmax", keys={"axis": "dim"}, differs=("axis",))
    cases: ClassVar = (Case("dim: 1", "2x10", "2x10", params=0, macs=0),)
