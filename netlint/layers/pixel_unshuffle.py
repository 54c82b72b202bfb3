"""Pixel unshuffle: fine cells become channels."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import divides, quotient
from netlint.core.errors import ShapeError
from netlint.core.problems import NotDivisible, RankMismatch
from netlint.core.shape import Shapes
from netlint.core.window import Window
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import Count
from netlint.layers._sliding import spatial


class PixelUnshuffle(Layer):
    """``C x H*r x W*r`` becomes ``C*r*r x H x W`` (Shi 2016, 1609.05158, reversed)."""

    type: Literal["pixel_unshuffle"] = "pixel_unshuffle"
    downscale_factor: Count

    pytorch: ClassVar = Call("nn.PixelUnshuffle")
    onnx: ClassVar = Call("SpaceToDepth", keys={"blocksize": "downscale_factor"})
    cases: ClassVar = (Case("downscale_factor: 3", "1x2x12x15", "1x18x4x5", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        if spatial(x) != 2:
            fact = f"needs 2 space axes, the input {shape_words(x)} has {x.dims}"
            raise ShapeError(RankMismatch(fact=fact))
        factor = self.downscale_factor
        for size, noun in zip(x.space, ("rows", "columns"), strict=True):
            if not divides(factor, size):
                assert isinstance(size, int)
                raise ShapeError(
                    NotDivisible(
                        key=("downscale_factor",),
                        divisor=factor,
                        size=size,
                        noun=noun,
                        word="downscale_factor",
                    )
                )
        space = tuple(quotient(n, factor) for n in x.space)
        return (x.with_(x.channels * (factor * factor), space),)

    def reach(self, inputs: Shapes) -> tuple[Window, ...]:
        return (Window(self.downscale_factor, self.downscale_factor),) * 2
