"""Flatten: neighbouring axes become one."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.errors import ShapeError
from netlint.core.problems import RankMismatch
from netlint.core.shape import Shapes
from netlint.layers._axes import merge
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer


class Flatten(Layer):
    """The axes ``start_dim`` to ``end_dim`` become one as large as their product."""

    type: Literal["flatten"] = "flatten"
    start_dim: Integer = 1
    end_dim: Integer = -1

    traits: ClassVar = ("flatten",)
    pytorch: ClassVar = Call("nn.Flatten")
    keras: ClassVar = Call("Flatten", refuses=("start_dim", "end_dim"))
    onnx: ClassVar = Call("Flatten", keys={"axis": "start_dim"})
    cases: ClassVar = (
        Case("", "1x512x7x7", "1x25088", params=0, macs=0),
        Case("start_dim: 2", "1x8x7x9", "1x8x63"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        if x.rank == 1:
            return inputs
        start = axis_of(self.start_dim, x.rank, x, "start_dim")
        end = axis_of(self.end_dim, x.rank, x, "end_dim")
        if end < start:
            fact = f"has start_dim {self.start_dim} behind end_dim {self.end_dim}"
            raise ShapeError(RankMismatch(key=("start_dim",), fact=fact))
        return (merge(x, start, end),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return () if self.infer(inputs)[0].roles == x.roles else None
