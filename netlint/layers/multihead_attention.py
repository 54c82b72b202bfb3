"""Multi-head attention: every step of a query looks at every step of a key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from netlint.core.problems import Problem
from netlint.core.shape import SPACE, Shape, Shapes
from netlint.core.size import Int
from netlint.layers._attention import (
    attended,
    attention_macs,
    attention_weights,
    declared_width,
    masked,
    operands,
)
from netlint.layers._base import Call, Case, Layer, Weights
from netlint.layers._fields import Count, Flag, Probability
from netlint.layers._sequence import TOKENS
from netlint.layers._sliding import divided


class MultiheadAttention(Layer):
    """``softmax(Q K^T / sqrt(d)) V`` in ``num_heads`` heads, projected in and out.

    Reads query, key, value and perhaps a mask; one tensor stands for the first three. The port
    ``weights`` is the mean over the heads (Vaswani 2017, 1706.03762; torch's layer of that name).
    """

    type: Literal["multihead_attention"] = "multihead_attention"
    num_heads: Count
    embed_dim: Count | None = None
    dropout: Probability = 0.0
    bias: Flag = True
    add_bias_kv: Flag = False
    add_zero_attn: Flag = False
    kdim: Count | None = None
    vdim: Count | None = None
    is_causal: Flag = False

    arity: ClassVar = (1, 4)
    ports: ClassVar = ("output", "weights")
    traits: ClassVar = ("attention", "weights")
    pytorch: ClassVar = Call("nn.MultiheadAttention", differs=("batch_first",))
    keras: ClassVar = Call(
        "MultiHeadAttention",
        refuses=("add_bias_kv", "add_zero_attn"),
        keys={"use_bias": "bias"},
        differs=("key_dim", "value"),
    )
    cases: ClassVar = (
        Case("num_heads: 2", "1x5x8", "1x5x8 1x5x5", 288, 1680, "tokens"),
        Case(
            "num_heads: 2, kdim: 6, vdim: 4",
            "1x5x8 1x7x6 1x7x4",
            "1x5x8 1x5x7",
            240,
            1760,
            "tokens",
        ),
        Case("num_heads: 4, add_bias_kv: true", "2x3x8", "2x3x8 2x3x4", 304, 1920, "tokens"),
    )

    def _embed(self, x: Shape) -> Int:
        return x.sizes[2] if self.embed_dim is None else self.embed_dim

    @property
    def _more(self) -> int:
        """The steps that are added to the key."""
        return self.add_bias_kv + self.add_zero_attn

    def weights(self, inputs: Shapes) -> Weights:
        query, key, value, _ = operands(inputs)
        sizes = self._embed(query), key.sizes[2], value.sizes[2]
        return tuple(attention_weights(*sizes, bias=self.bias, bias_kv=self.add_bias_kv))

    def infer(self, inputs: Shapes) -> Shapes:
        query, key, value, mask = operands(inputs)
        attended(query, key, value, inputs)
        batch, rows, columns = query.sizes[0], query.sizes[1], key.sizes[1]
        masked(mask, rows, columns, batch * self.num_heads, inputs)
        scores = Shape((batch, rows, columns + self._more), query.roles[0] + SPACE * 2)
        return (Shape((batch, rows, self._embed(query)), TOKENS), scores)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        query, key, value, _ = operands(inputs)
        declared = [(query, "embed_dim", self.embed_dim)]
        for x, name, size in ((key, "kdim", self.kdim), (value, "vdim", self.vdim)):
            declared.append((x, name, size) if size else (x, "embed_dim", self.embed_dim))
        for row in dict.fromkeys(declared):
            yield from declared_width(*row)
        yield from divided(self.num_heads, self._embed(query), "num_heads", "features")

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        query, key, value, _ = operands(inputs)
        return attention_macs(query, key, value, self._embed(query), self._more)

    def reach(self, inputs: Shapes) -> None:
        return None
