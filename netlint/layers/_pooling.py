"""Pooling: what max, average and power pooling share."""

from __future__ import annotations

from collections.abc import Iterator

from netlint.core.problems import PoolPadding, Problem
from netlint.core.shape import Shapes
from netlint.core.window import Window
from netlint.layers._base import Layer, per_axis
from netlint.layers._fields import Flag, Padding, PerAxis
from netlint.layers._sliding import pads_of, pooled, spatial, windows


class Pool(Layer):
    """Windows that slide over every space axis; ``stride`` is the kernel where it is left out."""

    kernel_size: PerAxis
    stride: PerAxis | None = None
    padding: Padding = 0
    ceil_mode: Flag = False

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        return (x.with_(space=pooled(x, self.reach(inputs))),)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        if isinstance(self.padding, str):
            return
        kernels = per_axis(self, "kernel_size", x.dims)
        for kernel, pads in zip(kernels, pads_of(self, x.dims), strict=True):
            if max(pads) > kernel // 2:
                yield PoolPadding(key=("padding",), kernel=kernel, padding=max(pads))

    def reach(self, inputs: Shapes) -> tuple[Window, ...]:
        (x,) = inputs
        return windows(self, spatial(x), ceil=self.ceil_mode)
