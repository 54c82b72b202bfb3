"""Batch norm: every channel normalised over batch and space."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._norm import ChannelNorm


class BatchNorm(ChannelNorm):
    """``(x - mean) / sqrt(var + eps) * weight + bias`` a channel (Ioffe & Szegedy 2015)."""

    type: Literal["batch_norm"] = "batch_norm"

    ranked: ClassVar = True
    flat_claim: ClassVar = 1
    traits: ClassVar = ("norm", "weights")
    pytorch: ClassVar = Call("nn.BatchNorm{dims}d")
    keras: ClassVar = Call("BatchNormalization", differs=("eps", "momentum"))
    onnx: ClassVar = Call("BatchNormalization", keys={"epsilon": "eps"}, differs=("momentum",))
    cases: ClassVar = (
        Case("", "1x8x4x4", "1x8x4x4", params=16, macs=0),
        Case("affine: false", "1x8", "1x8", params=0),
    )
