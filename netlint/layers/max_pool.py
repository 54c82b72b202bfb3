"""Max pooling: the largest value of each window."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._fields import PerAxis
from netlint.layers._pooling import Pool


class MaxPool(Pool):
    """Per axis: ``out = (in + pads - dilation*(kernel - 1) - 1) // stride + 1``.

    With ``ceil_mode`` the quotient is rounded up, unless the last window would start in the end
    padding (torch's ``pooling_output_shape``).
    """

    type: Literal["max_pool"] = "max_pool"
    dilation: PerAxis = 1

    ranked: ClassVar = True
    traits: ClassVar = ("pool", "window")
    pytorch: ClassVar = Call("nn.MaxPool{dims}d", refuses=("padding words", "asymmetric padding"))
    keras: ClassVar = Call(
        "MaxPooling{dims}D",
        refuses=("padding other than same and valid", "dilation", "ceil_mode"),
        keys={"pool_size": "kernel_size", "strides": "stride"},
    )
    onnx: ClassVar = Call("MaxPool", differs=("strides",))
    cases: ClassVar = (
        Case("kernel_size: 3, stride: 2, padding: 1", "1x64x112x112", "1x64x56x56", 0, 0),
        Case("kernel_size: 2, ceil_mode: true", "1x8x7x7", "1x8x4x4"),
        Case("kernel_size: 3, stride: 3, padding: 1, ceil_mode: true", "1x8x2x2", "1x8x1x1"),
    )
