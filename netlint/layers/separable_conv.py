"""Separable convolution: depthwise windows, then a 1x1 convolution over the channels."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import ClassVar, Literal

from netlint.core.problems import Problem
from netlint.core.shape import Shapes
from netlint.core.size import Int
from netlint.core.window import Windows
from netlint.layers._base import Call, Case, Layer, Weights, per_axis, weights
from netlint.layers._fields import Count, Flag, Padding, PerAxis, SizeOf
from netlint.layers._sliding import convolved, declared, spatial, windows


class SeparableConv(Layer):
    """A depthwise convolution without bias, then a pointwise one with ``bias`` (Chollet 2016)."""

    type: Literal["separable_conv"] = "separable_conv"
    out_channels: Count
    kernel_size: PerAxis
    stride: PerAxis = 1
    padding: Padding = 0
    dilation: PerAxis = 1
    depth_multiplier: Count = 1
    bias: Flag = True
    in_channels: SizeOf | None = None

    ranked: ClassVar = True
    traits: ClassVar = ("conv", "window", "weights")
    sizes: ClassVar = ("in_channels",)
    keras: ClassVar = Call(
        "SeparableConv{dims}D",
        refuses=("stride with dilation", "asymmetric padding"),
        keys={
            "filters": "out_channels",
            "strides": "stride",
            "dilation_rate": "dilation",
            "use_bias": "bias",
        },
    )
    cases: ClassVar = (
        Case(
            "out_channels: 16, kernel_size: 3, padding: 1",
            "1x8x5x5",
            "1x16x5x5",
            params=216,
            macs=5000,
        ),
    )

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        middle = x.channels * self.depth_multiplier
        kernel = per_axis(self, "kernel_size", x.dims)
        return weights(
            depthwise=(middle, 1, *kernel),
            pointwise=(self.out_channels, middle, *(1,) * x.dims),
            bias=self.bias and (self.out_channels,),
        )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        return (x.with_(self.out_channels, convolved(x, self.reach(inputs))),)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        yield from declared(self, inputs[0])

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        (x,), (y,) = inputs, outputs
        middle = x.channels * self.depth_multiplier
        taps = prod(per_axis(self, "kernel_size", x.dims)) + self.out_channels
        return middle * taps * (y.batch * prod(y.space))

    def reach(self, inputs: Shapes) -> Windows:
        (x,) = inputs
        return windows(self, spatial(x))
