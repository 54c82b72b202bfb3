"""Channel shuffle: the channels of all groups take turns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from netlint.core.problems import Problem
from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Layer
from netlint.layers._fields import Count
from netlint.layers._sliding import divided, spatial


class ChannelShuffle(Layer):
    """Channel ``i`` of group ``g`` becomes channel ``g`` of group ``i`` (Zhang 2017)."""

    type: Literal["channel_shuffle"] = "channel_shuffle"
    groups: Count

    pytorch: ClassVar = Call("nn.ChannelShuffle")
    cases: ClassVar = (Case("groups: 4", "1x8x5x5", "1x8x5x5", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        spatial(inputs[0])
        return inputs

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        yield from divided(self.groups, inputs[0].channels, "groups")
