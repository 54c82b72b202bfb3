"""Hardsigmoid: a piecewise sigmoid."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._pointwise import Pointwise


class Hardsigmoid(Pointwise):
    """``relu6(x + 3) / 6``."""

    type: Literal["hardsigmoid"] = "hardsigmoid"
    inplace: Flag = False

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Hardsigmoid")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("HardSigmoid", differs=("alpha",))
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
