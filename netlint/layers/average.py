"""Average: the mean of tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._merge import Merge


class Average(Merge):
    """Takes the mean of the operands value by value."""

    type: Literal["average"] = "average"

    keras: ClassVar = Call("Average")
    onnx: ClassVar = Call("Mean")
    cases: ClassVar = (
        Case("", "1x8x4x4 1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("", "1x8x4x4 1x1x4 1x8x1x1", "1x8x4x4"),
    )
