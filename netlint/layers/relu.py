"""ReLU: what is below zero becomes zero."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._pointwise import Pointwise


class ReLU(Pointwise):
    """``max(0, x)`` (Nair & Hinton 2010)."""

    type: Literal["relu"] = "relu"
    inplace: Flag = False

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.ReLU")
    keras: ClassVar = Call("ReLU")
    onnx: ClassVar = Call("Relu")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
