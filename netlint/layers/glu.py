"""GLU: one half of the channels gates the other."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._gated import Gated


class GLU(Gated):
    """``a * sigmoid(b)`` of the halves of ``dim`` (Dauphin 2016, 1612.08083)."""

    type: Literal["glu"] = "glu"

    pytorch: ClassVar = Call("nn.GLU", differs=("dim",))
    cases: ClassVar = (
        Case("", "2x8x5x5", "2x4x5x5", params=0, macs=0),
        Case("", "2x7x6", "2x7x3", 0, 0, "tokens"),
        Case("dim: -1", "2x8x5x6", "2x8x5x3"),
    )
