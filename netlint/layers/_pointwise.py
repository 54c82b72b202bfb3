"""Pointwise layers: every value for itself, or with those of one axis; the shape stays."""

from __future__ import annotations

from netlint.core.shape import Shapes
from netlint.layers._axes import chosen_axis
from netlint.layers._base import Layer
from netlint.layers._fields import Integer


class Pointwise(Layer):
    """Gives the shape that it gets, whatever that is."""

    def infer(self, inputs: Shapes) -> Shapes:
        return inputs[:1]


class AlongAxis(Layer):
    """Gives the shape that it gets; ``dim`` is the channel axis where it is left out."""

    dim: Integer | None = None

    def infer(self, inputs: Shapes) -> Shapes:
        chosen_axis(inputs[0], self.dim)
        return inputs
