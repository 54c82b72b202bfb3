"""Max: the largest value of an axis."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._reduction import OneAxis


class Max(OneAxis):
    """``max(x)`` over ``dim``, without the places of the values."""

    type: Literal["max"] = "max"

    pytorch: ClassVar = Call("torch.max")
    onnx: ClassVar = Call(
        "ReduceMax", keys={"axes": "dim", "keepdims": "keepdim"}, differs=("keepdims",)
    )
    cases: ClassVar = (
        Case("dim: 1", "2x8x4x5", "2x4x5", params=0, macs=0),
        Case("dim: -1, keepdim: true", "2x8x4x5", "2x8x4x1"),
    )
