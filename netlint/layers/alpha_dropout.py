"""Alpha dropout: dropout that keeps mean and variance behind SELU."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag, Probability
from netlint.layers._pointwise import Pointwise


class AlphaDropout(Pointwise):
    """Sets values to SELU's lower bound with probability ``p`` (Klambauer 2017, 1706.02515)."""

    type: Literal["alpha_dropout"] = "alpha_dropout"
    p: Probability = 0.5
    inplace: Flag = False

    traits: ClassVar = ("dropout", "pointwise")
    pytorch: ClassVar = Call("nn.AlphaDropout")
    keras: ClassVar = Call("AlphaDropout", keys={"rate": "p"})
    cases: ClassVar = (Case("p: 0.2", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
