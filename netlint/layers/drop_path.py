"""Drop path: whole samples of a branch are zeroed in training."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Probability
from netlint.layers._pointwise import Pointwise


class DropPath(Pointwise):
    """Zeroes each sample, or the whole batch, with probability ``p`` (Huang 2016, 1603.09382)."""

    type: Literal["drop_path"] = "drop_path"
    p: Probability
    mode: Literal["row", "batch"] = "row"

    traits: ClassVar = ("pointwise",)
    pytorch: ClassVar = Call("torchvision.ops.StochasticDepth")
    cases: ClassVar = (Case("p: 0.1", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
