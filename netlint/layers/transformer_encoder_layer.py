"""Transformer encoder layer: self-attention, then a feed-forward net."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._attention import attention_macs, masked
from netlint.layers._base import Call, Case
from netlint.layers._sequence import TOKENS, tokens
from netlint.layers._transformer import TransformerLayer


class TransformerEncoderLayer(TransformerLayer):
    """Reads a sequence and perhaps its mask (Vaswani 2017, 1706.03762)."""

    type: Literal["transformer_encoder_layer"] = "transformer_encoder_layer"

    arity: ClassVar = (1, 2)
    traits: ClassVar = ("attention", "weights")
    attentions: ClassVar = ("self_attn",)
    pytorch: ClassVar = Call("nn.TransformerEncoderLayer", differs=("batch_first",))
    cases: ClassVar = (
        Case("nhead: 2, dim_feedforward: 16", "1x5x8", "1x5x8", 600, 2960, "tokens"),
        Case("nhead: 4, dim_feedforward: 4, bias: false", "2x3x8", "2x3x8", 336, 2208, "tokens"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        x, *mask = inputs
        tokens(x)
        batch, steps, _ = x.sizes
        masked(mask[0] if mask else None, steps, steps, batch * self.nhead, inputs)
        return (Shape((batch, steps, self.model_size(x)), TOKENS),)

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        x = inputs[0]
        return attention_macs(x, x, x, self.model_size(x)) + self.feedforward(x)
