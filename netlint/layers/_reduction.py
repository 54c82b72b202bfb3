"""Reductions: values of some axes become one."""

from __future__ import annotations

from netlint.core.reach import Reach, Shift, Whole
from netlint.core.shape import Shape, Shapes
from netlint.layers._axes import chosen_axes, without
from netlint.layers._base import Layer
from netlint.layers._fields import Flag, Integer, IntegerOrIntegers


class Reduction(Layer):
    """The axes ``dim``, all where it is left out, go away, or stay as 1 with ``keepdim``."""

    dim: IntegerOrIntegers | None = None
    keepdim: Flag = False

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        gone = chosen_axes(x, self.dim)
        if not self.keepdim:
            return (without(x, gone),)
        return (Shape(tuple(1 if i in gone else n for i, n in enumerate(x.sizes)), x.roles),)

    def reach(self, inputs: Shapes) -> tuple[Reach, ...] | None:
        (x,) = inputs
        gone, space = chosen_axes(x, self.dim), x.axes.space
        if not any(i in gone for i in space):
            return ()
        if not self.keepdim:
            return None
        return tuple(Whole(x.sizes[i]) if i in gone else Shift(0) for i in space)


class OneAxis(Reduction):
    """A reduction of one axis, or of all."""

    dim: Integer | None = None
