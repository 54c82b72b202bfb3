"""Gated layers: one half of an axis opens and shuts the other."""

from __future__ import annotations

from netlint.core.conditions import divides, quotient
from netlint.core.errors import ShapeError
from netlint.core.problems import NotDivisible
from netlint.core.shape import SPACE, Shapes
from netlint.layers._axes import chosen_axis
from netlint.layers._base import Layer
from netlint.layers._fields import Integer


class Gated(Layer):
    """``dim``, the channel axis where it is left out, becomes half as large."""

    dim: Integer | None = None

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        axis = chosen_axis(x, self.dim)
        size = x.sizes[axis]
        if not divides(2, size):
            assert isinstance(size, int)
            key = () if self.dim is None else ("dim",)
            noun = f"cells of axis {axis}"
            raise ShapeError(NotDivisible(key=key, divisor=2, size=size, noun=noun, word="parts"))
        return (x.with_axis(axis, quotient(size, 2)),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return None if x.roles[chosen_axis(x, self.dim)] == SPACE else ()
