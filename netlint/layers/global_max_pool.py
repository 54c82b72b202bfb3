"""Global max pooling: the largest value of every channel."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._adaptive import GlobalPool
from netlint.layers._base import Call, Case


class GlobalMaxPool(GlobalPool):
    """The space axes stay, each as 1."""

    type: Literal["global_max_pool"] = "global_max_pool"

    ranked: ClassVar = True
    traits: ClassVar = ("global",)
    pytorch: ClassVar = Call("nn.AdaptiveMaxPool{dims}d(1)")
    keras: ClassVar = Call("GlobalMaxPooling{dims}D")
    onnx: ClassVar = Call("GlobalMaxPool")
    cases: ClassVar = (Case("", "1x8x7x7", "1x8x1x1", params=0, macs=0),)
