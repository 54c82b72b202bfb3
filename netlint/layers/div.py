"""Div: the quotient of two tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._merge import Arithmetic


class Div(Arithmetic):
    """Divides the first operand by the second, or by a number."""

    type: Literal["div"] = "div"

    arity: ClassVar = (1, 2)
    pytorch: ClassVar = Call("torch.div")
    onnx: ClassVar = Call("Div")
    cases: ClassVar = (
        Case("", "1x8x4x4 1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("", "1x8x4x4 1x8x1x1", "1x8x4x4"),
        Case("value: 255", "1x8x4x4", "1x8x4x4"),
    )
