"""Pointwise layers: every value for itself, the shape stays."""

from __future__ import annotations

from netlint.core.shape import Shapes
from netlint.layers._base import Layer


class Pointwise(Layer):
    """Gives the shape that it gets, whatever that is."""

    def infer(self, inputs: Shapes) -> Shapes:
        return inputs[:1]
