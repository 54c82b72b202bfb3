"""Local response norm: channels damped by their neighbours."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.errors import ShapeError
from netlint.core.problems import RankMismatch
from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import Count, Number


class LocalResponseNorm(Layer):
    """``x / (k + alpha/size * sum of squares over size channels) ** beta`` (Krizhevsky 2012)."""

    type: Literal["local_response_norm"] = "local_response_norm"
    size: Count
    alpha: Number = 1e-4
    beta: Number = 0.75
    k: Number = 1.0

    pytorch: ClassVar = Call("nn.LocalResponseNorm")
    onnx: ClassVar = Call("LRN", keys={"bias": "k"})
    cases: ClassVar = (Case("size: 5", "1x8x4x4", "1x8x4x4", params=0, macs=0),)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        if x.rank < 3:
            fact = f"needs space axes, the input is {shape_words(x)}"
            raise ShapeError(RankMismatch(fact=fact))
        return inputs
