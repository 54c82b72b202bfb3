"""SELU: an ELU whose scale keeps mean and variance."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._pointwise import Pointwise


class SELU(Pointwise):
    """``1.0507 * elu(x, 1.6733)`` (Klambauer 2017, 1706.02515)."""

    type: Literal["selu"] = "selu"
    inplace: Flag = False

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.SELU")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("Selu")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
