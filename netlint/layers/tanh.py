"""Tanh: the hyperbolic tangent."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._pointwise import Pointwise


class Tanh(Pointwise):
    """``tanh(x)``, in -1..1."""

    type: Literal["tanh"] = "tanh"

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Tanh")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("Tanh")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
