"""Dropout: single values are zeroed in training."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag, Probability
from netlint.layers._pointwise import Pointwise


class Dropout(Pointwise):
    """Zeroes each value with probability ``p`` and scales the rest (Srivastava 2014)."""

    type: Literal["dropout"] = "dropout"
    p: Probability = 0.5
    inplace: Flag = False

    traits: ClassVar = ("dropout", "pointwise")
    pytorch: ClassVar = Call("nn.Dropout")
    keras: ClassVar = Call("Dropout", keys={"rate": "p"})
    onnx: ClassVar = Call("Dropout", differs=("ratio",))
    cases: ClassVar = (Case("p: 0.2", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
