"""Pooling: what max, average and power pooling share."""

from __future__ import annotations

from collections.abc import Iterator

from netlint.core.conditions import at_least
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize, PoolPadding, Problem
from netlint.core.shape import Shapes
from netlint.core.window import Windows
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

    def reach(self, inputs: Shapes) -> Windows:
        (x,) = inputs
        return windows(self, spatial(x), ceil=self.ceil_mode)


class MeanPool(Pool):
    """In 3-d PyTorch also wants the kernel inside the input without its padding."""

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        outputs = super().infer(inputs)
        if x.dims == 3 and not isinstance(self.padding, str):
            kernels = per_axis(self, "kernel_size", 3)
            for size, kernel in zip(x.space, kernels, strict=True):
                if not at_least(size, kernel):
                    fact = f"has kernel {kernel} on {size} cells; in 3-d padding does not count"
                    raise ShapeError(ImpossibleSize(fact=fact, too_small=True))
        return outputs
