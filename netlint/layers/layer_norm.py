"""Layer norm: every sample normalised over its last axes."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Weights, weights
from netlint.layers._fields import Flag, Positive
from netlint.layers._shaped_norm import ShapedNorm


class LayerNorm(ShapedNorm):
    """``(x - mean) / sqrt(var + eps) * weight + bias`` over the last axis.

    Or over the axes of ``normalized_shape`` or ``dims``. Ba 2016, 1607.06450; torch's nn.LayerNorm.
    """

    type: Literal["layer_norm"] = "layer_norm"
    eps: Positive = 1e-5
    bias: Flag = True

    traits: ClassVar = ("norm", "weights")
    pytorch: ClassVar = Call("nn.LayerNorm")
    keras: ClassVar = Call("LayerNormalization", keys={"axis": "dims"}, differs=("eps",))
    onnx: ClassVar = Call("LayerNormalization", keys={"axis": "dims", "epsilon": "eps"})
    cases: ClassVar = (
        Case("", "1x7x16", "1x7x16", 32, 0, "tokens"),
        Case("dims: 1", "1x8x4x4", "1x8x4x4", params=16),
        Case("normalized_shape: [4, 4]", "1x8x4x4", "1x8x4x4", params=32),
    )

    def weights(self, inputs: Shapes) -> Weights:
        row = self.elementwise_affine and self.rows(inputs[0])
        return weights(weight=row, bias=row if self.bias else False)
