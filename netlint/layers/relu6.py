"""ReLU6: clipped to 0..6."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._pointwise import Pointwise


class ReLU6(Pointwise):
    """``min(max(0, x), 6)`` (MobileNets 2017)."""

    type: Literal["relu6"] = "relu6"
    inplace: Flag = False

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.ReLU6")
    keras: ClassVar = Call("ReLU", differs=("max_value",))
    onnx: ClassVar = Call("Clip")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
