"""Sum: the values of an axis added up."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._reduction import Reduction


class Sum(Reduction):
    """``sum(x)`` over ``dim``."""

    type: Literal["sum"] = "sum"

    pytorch: ClassVar = Call("torch.sum")
    onnx: ClassVar = Call(
        "ReduceSum", keys={"axes": "dim", "keepdims": "keepdim"}, differs=("keepdims",)
    )
    cases: ClassVar = (
        Case("dim: 1", "2x8x4x5", "2x4x5", params=0, macs=0),
        Case("dim: [2, 3], keepdim: true", "2x8x4x5", "2x8x1x1"),
    )
