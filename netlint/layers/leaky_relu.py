"""Leaky ReLU: a small slope below zero."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag, Number
from netlint.layers._pointwise import Pointwise


class LeakyReLU(Pointwise):
    """``x`` above zero, ``negative_slope * x`` below (Maas 2013)."""

    type: Literal["leaky_relu"] = "leaky_relu"
    inplace: Flag = False
    negative_slope: Number = 0.01

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.LeakyReLU")
    keras: ClassVar = Call("LeakyReLU", differs=("negative_slope",))
    onnx: ClassVar = Call("LeakyRelu", keys={"alpha": "negative_slope"})
    cases: ClassVar = (Case("negative_slope: 0.2", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
