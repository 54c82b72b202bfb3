"""Maximum: the larger of tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._merge import Merge


class Maximum(Merge):
    """Takes the largest operand value by value."""

    type: Literal["maximum"] = "maximum"

    pytorch: ClassVar = Call("torch.maximum")
    keras: ClassVar = Call("Maximum")
    onnx: ClassVar = Call("Max")
    cases: ClassVar = (
        Case("", "1x8x4x4 1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("", "1x8x4x4 1x1x4 1x8x1x1", "1x8x4x4"),
    )
