"""Group norm: groups of channels normalised together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from netlint.core.errors import ShapeError
from netlint.core.problems import Problem, RankMismatch
from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Layer, Weights, shape_words, weights
from netlint.layers._fields import Count, Flag, Positive, SizeOf
from netlint.layers._sliding import declared, divided


class GroupNorm(Layer):
    """``num_groups`` statistics a sample, a scale and a shift a channel (Wu & He 2018)."""

    type: Literal["group_norm"] = "group_norm"
    num_groups: Count
    num_channels: SizeOf | None = None
    eps: Positive = 1e-5
    affine: Flag = True

    traits: ClassVar = ("norm", "weights")
    sizes: ClassVar = ("num_channels",)
    pytorch: ClassVar = Call("nn.GroupNorm")
    keras: ClassVar = Call("GroupNormalization", keys={"groups": "num_groups"}, differs=("eps",))
    onnx: ClassVar = Call("GroupNormalization", keys={"epsilon": "eps"})
    cases: ClassVar = (Case("num_groups: 2", "1x8x4x4", "1x8x4x4", params=16, macs=0),)

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        row = self.affine and (x.channels,)
        return weights(weight=row, bias=row)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        if len(x.axes.channels) != 1:
            fact = f"needs a channel axis, the input is {shape_words(x)}"
            raise ShapeError(RankMismatch(fact=fact))
        return inputs

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        yield from declared(self, x, "num_channels")
        yield from divided(self.num_groups, x.channels, "num_groups")
