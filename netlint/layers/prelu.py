"""PReLU: a learned slope below zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from netlint.core.conditions import equal
from netlint.core.problems import ChannelMismatch, Problem
from netlint.core.shape import Shapes
from netlint.layers._axes import chosen_axis
from netlint.layers._base import Call, Case, Weights, weights
from netlint.layers._fields import Count, Number
from netlint.layers._pointwise import Pointwise


class PReLU(Pointwise):
    """``x`` above zero, ``weight * x`` below; one weight, or one a channel (He 2015)."""

    type: Literal["prelu"] = "prelu"
    num_parameters: Count = 1
    init: Number = 0.25

    traits: ClassVar = ("activation", "pointwise", "weights")
    pytorch: ClassVar = Call("nn.PReLU")
    keras: ClassVar = Call("PReLU", differs=("shared_axes",))
    onnx: ClassVar = Call("PRelu")
    cases: ClassVar = (Case("num_parameters: 8", "2x8x5x5", "2x8x5x5", params=8, macs=0),)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        wanted = self.num_parameters
        if wanted == 1:
            return
        actual = x.sizes[chosen_axis(x, None)]
        if not equal(wanted, actual):
            assert isinstance(actual, int)
            yield ChannelMismatch(key=("num_parameters",), declared=wanted, actual=actual, shape=x)

    def weights(self, inputs: Shapes) -> Weights:
        return weights(weight=(self.num_parameters,))
