"""Softsign: x over one more than its size."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._pointwise import Pointwise


class Softsign(Pointwise):
    """``x / (1 + abs(x))`` (Bergstra 2009)."""

    type: Literal["softsign"] = "softsign"

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Softsign")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("Softsign")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
