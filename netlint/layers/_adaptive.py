"""Adaptive pooling: bins that share out an axis evenly."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.reach import Bins, Reach, Whole
from netlint.core.shape import Shapes
from netlint.core.size import Size
from netlint.layers._base import Layer, per_axis
from netlint.layers._fields import Sizes
from netlint.layers._sliding import possible, spatial


class AdaptivePool(Layer):
    """Bin ``i`` of ``o`` reads the cells ``i*n // o`` up to ``ceil((i + 1)*n / o)``."""

    output_size: Sizes

    sizes: ClassVar = ("output_size",)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        space = per_axis(self, "output_size", spatial(x))
        return (x.with_(space=possible(x.space, space)),)

    def reach(self, inputs: Shapes) -> tuple[Reach, ...] | None:
        (x,) = inputs
        outs = per_axis(self, "output_size", x.dims)
        bins: list[Reach] = []
        for size, out in zip(x.space, outs, strict=True):
            if isinstance(out, int) and out == 1:
                bins.append(Whole(size))
            elif isinstance(size, Size) or isinstance(out, Size):
                return None
            else:
                bins.append(Bins(size, out))
        return tuple(bins)


class GlobalPool(Layer):
    """Every space axis becomes 1."""

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        return (x.with_(space=(1,) * spatial(x)),)

    def reach(self, inputs: Shapes) -> tuple[Reach, ...]:
        (x,) = inputs
        return tuple(map(Whole, x.space))
