"""Cosine similarity: the cosine of the angle between vectors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import SPACE, Shapes
from netlint.layers._axes import without
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer, Positive
from netlint.layers._merge import met


class CosineSimilarity(Layer):
    """``x . y / max(|x| * |y|, eps)`` along ``dim``, which goes away; the operands broadcast."""

    type: Literal["cosine_similarity"] = "cosine_similarity"
    dim: Integer = 1
    eps: Positive = 1e-8

    arity: ClassVar = (2, 2)
    pytorch: ClassVar = Call("nn.CosineSimilarity")
    cases: ClassVar = (
        Case("", "2x8x4x5 2x8x4x5", "2x4x5", params=0, macs=0),
        Case("dim: -1", "2x7x8 1x7x8", "2x7", 0, 0, "tokens"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        whole = met(inputs)
        return (without(whole, [axis_of(self.dim, whole.rank, whole)]),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        longest = max(inputs, key=lambda x: x.rank)
        return None if longest.roles[self.dim % longest.rank] == SPACE else ()
