"""Norm: the length of the vectors along an axis."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Number
from netlint.layers._reduction import Reduction


class Norm(Reduction):
    """``sum(abs(x) ** p) ** (1 / p)`` over ``dim`` (torch.linalg.vector_norm)."""

    type: Literal["norm"] = "norm"
    p: Number = 2.0

    pytorch: ClassVar = Call("torch.linalg.vector_norm", keys={"ord": "p"})
    onnx: ClassVar = Call(
        "ReduceL2", refuses=("p other than 1 and 2",), keys={"axes": "dim"}, differs=("keepdims",)
    )
    cases: ClassVar = (
        Case("dim: 1", "2x8x4x5", "2x4x5", params=0, macs=0),
        Case("p: 1, dim: -1, keepdim: true", "2x8x4x5", "2x8x4x1"),
    )
