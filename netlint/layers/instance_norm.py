"""Instance norm: every channel of every sample normalised over space."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag
from netlint.layers._norm import ChannelNorm


class InstanceNorm(ChannelNorm):
    """``(x - mean) / sqrt(var + eps)`` a sample and channel (Ulyanov 2016, 1607.08022)."""

    type: Literal["instance_norm"] = "instance_norm"
    affine: Flag = False
    track_running_stats: Flag = False

    ranked: ClassVar = True
    traits: ClassVar = ("norm", "weights")
    least_dims: ClassVar = 1
    pytorch: ClassVar = Call("nn.InstanceNorm{dims}d")
    onnx: ClassVar = Call("InstanceNormalization", keys={"epsilon": "eps"}, differs=("affine",))
    cases: ClassVar = (
        Case("", "1x8x4x4", "1x8x4x4", params=0, macs=0),
        Case("affine: true", "1x8x4x4", "1x8x4x4", params=16),
    )
