"""Scaled dot-product attention: the two products of attention, without projections."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import ClassVar, Literal

from netlint.core.conditions import broadcast, divides, equal
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, MergeMismatch, Problem, RankMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._attention import operands
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import Flag, Number, Probability


class ScaledDotProductAttention(Layer):
    """``softmax(Q K^T * scale) V`` over the last two axes (torch's function of that name).

    Reads query, key, value and perhaps a mask; one tensor stands for the first three. The axes in
    front are the query's, those of key, value and mask stretch where they are 1.
    """

    type: Literal["scaled_dot_product_attention"] = "scaled_dot_product_attention"
    dropout_p: Probability = 0.0
    is_causal: Flag = False
    scale: Number | None = None
    enable_gqa: Flag = False

    arity: ClassVar = (1, 4)
    traits: ClassVar = ("attention",)
    pytorch: ClassVar = Call("F.scaled_dot_product_attention")
    onnx: ClassVar = Call("Attention", refuses=("dropout_p",))
    cases: ClassVar = (
        Case("", "1x2x5x8 1x2x7x8 1x2x7x4", "1x2x5x4", params=0, macs=840),
        Case("is_causal: true", "2x5x8", "2x5x8", 0, 800, "tokens"),
        Case("", "2x5x8 2x7x8 2x7x8 5x7", "2x5x8", 0, 1120, "tokens"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        query, key, value, mask = operands(inputs)
        for x in (query, key, value):
            if x.rank < 3 or x.rank != query.rank:
                fact = f"needs 3 axes or more, the same number each, one input is {shape_words(x)}"
                raise ShapeError(RankMismatch(key=("inputs",), fact=fact))
        for i, x in ((1, key), (2, value)):
            self._front(query, x, inputs, i % len(inputs))
        pairs = ((query, key, -1, "features"), (key, value, -2, "steps"))
        for one, other, axis, noun in pairs:
            if not equal(one.sizes[axis], other.sizes[axis]):
                fact = f"has {one.sizes[axis]} {noun} to meet {other.sizes[axis]}"
                raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, fact=fact))
        self._mask(mask, (*query.sizes[:-1], key.sizes[-2]), inputs)
        return (query.with_axis(query.rank - 1, value.sizes[-1]),)

    def _front(self, query: Shape, x: Shape, inputs: Shapes, i: int) -> None:
        """The axes in front must be the query's; with ``enable_gqa`` heads may serve several."""
        for axis in range(query.rank - 2):
            mine, its = query.sizes[axis], x.sizes[axis]
            grouped = self.enable_gqa and axis == query.rank - 3 and axis > 0
            if not (divides(its, mine) if grouped else _stretches(its, mine)):
                fact = f"attends over {shape_words(query)} and {shape_words(x)}: {mine} meet {its}"
                raise ShapeError(
                    MergeMismatch(key=("inputs",), shapes=inputs, second=i, axis=axis, fact=fact)
                )

    def _mask(self, mask: Shape | None, wanted: tuple[Int, ...], inputs: Shapes) -> None:
        if mask is None:
            return
        pairs = zip(reversed(mask.sizes), reversed(wanted), strict=False)
        if mask.rank > len(wanted) or not all(_stretches(a, b) for a, b in pairs):
            found, fits = ("x".join(map(str, sizes)) for sizes in (mask.sizes, wanted))
            fact = f"has a mask of {found}, which does not stretch to {fits}"
            raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, second=3, fact=fact))

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        if self.is_causal and len(inputs) > 3:
            yield BadValue(key=("is_causal",), fact="has is_causal and a mask; give one of them")

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        query, key, value, _ = operands(inputs)
        scores = prod(query.sizes[:-1]) * key.sizes[-2]
        return scores * (query.sizes[-1] + value.sizes[-1])

    def reach(self, inputs: Shapes) -> None:
        return None


def _stretches(size: Int, wanted: Int) -> bool:
    """Whether an axis is as large as wanted, or 1."""
    met = broadcast(size, wanted)
    return met is not None and equal(met, wanted)
