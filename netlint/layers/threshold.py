"""Threshold: what is not above a bound becomes a value."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag, Number
from netlint.layers._pointwise import Pointwise


class Threshold(Pointwise):
    """``x`` above ``threshold``, else ``value`` (torch's nn.Threshold)."""

    type: Literal["threshold"] = "threshold"
    inplace: Flag = False
    threshold: Number
    value: Number

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Threshold")
    onnx: ClassVar = Call("ThresholdedRelu", keys={"alpha": "threshold"}, refuses=("value",))
    cases: ClassVar = (Case("threshold: 0.1, value: 0", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
