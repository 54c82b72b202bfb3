"""Sub: the difference of two tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._merge import Arithmetic


class Sub(Arithmetic):
    """Takes the second operand, or a number, from the first."""

    type: Literal["sub"] = "sub"

    arity: ClassVar = (1, 2)
    pytorch: ClassVar = Call("torch.sub")
    keras: ClassVar = Call("Subtract")
    onnx: ClassVar = Call("Sub")
    cases: ClassVar = (
        Case("", "1x8x4x4 1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("", "1x8x4x4 1x8x1x1", "1x8x4x4"),
        Case("value: 2", "1x8x4x4", "1x8x4x4"),
    )
