"""Pixel shuffle: channels become finer cells."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import divides, quotient
from netlint.core.errors import ShapeError
from netlint.core.problems import NotDivisible, RankMismatch
from netlint.core.reach import Resize
from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import Count
from netlint.layers._sliding import spatial


class PixelShuffle(Layer):
    """``C*r*r x H x W`` becomes ``C x H*r x W*r`` (Shi 2016, 1609.05158)."""

    type: Literal["pixel_shuffle"] = "pixel_shuffle"
    upscale_factor: Count

    traits: ClassVar = ("resize",)
    pytorch: ClassVar = Call("nn.PixelShuffle")
    onnx: ClassVar = Call("DepthToSpace", keys={"blocksize": "upscale_factor"})
    cases: ClassVar = (Case("upscale_factor: 3", "1x18x4x5", "1x2x12x15", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        if spatial(x) != 2:
            fact = f"needs 2 space axes, the input {shape_words(x)} has {x.dims}"
            raise ShapeError(RankMismatch(fact=fact))
        factor = self.upscale_factor
        if not divides(factor * factor, x.channels):
            assert isinstance(x.channels, int)
            raise ShapeError(
                NotDivisible(
                    key=("upscale_factor",),
                    divisor=factor * factor,
                    size=x.channels,
                    noun="channels",
                    word="upscale_factor squared",
                )
            )
        space = tuple(n * factor for n in x.space)
        return (x.with_(quotient(x.channels, factor * factor), space),)

    def reach(self, inputs: Shapes) -> tuple[Resize, ...]:
        return (Resize(self.upscale_factor),) * 2
