"""Layer scale: a learned factor for every channel."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shapes
from netlint.layers._axes import chosen_axis
from netlint.layers._base import Case, Layer, Weights, weights
from netlint.layers._fields import Number


class LayerScale(Layer):
    """``x * gamma`` with one factor a channel, ``init_value`` at first (Touvron 2021)."""

    type: Literal["layer_scale"] = "layer_scale"
    init_value: Number = 1e-5

    traits: ClassVar = ("weights", "pointwise")
    cases: ClassVar = (
        Case("", "2x8x5x5", "2x8x5x5", params=8, macs=0),
        Case("init_value: 0.1", "2x7x16", "2x7x16", 16, 0, "tokens"),
    )

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        return weights(gamma=(x.channels,))

    def infer(self, inputs: Shapes) -> Shapes:
        chosen_axis(inputs[0], None)
        return inputs
