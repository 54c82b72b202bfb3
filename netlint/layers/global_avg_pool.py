"""Global average pooling: the mean of every channel."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._adaptive import GlobalPool
from netlint.layers._base import Call, Case


class GlobalAvgPool(GlobalPool):
    """The space axes stay, each as 1 (Lin 2013, 1312.4400)."""

    type: Literal["global_avg_pool"] = "global_avg_pool"

    ranked: ClassVar = True
    traits: ClassVar = ("global",)
    pytorch: ClassVar = Call("nn.AdaptiveAvgPool{dims}d(1)")
    keras: ClassVar = Call("GlobalAveragePooling{dims}D")
    onnx: ClassVar = Call("GlobalAveragePool")
    cases: ClassVar = (Case("", "1x8x7x7", "1x8x1x1", params=0, macs=0),)
