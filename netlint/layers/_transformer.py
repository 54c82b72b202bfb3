"""Transformer layers: what encoder and decoder layers share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from netlint.core.problems import Problem
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._attention import attention_weights, declared_width
from netlint.layers._base import Layer, Weight, Weights
from netlint.layers._fields import Count, Flag, Positive, Probability
from netlint.layers._sliding import divided


class TransformerLayer(Layer):
    """Attention and a feed-forward net of two linear maps, each with a norm and a shortcut."""

    nhead: Count
    d_model: Count | None = None
    dim_feedforward: Count = 2048
    dropout: Probability = 0.1
    activation: Literal["relu", "gelu"] = "relu"
    layer_norm_eps: Positive = 1e-5
    norm_first: Flag = False
    bias: Flag = True
    is_causal: Flag = False

    attentions: ClassVar[tuple[str, ...]] = ()

    def model_size(self, x: Shape) -> Int:
        """The features of every step."""
        return x.sizes[2] if self.d_model is None else self.d_model

    def weights(self, inputs: Shapes) -> Weights:
        width, hidden = self.model_size(inputs[0]), self.dim_feedforward
        found: list[Weight] = []
        for name in self.attentions:
            prefix = f"{name}."
            found += attention_weights(width, width, width, bias=self.bias, prefix=prefix)
        rows: dict[str, tuple[Int, ...]] = {"linear1": (hidden, width), "linear2": (width, hidden)}
        rows |= {f"norm{i + 1}": (width,) for i in range(len(self.attentions) + 1)}
        for name, shape in rows.items():
            found.append(Weight(f"{name}.weight", shape))
            if self.bias:
                found.append(Weight(f"{name}.bias", shape[:1]))
        return tuple(found)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        x = inputs[0]
        yield from declared_width(x, "d_model", self.d_model)
        yield from divided(self.nhead, self.model_size(x), "nhead", "features")

    def feedforward(self, x: Shape) -> Int:
        """The products of both linear maps."""
        return x.sizes[0] * x.sizes[1] * self.model_size(x) * (2 * self.dim_feedforward)

    def reach(self, inputs: Shapes) -> None:
        return None
