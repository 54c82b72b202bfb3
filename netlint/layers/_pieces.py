"""Pieces: an axis cut into several tensors."""

from __future__ import annotations

from typing import ClassVar

from pydantic import PrivateAttr

from netlint.core.shape import SPACE, Shapes
from netlint.core.size import Int
from netlint.layers._axes import chosen_axis
from netlint.layers._base import Layer
from netlint.layers._fields import Integer


class Pieces(Layer):
    """Parts of the axis ``dim``, the channel axis where it is left out, one a port.

    A symbol leaves their number open: it is that of the shown size, or else what the net reads.
    """

    dim: Integer | None = None
    _shown: int | None = PrivateAttr(default=None)
    _read: int | None = PrivateAttr(default=None)

    numbered: ClassVar = True

    def counted(self, shown: int | None, read: int) -> Pieces:
        copy = self.model_copy()
        copy._shown, copy._read = shown, read
        return copy

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        axis = chosen_axis(x, self.dim)
        return tuple(x.with_axis(axis, n) for n in self.cut(x.sizes[axis]))

    def cut(self, size: Int) -> tuple[Int, ...]:
        """The sizes of the pieces; raises ShapeError where they do not make up ``size``."""
        raise NotImplementedError

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return None if x.roles[chosen_axis(x, self.dim)] == SPACE else ()
