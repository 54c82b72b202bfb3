"""Mul: the product of tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._merge import Arithmetic


class Mul(Arithmetic):
    """Multiplies two or more operands, or scales by a number."""

    type: Literal["mul"] = "mul"

    pytorch: ClassVar = Call("torch.mul")
    keras: ClassVar = Call("Multiply")
    onnx: ClassVar = Call("Mul")
    cases: ClassVar = (
        Case("", "1x8x4x4 1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("", "1x8x4x4 1x8x1x1", "1x8x4x4"),
        Case("value: 2", "1x8x4x4", "1x8x4x4"),
    )
