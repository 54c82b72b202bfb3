"""Power pooling: the p-norm of each window."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Positive
from netlint.layers._pooling import MeanPool


class LPPool(MeanPool):
    """``sum(x ** norm_type) ** (1 / norm_type)`` of each window, sized as avg_pool sizes it."""

    type: Literal["lp_pool"] = "lp_pool"
    norm_type: Positive

    ranked: ClassVar = True
    traits: ClassVar = ("pool", "window")
    pytorch: ClassVar = Call("nn.LPPool{dims}d", refuses=("padding",))
    onnx: ClassVar = Call("LpPool", keys={"p": "norm_type"}, differs=("strides",))
    cases: ClassVar = (
        Case("norm_type: 2, kernel_size: 2", "1x8x7x7", "1x8x3x3", params=0, macs=0),
        Case("norm_type: 2, kernel_size: 2, ceil_mode: true", "1x8x7x7", "1x8x4x4"),
    )
