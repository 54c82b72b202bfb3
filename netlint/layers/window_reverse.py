"""Window reverse: samples that are windows become space again."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize
from netlint.core.shape import Shapes
from netlint.core.size import Int
from netlint.layers._base import Case, Layer, per_axis
from netlint.layers._blocks import grid
from netlint.layers._fields import PerAxis, Sizes, Text
from netlint.layers._misfit import Misfit
from netlint.layers._shares import share
from netlint.layers._sliding import spatial


class WindowReverse(Layer):
    """Undoes ``window_partition``: the space is ``size``, or that of the tensor ``like``."""

    type: Literal["window_reverse"] = "window_reverse"
    size: Sizes | None = None
    like: Text | None = None
    window_size: PerAxis | None = None

    ranked: ClassVar = True
    likes: ClassVar = True
    sizes: ClassVar = ("size",)
    cases: ClassVar = (
        Case("size: [14, 21]", "12x7x7x8", "2x14x21x8", 0, 0, "channels_last"),
        Case("like: x1", "4x8x2x4 1x3x4x8", "1x8x4x8"),
    )

    @model_validator(mode="after")
    def _one_target(self) -> WindowReverse:
        if (self.size is None) == (self.like is None):
            has = "has no target" if self.size is None else "has size and like"
            raise Misfit(f"{has}; give size or like")
        return self

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        dims = spatial(x)
        if self.window_size is not None:
            for own, size in zip(per_axis(self, "window_size", dims), x.space, strict=True):
                if not equal(own, size):
                    fact = f"has window_size {own} but reads windows of {size} cells"
                    raise ShapeError(ImpossibleSize(key=("window_size",), fact=fact))
        space = self._space(inputs, dims)
        key = "size" if self.like is None else "like"
        count = prod(grid(space, x.space, key))
        samples = share(x.batch, count)
        if samples is None:
            fact = f"makes samples of {count} windows each out of {x.batch} windows"
            raise ShapeError(ImpossibleSize(key=(key,), fact=fact))
        return (x.with_axis(0, samples).with_(space=space),)

    def _space(self, inputs: Shapes, dims: int) -> tuple[Int, ...]:
        if self.like is None:
            return per_axis(self, "size", dims)
        target = inputs[1]
        if target.dims != dims:
            fact = f"is like {target.text()}, which has {target.dims} space axes, not {dims}"
            raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        return target.space

    def reach(self, inputs: Shapes) -> None:
        return None
