"""Minimum: the smaller of tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._merge import Merge


class Minimum(Merge):
    """Takes the smallest operand value by value."""

    type: Literal["minimum"] = "minimum"

    pytorch: ClassVar = Call("torch.minimum")
    keras: ClassVar = Call("Minimum")
    onnx: ClassVar = Call("Min")
    cases: ClassVar = (
        Case("", "1x8x4x4 1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("", "1x8x4x4 1x1x4 1x8x1x1", "1x8x4x4"),
    )
