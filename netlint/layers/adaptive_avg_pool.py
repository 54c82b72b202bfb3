"""Adaptive average pooling: the mean of each bin."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._adaptive import AdaptivePool
from netlint.layers._base import Call, Case


class AdaptiveAvgPool(AdaptivePool):
    """The space becomes ``output_size``; uneven bins overlap (torch's adaptive pooling)."""

    type: Literal["adaptive_avg_pool"] = "adaptive_avg_pool"

    ranked: ClassVar = True
    traits: ClassVar = ("adaptive",)
    pytorch: ClassVar = Call("nn.AdaptiveAvgPool{dims}d")
    keras: ClassVar = Call("AdaptiveAveragePooling{dims}D")
    onnx: ClassVar = Call("AveragePool")
    cases: ClassVar = (Case("output_size: [1, 3]", "1x8x7x7", "1x8x1x3", params=0, macs=0),)
