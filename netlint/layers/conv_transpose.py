"""Transposed convolution: the size-restoring mirror of a convolution."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import ClassVar, Literal

from netlint.core.conditions import within
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, ImpossibleSize, OutputPaddingRange, Problem
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.core.window import Growth
from netlint.layers._base import Call, Case, Layer, Weights, per_axis, weights
from netlint.layers._fields import Count, Flag, Padding, PerAxis, PerAxisNatural, SizeOf, Text
from netlint.layers._sliding import declared, divided, pads_of, possible, spatial


class ConvTranspose(Layer):
    """Per axis: ``out = (in - 1)*stride - pads + dilation*(kernel - 1) + output_padding + 1``.

    ``padding: same`` gives ``in * stride``; ``like`` takes the size of another tensor, which must
    lie within ``stride - 1`` of the size without output_padding (Dumoulin & Visin 2016; torch).
    """

    type: Literal["conv_transpose"] = "conv_transpose"
    out_channels: Count
    kernel_size: PerAxis
    stride: PerAxis = 1
    padding: Padding = 0
    output_padding: PerAxisNatural = 0
    dilation: PerAxis = 1
    groups: Count = 1
    bias: Flag = True
    in_channels: SizeOf | None = None
    like: Text | None = None

    ranked: ClassVar = True
    likes: ClassVar = True
    traits: ClassVar = ("transposed", "weights")
    sizes: ClassVar = ("in_channels",)
    pytorch: ClassVar = Call("nn.ConvTranspose{dims}d", refuses=("same", "asymmetric padding"))
    keras: ClassVar = Call(
        "Conv{dims}DTranspose",
        refuses=("stride with dilation", "output_padding of stride or more", "like"),
        keys={
            "filters": "out_channels",
            "strides": "stride",
            "dilation_rate": "dilation",
            "use_bias": "bias",
        },
    )
    onnx: ClassVar = Call("ConvTranspose", refuses=("output_padding of stride or more", "like"))
    cases: ClassVar = (
        Case(
            "out_channels: 8, kernel_size: 4, stride: 2, padding: 1",
            "1x16x7x7",
            "1x8x14x14",
            params=2056,
            macs=100_352,
        ),
        Case(
            "out_channels: 8, kernel_size: 3, stride: 2, padding: 1, output_padding: 1,"
            " bias: false",
            "1x4x5x6",
            "1x8x10x12",
            params=288,
        ),
    )

    def weights(self, inputs: Shapes) -> Weights:
        x = inputs[0]
        kernel = per_axis(self, "kernel_size", x.dims)
        return weights(
            weight=(x.channels, self.out_channels // self.groups, *kernel),
            bias=self.bias and (self.out_channels,),
        )

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        grown = [g.out(n) for g, n in zip(self.reach(inputs), x.space, strict=True)]
        if self.like is None:
            return (x.with_(self.out_channels, possible(x.space, tuple(grown))),)
        space = self._like(x, inputs[1], grown)
        return (x.with_(self.out_channels, possible(x.space, space)),)

    def _like(self, x: Shape, target: Shape, grown: list[Int]) -> tuple[Int, ...]:
        if target.dims != x.dims:
            fact = f"is like {target.text()}, which has {target.dims} space axes, not {x.dims}"
            raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        for size, least, step in zip(
            target.space, grown, per_axis(self, "stride", x.dims), strict=True
        ):
            if not within(size - least, 0, step - 1):
                fact = (
                    f"cannot give {size} cells like {self.like}, only {least} to {least + step - 1}"
                )
                raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        return target.space

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        x = inputs[0]
        yield from declared(self, x)
        yield from divided(self.groups, x.channels, "groups", "channels in")
        yield from divided(self.groups, self.out_channels, "groups", "channels out")
        extra = per_axis(self, "output_padding", x.dims)
        for growth, more in zip(self.reach(inputs), extra, strict=True):
            if more >= max(growth.stride, growth.dilation):
                yield OutputPaddingRange(
                    key=("output_padding",),
                    output_padding=more,
                    stride=growth.stride,
                    dilation=growth.dilation,
                )

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        x = inputs[0]
        taps = prod(per_axis(self, "kernel_size", x.dims)) * (self.out_channels // self.groups)
        return x.channels * taps * (x.batch * prod(x.space))

    def reach(self, inputs: Shapes) -> tuple[Growth, ...]:
        dims = spatial(inputs[0])
        if self.padding == "causal":
            raise ShapeError(
                BadValue(
                    key=("padding",), fact="has padding causal, which no transposed window has"
                )
            )
        same = self.padding in ("same", "same_lower")
        extra = (0,) * dims if self.like is not None else per_axis(self, "output_padding", dims)
        return tuple(
            Growth(k, s, begin, end, d, more, same)
            for k, s, (begin, end), d, more in zip(
                per_axis(self, "kernel_size", dims),
                per_axis(self, "stride", dims),
                pads_of(self, dims),
                per_axis(self, "dilation", dims),
                extra,
                strict=True,
            )
        )
