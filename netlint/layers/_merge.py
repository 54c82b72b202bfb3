"""Merges: tensors that meet value by value, stretched as in NumPy."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.conditions import broadcast
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, MergeMismatch
from netlint.core.shape import FEATURE, Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Layer
from netlint.layers._fields import Number


class Merge(Layer):
    """Operands are aligned at their last axes; only an axis that is the number 1 stretches."""

    arity: ClassVar[tuple[int, int | None]] = (2, None)
    traits: ClassVar = ("broadcast", "merge")

    def infer(self, inputs: Shapes) -> Shapes:
        return (met(inputs),)


class Arithmetic(Merge):
    """Two or more operands, or one and a number under ``value``."""

    value: Number | None = None

    arity: ClassVar[tuple[int, int | None]] = (1, None)

    def infer(self, inputs: Shapes) -> Shapes:
        if self.value is None and len(inputs) == 1:
            fact = "has 1 input; give a second one, or a number as value"
            raise ShapeError(BadValue(key=("inputs",), fact=fact))
        if self.value is not None and len(inputs) > 1:
            fact = f"has {len(inputs)} inputs and a value; give one of the two"
            raise ShapeError(BadValue(key=("value",), fact=fact))
        return super().infer(inputs)


def met(inputs: Shapes, last: int = 0) -> Shape:
    """The shape in which all operands meet, their ``last`` axes left out; raises ShapeError."""
    fronts = inputs
    if last:
        fronts = tuple(Shape(x.sizes[:-last], x.roles[:-last]) for x in inputs)
    whole = fronts[0]
    for i, y in enumerate(fronts[1:], 1):
        whole = _pair(whole, y, inputs, i)
    return whole


def _pair(x: Shape, y: Shape, inputs: Shapes, i: int) -> Shape:
    if x is y:
        return x
    long, short = (x, y) if x.rank >= y.rank else (y, x)
    more = long.rank - short.rank
    sizes: list[Int] = list(long.sizes[:more])
    roles = long.roles[:more]
    for axis, (a, b) in enumerate(zip(long.sizes[more:], short.sizes, strict=True), more):
        size = broadcast(a, b)
        if size is None:
            raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, second=i, axis=axis))
        sizes.append(size)
        mine, its = long.roles[axis], short.roles[axis - more]
        roles += its if mine == FEATURE else mine
    return Shape(tuple(sizes), roles)
