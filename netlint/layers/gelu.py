"""GELU: x times the normal distribution function."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._pointwise import Pointwise


class GELU(Pointwise):
    """``x * Phi(x)``, or its tanh approximation (Hendrycks & Gimpel 2016)."""

    type: Literal["gelu"] = "gelu"
    approximate: Literal["none", "tanh"] = "none"

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.GELU")
    keras: ClassVar = Call("Activation", differs=("approximate",))
    onnx: ClassVar = Call("Gelu")
    cases: ClassVar = (Case("approximate: tanh", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
