"""ELU: an exponential below zero."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag, Number
from netlint.layers._pointwise import Pointwise


class ELU(Pointwise):
    """``x`` above zero, ``alpha * (exp(x) - 1)`` below (Clevert 2015)."""

    type: Literal["elu"] = "elu"
    inplace: Flag = False
    alpha: Number = 1.0

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.ELU")
    keras: ClassVar = Call("ELU")
    onnx: ClassVar = Call("Elu")
    cases: ClassVar = (Case("alpha: 0.5", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
