"""Depthwise convolution: every channel by itself."""

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
from netlint.layers._sliding import convolved, declared, mirrored, spatial, windows


class DepthwiseConv(Layer):
    """``depth_multiplier`` outputs for each channel, as a convolution with a group a channel."""

    type: Literal["depthwise_conv"] = "depthwise_conv"
    kernel_size: PerAxis
    stride: PerAxis = 1
    padding: Padding = 0
    dilation: PerAxis = 1
    depth_multiplier: Count = 1
    bias: Flag = True
    padding_mode: Literal["zeros", "reflect", "replicate", "circular"] = "zeros"
    in_channels: SizeOf | None = None

    ranked: ClassVar = True
    traits: ClassVar = ("conv", "window", "weights")
    sizes: ClassVar = ("in_channels",)
    pytorch: ClassVar = Call("nn.Conv{dims}d", refuses=("same with stride", "asymmetric padding"))
    keras: ClassVar = Call(
        "DepthwiseConv{dims}D",
        refuses=("stride with dilation", "asymmetric padding", "padding_mode"),
        keys={"strides": "stride", "dilation_rate": "dilation", "use_bias": "bias"},
    )
    onnx: ClassVar = Call("Conv", refuses=("same with dilation", "padding_mode"))
    cases: ClassVar = (
        Case("kernel_size: 3, padding: 1", "1x8x5x5", "1x8x5x5", params=80, macs=1800),
        Case("kernel_size: 3, depth_multiplier: 2", "1x3x5x5", "1x6x3x3", params=60, macs=486),
    )

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        out = x.channels * self.depth_multiplier
        kernel = per_axis(self, "kernel_size", x.dims)
        return weights(weight=(out, 1, *kernel), bias=self.bias and (out,))

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        space = convolved(x, self.reach(inputs))
        return (x.with_(x.channels * self.depth_multiplier, space),)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        yield from declared(self, x)
        if self.padding_mode != "zeros":
            yield from mirrored(self.padding_mode, self.reach(inputs), x)

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        (x,), (y,) = inputs, outputs
        return y.elements * prod(per_axis(self, "kernel_size", x.dims))

    def reach(self, inputs: Shapes) -> Windows:
        (x,) = inputs
        return windows(self, spatial(x))
