"""Hardswish: a piecewise SiLU."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._pointwise import Pointwise


class Hardswish(Pointwise):
    """``x * relu6(x + 3) / 6`` (MobileNetV3 2019)."""

    type: Literal["hardswish"] = "hardswish"
    inplace: Flag = False

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Hardswish")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("HardSwish")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
