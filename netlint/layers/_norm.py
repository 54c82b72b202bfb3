"""Norms: what batch and instance norm share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import ClassVar

from netlint.core.errors import ShapeError
from netlint.core.problems import Problem, RankMismatch
from netlint.core.shape import Shapes
from netlint.core.size import Int
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
        return _weights(inputs[0].channels, self.affine, self.track_running_stats)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        found = x.axes
        fits = len(found.channels) == 1 and not found.features
        if not fits or not self.least_dims <= len(found.space) <= 3:
            least = f"{self.least_dims} to 3 space axes"
            fact = f"needs a channel axis and {least}, the input is {shape_words(x)}"
            raise ShapeError(RankMismatch(fact=fact))
        return inputs

    def faults(self, inputs: Shapes) -> Iterable[Problem]:
        return () if self.num_features is None else declared(self, inputs[0], "num_features")


@lru_cache(256)
def _weights(channels: Int, affine: bool, tracked: bool) -> Weights:
    row = (channels,)
    kept: Weights = ()
    if affine:
        kept = Weight("weight", row), Weight("bias", row)
    if tracked:
        kept += (
            Weight("running_mean", row, buffer=True),
            Weight("running_var", row, buffer=True),
            Weight("num_batches_tracked", (), buffer=True),
        )
    return kept
