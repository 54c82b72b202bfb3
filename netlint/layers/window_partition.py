"""Window partition: space cut into windows that become samples."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

from netlint.core.shape import Shapes
from netlint.layers._base import Case, Layer, per_axis
from netlint.layers._blocks import grid
from netlint.layers._fields import PerAxis
from netlint.layers._sliding import spatial


class WindowPartition(Layer):
    """``N x C x space`` becomes ``N * windows x C x window_size`` (Liu 2021, 2103.14030)."""

    type: Literal["window_partition"] = "window_partition"
    window_size: PerAxis

    ranked: ClassVar = True
    cases: ClassVar = (
        Case("window_size: 7", "2x14x21x8", "12x7x7x8", 0, 0, "channels_last"),
        Case("window_size: [2, 4]", "1x8x4x8", "4x8x2x4"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        window = per_axis(self, "window_size", spatial(x))
        count = prod(grid(x.space, window, "window_size"))
        return (x.with_axis(0, x.batch * count).with_(space=window),)

    def reach(self, inputs: Shapes) -> None:
        return None
