"""Softplus: a ReLU without its corner."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Number
from netlint.layers._pointwise import Pointwise


class Softplus(Pointwise):
    """``log(1 + exp(beta * x)) / beta``; above ``threshold`` the line itself (Dugas 2001)."""

    type: Literal["softplus"] = "softplus"
    beta: Number = 1.0
    threshold: Number = 20.0

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Softplus")
    keras: ClassVar = Call("Activation", refuses=("beta",))
    onnx: ClassVar = Call("Softplus", refuses=("beta",))
    cases: ClassVar = (Case("beta: 2", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
