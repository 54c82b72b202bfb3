"""Convolution: learned windows that slide over every space axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import prod
from typing import ClassVar, Literal

from netlint.core.problems import Problem
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.core.window import Windows
from netlint.layers._base import Call, Case, Layer, Weight, Weights, spread
from netlint.layers._fields import Count, Flag, Padding, PerAxis, SizeOf
from netlint.layers._sliding import convolved, declared, divided, mirrored, spatial, windows


class Conv(Layer):
    """Per axis: ``out = (in + pads - dilation*(kernel - 1) - 1) // stride + 1``.

    Dumoulin & Visin 2016, 1603.07285.
    """

    type: Literal["conv"] = "conv"
    out_channels: Count
    kernel_size: PerAxis
    stride: PerAxis = 1
    padding: Padding = 0
    dilation: PerAxis = 1
    groups: Count = 1
    bias: Flag = True
    padding_mode: Literal["zeros", "reflect", "replicate", "circular"] = "zeros"
    in_channels: SizeOf | None = None

    ranked: ClassVar = True
    traits: ClassVar = ("conv", "window", "weights")
    sizes: ClassVar = ("in_channels",)
    pytorch: ClassVar = Call("nn.Conv{dims}d", refuses=("same with stride", "asymmetric padding"))
    keras: ClassVar = Call(
        "Conv{dims}D",
        refuses=("stride with dilation", "asymmetric padding", "padding_mode"),
        keys={
            "filters": "out_channels",
            "strides": "stride",
            "dilation_rate": "dilation",
            "use_bias": "bias",
        },
    )
    onnx: ClassVar = Call(
        "Conv",
        refuses=("same with dilation", "padding_mode"),
        keys={
            "kernel_shape": "kernel_size",
            "strides": "stride",
            "dilations": "dilation",
            "group": "groups",
            "pads": "padding",
        },
        differs=("pads",),
    )
    cases: ClassVar = (
        Case(
            "out_channels: 8, kernel_size: 3, padding: 1",
            "1x3x32x32",
            "1x8x32x32",
            params=224,
            macs=221_184,
        ),
        Case(
            "out_channels: 4, kernel_size: [1, 3], bias: false",
            "2x2x5x5",
            "2x4x5x3",
            params=24,
            macs=720,
        ),
        Case(
            "out_channels: 4, kernel_size: 3, stride: 2, padding: same",
            "1x2x7x8",
            "1x4x4x4",
            params=76,
        ),
    )

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        kernel = spread(self.kernel_size, "kernel_size", x.dims)
        return _weights(self.out_channels, x.channels // self.groups, kernel, self.bias)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        return (x.with_(self.out_channels, convolved(x, windows(self, spatial(x)))),)

    def faults(self, inputs: Shapes) -> Iterable[Problem]:
        plain = self.in_channels is None and self.groups == 1 and self.padding_mode == "zeros"
        return () if plain else self._faults(*inputs)

    def _faults(self, x: Shape) -> Iterator[Problem]:
        if self.in_channels is not None:
            yield from declared(self, x)
        if self.groups > 1:
            yield from divided(self.groups, x.channels, "groups", "channels in")
            yield from divided(self.groups, self.out_channels, "groups", "channels out")
        if self.padding_mode != "zeros":
            yield from mirrored(self.padding_mode, self.reach((x,)), x)

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        (x,), (y,) = inputs, outputs
        taps = prod(spread(self.kernel_size, "kernel_size", x.dims))
        fan_in = taps * (x.channels // self.groups)
        return prod(y.space) * (y.batch * self.out_channels * fan_in)

    def reach(self, inputs: Shapes) -> Windows:
        (x,) = inputs
        return windows(self, spatial(x))


@lru_cache(1_024)
def _weights(out: int, fan_in: Int, kernel: tuple[int, ...], bias: bool) -> Weights:
    weight = Weight("weight", (out, fan_in, *kernel))
    return (weight, Weight("bias", (out,))) if bias else (weight,)
