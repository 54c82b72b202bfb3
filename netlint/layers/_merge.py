"""Merges: tensors that meet value by value, stretched as in NumPy."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from netlint.core.conditions import broadcast
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, MergeMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Layer
from netlint.layers._fields import Number


class Merge(Layer):
    """Operands are aligned at their last axes; only an axis that is the number 1 stretches."""

    arity: ClassVar = (2, None)
    traits: ClassVar = ("merge",)

    def infer(self, inputs: Shapes) -> Shapes:
        return (met(inputs),)


class Arithmetic(Merge):
    """Two or more operands, or one and a number under ``value``."""

    value: Number | None = None

    arity: ClassVar = (1, None)

    @model_validator(mode="after")
    def _finite(self) -> Arithmetic:
        return self

    def infer(self, inputs: Shapes) -> Shapes:
        if self.value is None and len(inputs) == 1:
            raise ShapeError(BadValue(fact="has 1 input; give a second one, or a number as value"))
        if self.value is not None and len(inputs) > 1:
            fact = f"has {len(inputs)} inputs and a value; give one of the two"
            raise ShapeError(BadValue(key=("value",), fact=fact))
        return super().infer(inputs)


def met(inputs: Shapes) -> Shape:
    """The shape in which all operands meet; raises ShapeError where they do not."""
    whole = inputs[0]
    for i, y in enumerate(inputs[1:], 1):
        whole = _pair(whole, y, inputs, i)
    return whole


def _pair(x: Shape, y: Shape, inputs: Shapes, i: int) -> Shape:
    long, short = (x, y) if x.rank >= y.rank else (y, x)
    sizes: list[Int] = list(long.sizes[: long.rank - short.rank])
    for axis, (a, b) in enumerate(
        zip(long.sizes[long.rank - short.rank :], short.sizes, strict=True), len(sizes)
    ):
        size = broadcast(a, b)
        if size is None:
            raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, second=i, axis=axis))
        sizes.append(size)
    return Shape(tuple(sizes), long.roles)
