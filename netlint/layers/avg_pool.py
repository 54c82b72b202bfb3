"""Average pooling: the mean of each window."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import Count, Flag
from netlint.layers._pooling import MeanPool


class AvgPool(MeanPool):
    """Per axis: ``out = (in + pads - kernel) // stride + 1``; padding counts by default."""

    type: Literal["avg_pool"] = "avg_pool"
    count_include_pad: Flag = True
    divisor_override: Count | None = None

    ranked: ClassVar = True
    traits: ClassVar = ("pool", "window")
    pytorch: ClassVar = Call("nn.AvgPool{dims}d", refuses=("padding words", "asymmetric padding"))
    keras: ClassVar = Call(
        "AveragePooling{dims}D",
        refuses=("padding other than same and valid", "ceil_mode", "divisor_override"),
        keys={"pool_size": "kernel_size", "strides": "stride"},
        differs=("count_include_pad",),
    )
    onnx: ClassVar = Call("AveragePool", differs=("strides", "count_include_pad"))
    cases: ClassVar = (
        Case("kernel_size: 2", "1x8x7x7", "1x8x3x3", params=0, macs=0),
        Case("kernel_size: 3, stride: 1, padding: 1", "1x8x7x7", "1x8x7x7"),
    )
