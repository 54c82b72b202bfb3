"""Positional embedding: a learned vector for every step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from netlint.core.conditions import within
from netlint.core.problems import FeaturesMismatch, Problem
from netlint.core.shape import Shapes
from netlint.layers._base import Call, Case, Layer, Weights, weights
from netlint.layers._fields import Count
from netlint.layers._sequence import tokens


class PositionalEmbedding(Layer):
    """Adds a row of a learned table to every step; there are at least as many rows as steps."""

    type: Literal["positional_embedding"] = "positional_embedding"
    num_embeddings: Count | None = None

    traits: ClassVar = ("weights",)
    pytorch: ClassVar = Call("nn.Embedding")
    keras: ClassVar = Call("Embedding", keys={"input_dim": "num_embeddings"})
    cases: ClassVar = (
        Case("", "2x7x16", "2x7x16", 112, 0, "tokens"),
        Case("num_embeddings: 512", "2x7x16", "2x7x16", 8192, 0, "tokens"),
    )

    def weights(self, inputs: Shapes) -> Weights:
        _, steps, width = inputs[0].sizes
        rows = steps if self.num_embeddings is None else self.num_embeddings
        return weights(weight=(rows, width))

    def infer(self, inputs: Shapes) -> Shapes:
        tokens(inputs[0])
        return inputs

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        rows, steps = self.num_embeddings, x.sizes[1]
        if rows is not None and not within(steps, 1, rows):
            assert isinstance(steps, int)
            yield FeaturesMismatch(
                key=("num_embeddings",), declared=(rows,), actual=(steps,), shape=x
            )
