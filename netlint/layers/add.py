"""Add: the sum of tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._merge import Arithmetic


class Add(Arithmetic):
    """Sums two or more operands, or adds a number."""

    type: Literal["add"] = "add"

    pytorch: ClassVar = Call("torch.add")
    keras: ClassVar = Call("Add")
    onnx: ClassVar = Call("Add")
    cases: ClassVar = (
        Case("", "1x8x4x4 1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("", "1x8x4x4 1x8x1x1", "1x8x4x4"),
        Case("value: 2", "1x8x4x4", "1x8x4x4"),
    )
