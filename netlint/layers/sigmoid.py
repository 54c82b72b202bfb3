"""Sigmoid: the logistic function."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._pointwise import Pointwise


class Sigmoid(Pointwise):
    """``1 / (1 + exp(-x))``, in 0..1."""

    type: Literal["sigmoid"] = "sigmoid"

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Sigmoid")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("Sigmoid")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
