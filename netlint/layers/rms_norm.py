"""RMS norm: every sample divided by its root mean square over the last axes."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Weights, weights
from netlint.layers._fields import Positive
from netlint.layers._shaped_norm import ShapedNorm


class RMSNorm(ShapedNorm):
    """``x / sqrt(mean(x ** 2) + eps) * weight`` over the last axis.

    Or over the axes of ``normalized_shape`` or ``dims``. Zhang 2019, 1910.07467.
    """

    type: Literal["rms_norm"] = "rms_norm"
    eps: Positive | None = None

    traits: ClassVar = ("norm", "weights")
    pytorch: ClassVar = Call("nn.RMSNorm")
    keras: ClassVar = Call("RMSNormalization", keys={"axis": "dims"}, differs=("epsilon",))
    onnx: ClassVar = Call("RMSNormalization", keys={"axis": "dims", "epsilon": "eps"})
    cases: ClassVar = (
        Case("", "1x7x16", "1x7x16", 16, 0, "tokens"),
        Case("normalized_shape: [4, 5]", "1x8x4x5", "1x8x4x5", params=20),
    )

    def weights(self, inputs: Shapes) -> Weights:
        return weights(weight=self.elementwise_affine and self.rows(inputs[0]))
