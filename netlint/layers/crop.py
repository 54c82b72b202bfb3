"""Crop: cells cut off the space axes."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, ImpossibleSize
from netlint.core.reach import Reach, Shift
from netlint.core.shape import Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, wrong_length
from netlint.layers._fields import Offset, Pads, Text
from netlint.layers._limits import at_most
from netlint.layers._misfit import Misfit
from netlint.layers._sliding import pads_of, possible, spatial


class Crop(Layer):
    """``out = in - begin - end``, or the size of another tensor; centred, the odd cell ends it."""

    type: Literal["crop"] = "crop"
    cropping: Pads | None = None
    like: Text | None = None
    offset: Offset = "center"

    ranked: ClassVar = True
    likes: ClassVar = True
    traits: ClassVar = ("crop",)
    keras: ClassVar = Call("Cropping{dims}D")
    onnx: ClassVar = Call("Slice")
    cases: ClassVar = (
        Case("cropping: 4", "1x3x32x32", "1x3x24x24", params=0, macs=0),
        Case("cropping: [[0, 1], [2, 3]]", "1x3x8x8", "1x3x7x3"),
    )

    @model_validator(mode="after")
    def _one_target(self) -> Crop:
        if (self.cropping is None) == (self.like is None):
            has = "has no target" if self.like is None else "has cropping and like"
            raise Misfit(f"{has}; give cropping or like")
        return self

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        dims = spatial(x)
        if self.like is not None:
            return (x.with_(space=self._like(inputs)),)
        pairs = pads_of(self, dims, "cropping")
        space = tuple(n - (begin + end) for n, (begin, end) in zip(x.space, pairs, strict=True))
        return (x.with_(space=possible(x.space, space)),)

    def _like(self, inputs: Shapes) -> tuple[Int, ...]:
        x, target = inputs
        if target.dims != x.dims:
            fact = f"is like {target.text()}, which has {target.dims} space axes, not {x.dims}"
            raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        for size, wanted, offset in zip(x.space, target.space, self._offsets(x.dims), strict=True):
            left = size - (offset or 0)
            if not at_most(wanted, left):
                behind = f" behind offset {offset}" if offset else ""
                fact = f"cannot crop {size} to the {wanted} of {self.like}{behind}"
                raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        return target.space

    def _offsets(self, dims: int) -> tuple[int | None, ...]:
        """The first cell that is kept on each axis, None for a centred crop."""
        if self.offset == "center":
            return (None,) * dims
        if isinstance(self.offset, tuple):
            if len(self.offset) != dims:
                raise ShapeError(wrong_length("offset", len(self.offset), dims))
            return self.offset
        if isinstance(self.offset, str):
            raise ShapeError(BadValue(key=("offset",), fact=f"has offset {self.offset}"))
        return (self.offset,) * dims

    def reach(self, inputs: Shapes) -> tuple[Reach, ...] | None:
        x = inputs[0]
        if self.cropping is not None:
            return tuple(Shift(begin) for begin, _ in pads_of(self, x.dims, "cropping"))
        shifts: list[Reach] = []
        for n, wanted, offset in zip(x.space, inputs[1].space, self._offsets(x.dims), strict=True):
            if offset is not None:
                shifts.append(Shift(offset))
            elif isinstance(gap := n - wanted, int):
                shifts.append(Shift(gap // 2))
            else:
                return None
        return tuple(shifts)
