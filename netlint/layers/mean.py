"""Mean: the mean of the values of an axis."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._reduction import Reduction


class Mean(Reduction):
    """``sum(x) / n`` over ``dim``."""

    type: Literal["mean"] = "mean"

    pytorch: ClassVar = Call("torch.mean")
    onnx: ClassVar = Call(
        "ReduceMean", keys={"axes": "dim", "keepdims": "keepdim"}, differs=("keepdims",)
    )
    cases: ClassVar = (
        Case("dim: 1", "2x8x4x5", "2x4x5", params=0, macs=0),
        Case("dim: [2, 3], keepdim: true", "2x8x4x5", "2x8x1x1"),
    )
