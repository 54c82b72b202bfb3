"""Transformer decoder layer: self-attention, attention to a memory, then a feed-forward net."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import MergeMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._attention import attended, attention_macs, masked
from netlint.layers._base import Call, Case
from netlint.layers._sequence import TOKENS, tokens
from netlint.layers._transformer import TransformerLayer


class TransformerDecoderLayer(TransformerLayer):
    """Reads a sequence, a memory of the same width, and perhaps a mask for each (Vaswani 2017)."""

    type: Literal["transformer_decoder_layer"] = "transformer_decoder_layer"

    arity: ClassVar = (2, 4)
    traits: ClassVar = ("attention", "weights")
    attentions: ClassVar = ("self_attn", "multihead_attn")
    pytorch: ClassVar = Call("nn.TransformerDecoderLayer", differs=("batch_first",))
    cases: ClassVar = (
        Case("nhead: 2, dim_feedforward: 16", "1x5x8 1x7x8", "1x5x8", 904, 5056, "tokens"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        x, memory, *masks = inputs
        tokens(x)
        attended(x, memory, memory, inputs)
        batch, steps, _ = x.sizes
        width = self.model_size(x)
        if not equal(memory.sizes[2], width):
            fact = f"reads a memory of {memory.sizes[2]} features into {width}"
            raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, axis=2, fact=fact))
        for mask, columns in zip(masks, (steps, memory.sizes[1]), strict=False):
            masked(mask, steps, columns, batch * self.nhead, inputs)
        return (Shape((batch, steps, width), TOKENS),)

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        x, memory = inputs[:2]
        width = self.model_size(x)
        own = attention_macs(x, x, x, width)
        return own + attention_macs(x, memory, memory, width) + self.feedforward(x)
