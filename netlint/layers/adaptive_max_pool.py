"""Adaptive max pooling: the largest value of each bin."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._adaptive import AdaptivePool
from netlint.layers._base import Call, Case


class AdaptiveMaxPool(AdaptivePool):
    """The space becomes ``output_size``; uneven bins overlap (torch's adaptive pooling)."""

    type: Literal["adaptive_max_pool"] = "adaptive_max_pool"

    ranked: ClassVar = True
    traits: ClassVar = ("adaptive",)
    pytorch: ClassVar = Call("nn.AdaptiveMaxPool{dims}d")
    keras: ClassVar = Call("AdaptiveMaxPooling{dims}D")
    onnx: ClassVar = Call("MaxPool")
    cases: ClassVar = (Case("output_size: 2", "1x8x7x7", "1x8x2x2", params=0, macs=0),)
