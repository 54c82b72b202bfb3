"""Mish: x times the tanh of its softplus."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._pointwise import Pointwise


class Mish(Pointwise):
    """``x * tanh(log(1 + exp(x)))`` (Misra 2019, 1908.08681)."""

    type: Literal["mish"] = "mish"
    inplace: Flag = False

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Mish")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("Mish")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
