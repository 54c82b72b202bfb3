"""SwiGLU: one half of the channels gates the other through SiLU."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Case
from netlint.layers._gated import Gated


class SwiGLU(Gated):
    """``silu(a) * b`` of the halves of ``dim`` (Shazeer 2020, 2002.05202)."""

    type: Literal["swiglu"] = "swiglu"

    cases: ClassVar = (
        Case("", "2x7x8", "2x7x4", 0, 0, "tokens"),
        Case("dim: 1", "2x8x5x5", "2x4x5x5", params=0, macs=0),
    )
