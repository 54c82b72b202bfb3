"""Embedding: a table that turns indices into vectors."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.shape import CHANNEL, SPACE, Shape, Shapes
from netlint.layers._base import Call, Case, Layer, Weights, weights
from netlint.layers._fields import Count, Integer, Positive
from netlint.layers._misfit import Misfit, at_key


class Embedding(Layer):
    """Every index becomes a row of the table: a channel axis is appended."""

    type: Literal["embedding"] = "embedding"
    num_embeddings: Count
    embedding_dim: Count
    padding_idx: Integer | None = None
    max_norm: Positive | None = None
    norm_type: Positive = 2.0

    traits: ClassVar = ("weights", "lookup")
    gives: ClassVar = "float32"
    pytorch: ClassVar = Call("nn.Embedding")
    keras: ClassVar = Call(
        "Embedding", keys={"input_dim": "num_embeddings", "output_dim": "embedding_dim"}
    )
    onnx: ClassVar = Call("Gather")
    cases: ClassVar = (
        Case("num_embeddings: 100, embedding_dim: 16", "2x7", "2x7x16", params=1600, macs=0),
    )

    @model_validator(mode="after")
    def _row_exists(self) -> Embedding:
        row, rows = self.padding_idx, self.num_embeddings
        if row is not None and not -rows <= row < rows:
            error = Misfit(f"it must be one of the {rows} rows, {-rows} to {rows - 1}")
            raise at_key("padding_idx", row, error)
        return self

    def weights(self, inputs: Shapes) -> Weights:
        return weights(weight=(self.num_embeddings, self.embedding_dim))

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        roles = x.roles.replace(CHANNEL, SPACE) + CHANNEL
        return (Shape((*x.sizes, self.embedding_dim), roles),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return None if CHANNEL in x.roles else ()
