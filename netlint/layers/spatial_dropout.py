"""Spatial dropout: whole channels are zeroed in training."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Layer
from netlint.layers._fields import Flag, Probability
from netlint.layers._sliding import spatial


class SpatialDropout(Layer):
    """Zeroes each channel with probability ``p`` and scales the rest (Tompson 2014, 1411.4280)."""

    type: Literal["spatial_dropout"] = "spatial_dropout"
    p: Probability = 0.5
    inplace: Flag = False

    ranked: ClassVar = True
    traits: ClassVar = ("dropout",)
    pytorch: ClassVar = Call("nn.Dropout{dims}d")
    keras: ClassVar = Call("SpatialDropout{dims}D", keys={"rate": "p"})
    cases: ClassVar = (Case("p: 0.2", "2x8x5x5", "2x8x5x5", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        spatial(inputs[0])
        return inputs
