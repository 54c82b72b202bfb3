"""Norms: what batch and instance norm share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from netlint.core.errors import ShapeError
from netlint.core.problems import Problem, RankMismatch
from netlint.core.shape import Shapes, axes
from netlint.layers._base import Layer, Weight, Weights, shape_words
from netlint.layers._fields import Flag, Number, Positive, SizeOf
from netlint.layers._sliding import declared


class ChannelNorm(Layer):
    """A scale, a shift and running statistics for every channel."""

    num_features: SizeOf | None = None
    eps: Positive = 1e-5
    momentum: Number | None = 0.1
    affine: Flag = True
    track_running_stats: Flag = True

    sizes: ClassVar = ("num_features",)
    least_dims: ClassVar = 0

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        row = (x.channels,)
        kept: Weights = ()
        if self.affine:
            kept = Weight("weight", row), Weight("bias", row)
        if self.track_running_stats:
            kept += (
                Weight("running_mean", row, True),
                Weight("running_var", row, True),
                Weight("num_batches_tracked", (), True),
            )
        return kept

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        found = axes(x.roles)
        fits = len(found.channels) == 1 and not found.features
        if not fits or not self.least_dims <= len(found.space) <= 3:
            least = f"{self.least_dims} to 3 space axes"
            fact = f"needs a channel axis and {least}, the input is {shape_words(x)}"
            raise ShapeError(RankMismatch(fact=fact))
        return inputs

    def faults(self, inputs: Shapes) -> Iterable[Problem]:
        return () if self.num_features is None else declared(self, inputs[0], "num_features")
