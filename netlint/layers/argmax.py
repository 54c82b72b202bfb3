"""ArgMax: the place of the largest value of an axis."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._reduction import OneAxis


class ArgMax(OneAxis):
    """The index of the largest value along ``dim``, as int64."""

    type: Literal["argmax"] = "argmax"

    gives: ClassVar = "int64"
    pytorch: ClassVar = Call("torch.argmax")
    onnx: ClassVar = Call(
        "ArgMax", keys={"axis": "dim", "keepdims": "keepdim"}, differs=("keepdims",)
    )
    cases: ClassVar = (
        Case("dim: 1", "2x8x4x5", "2x4x5", params=0, macs=0),
        Case("dim: -1, keepdim: true", "2x8x4x5", "2x8x4x1"),
    )
