"""Unfold: every window becomes a column."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

from netlint.core.shape import CHANNEL, SPACE, Shape, Shapes
from netlint.layers._base import Call, Case, Layer, per_axis
from netlint.layers._fields import Padding, PerAxis
from netlint.layers._sliding import convolved, spatial, windows


class Unfold(Layer):
    """``N x C x space`` becomes ``N x C*prod(kernel) x L`` with ``L`` windows (torch's nn.Unfold).

    The columns stand in front of the windows where the channel axis stands in front of space.
    """

    type: Literal["unfold"] = "unfold"
    kernel_size: PerAxis
    stride: PerAxis = 1
    padding: Padding = 0
    dilation: PerAxis = 1

    ranked: ClassVar = True
    traits: ClassVar = ("window",)
    pytorch: ClassVar = Call("nn.Unfold", refuses=("padding words", "asymmetric padding"))
    cases: ClassVar = (
        Case("kernel_size: 3, padding: 1", "1x3x5x6", "1x27x30", params=0, macs=0),
        Case("kernel_size: [2, 3], stride: 2", "2x4x6x7", "2x24x9"),
        Case("kernel_size: 2, stride: 2", "1x4x6x3", "1x6x12", layout="channels_last"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        dims = spatial(x)
        places = prod(convolved(x, windows(self, dims)))
        columns = x.channels * prod(per_axis(self, "kernel_size", dims))
        if x.roles.index(CHANNEL) < x.roles.index(SPACE):
            return (Shape((x.batch, columns, places), x.roles[0] + CHANNEL + SPACE),)
        return (Shape((x.batch, places, columns), x.roles[0] + SPACE + CHANNEL),)

    def reach(self, inputs: Shapes) -> None:
        return None
