"""Class token: a learned step in front of all others."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.reach import Shift
from netlint.core.shape import Shapes
from netlint.layers._base import Case, Layer, Weights, weights
from netlint.layers._sequence import TOKENS, tokens


class ClsToken(Layer):
    """``N x T x C`` becomes ``N x T + 1 x C`` (Dosovitskiy 2020, 2010.11929)."""

    type: Literal["cls_token"] = "cls_token"

    traits: ClassVar = ("weights",)
    cases: ClassVar = (Case("", "2x196x768", "2x197x768", 768, 0, "tokens"),)

    def weights(self, inputs: Shapes) -> Weights:
        return weights(cls_token=(1, 1, inputs[0].sizes[2]))

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        tokens(x)
        return (x.with_axis(1, x.sizes[1] + 1),)

    def reach(self, inputs: Shapes) -> tuple[Shift, ...] | None:
        return (Shift(-1),) if inputs[0].roles == TOKENS else None
