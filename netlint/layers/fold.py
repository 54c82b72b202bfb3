"""Fold: columns are added up where their windows stood."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

from netlint.core.conditions import at_least, divides, equal, quotient
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize, NotDivisible
from netlint.core.shape import CHANNEL, SPACE, Shape, Shapes
from netlint.layers._base import Call, Case, Layer, per_axis
from netlint.layers._fields import Padding, PerAxis, Sizes
from netlint.layers._sliding import spatial, windows


class Fold(Layer):
    """Undoes the shape of ``unfold``: ``N x C*prod(kernel) x L`` becomes ``N x C x output_size``.

    ``L`` is the number of windows on ``output_size``; one number is a size of two axes
    (torch's nn.Fold).
    """

    type: Literal["fold"] = "fold"
    output_size: Sizes
    kernel_size: PerAxis
    stride: PerAxis = 1
    padding: Padding = 0
    dilation: PerAxis = 1

    sizes: ClassVar = ("output_size",)
    pytorch: ClassVar = Call("nn.Fold", refuses=("padding words", "asymmetric padding"))
    cases: ClassVar = (
        Case(
            "output_size: [5, 6], kernel_size: 3, padding: 1",
            "1x27x30",
            "1x3x5x6",
            params=0,
            macs=0,
        ),
        Case("output_size: 4, kernel_size: 2, stride: 2", "2x8x4", "2x2x4x4"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        spatial(x, most=1)
        dims = len(self.output_size) if isinstance(self.output_size, tuple) else 2
        wanted = per_axis(self, "output_size", dims)
        over = windows(self, dims)
        counts = tuple(w.out(n) for w, n in zip(over, wanted, strict=True))
        sides = "x".join(map(str, wanted))
        if not all(at_least(n, 1) for n in counts):
            fact = f"folds to {sides}, where no window of the kernel fits"
            raise ShapeError(ImpossibleSize(key=("output_size",), fact=fact))
        places = prod(counts)
        if not equal(places, x.space[0]):
            fact = f"folds {x.space[0]} columns to {sides}, which has {places} windows"
            raise ShapeError(ImpossibleSize(key=("output_size",), fact=fact))
        taps = prod(w.kernel for w in over)
        if not divides(taps, x.channels):
            assert isinstance(x.channels, int)
            raise ShapeError(
                NotDivisible(
                    key=("kernel_size",),
                    divisor=taps,
                    size=x.channels,
                    noun="channels",
                    word="kernel cells",
                )
            )
        channels = quotient(x.channels, taps)
        if x.roles.index(CHANNEL) < x.roles.index(SPACE):
            return (Shape((x.batch, channels, *wanted), x.roles[0] + CHANNEL + SPACE * dims),)
        return (Shape((x.batch, *wanted, channels), x.roles[0] + SPACE * dims + CHANNEL),)

    def reach(self, inputs: Shapes) -> None:
        return None
