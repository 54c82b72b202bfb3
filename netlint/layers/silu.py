"""SiLU: x times its sigmoid, also called swish."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._pointwise import Pointwise


class SiLU(Pointwise):
    """``x * sigmoid(x)`` (Elfwing 2017; Ramachandran 2017)."""

    type: Literal["silu"] = "silu"
    inplace: Flag = False

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.SiLU")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("Swish")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
