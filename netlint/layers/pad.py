"""Pad: cells put around the space axes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize, Problem
from netlint.core.reach import Reach, Shift
from netlint.core.shape import Shapes
from netlint.core.size import Int
from netlint.core.window import Window
from netlint.layers._base import Call, Case, Layer, per_axis
from netlint.layers._fields import Added, Number, PerAxis, Text
from netlint.layers._limits import at_most
from netlint.layers._misfit import Misfit
from netlint.layers._sliding import mirrored, pads_of, spatial


class Pad(Layer):
    """``out = in + begin + end``; or the end grows to a multiple, or to another tensor's size."""

    type: Literal["pad"] = "pad"
    padding: Added | None = None
    multiple_of: PerAxis | None = None
    like: Text | None = None
    mode: Literal["constant", "reflect", "replicate", "circular"] = "constant"
    value: Number = 0

    ranked: ClassVar = True
    likes: ClassVar = True
    pytorch: ClassVar = Call("F.pad", differs=("padding",))
    keras: ClassVar = Call("ZeroPadding{dims}D", refuses=("mode",))
    onnx: ClassVar = Call("Pad", differs=("pads",))
    cases: ClassVar = (
        Case("padding: 3", "1x3x32x32", "1x3x38x38", params=0, macs=0),
        Case("padding: [[0, 1], [2, 3]]", "1x3x8x8", "1x3x9x13"),
        Case("multiple_of: 32", "1x3x33x64", "1x3x64x64"),
    )

    @model_validator(mode="after")
    def _one_target(self) -> Pad:
        given = [k for k in ("padding", "multiple_of", "like") if getattr(self, k) is not None]
        if not given:
            raise Misfit("has no target; give padding, multiple_of or like")
        if len(given) > 1:
            raise Misfit(f"has {' and '.join(given)}; give one of them")
        return self

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        dims = spatial(x)
        if self.like is not None:
            return (x.with_(space=self._like(inputs)),)
        space: list[Int] = []
        if self.multiple_of is not None:
            for size, step in zip(x.space, per_axis(self, "multiple_of", dims), strict=True):
                space.append(Window(1, step, same="upper").out(size) * step)
        else:
            for size, (begin, end) in zip(x.space, pads_of(self, dims), strict=True):
                space.append(size + (begin + end))
        return (x.with_(space=tuple(space)),)

    def _like(self, inputs: Shapes) -> tuple[Int, ...]:
        x, target = inputs
        if target.dims != x.dims:
            fact = f"is like {target.text()}, which has {target.dims} space axes, not {x.dims}"
            raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        for size, wanted in zip(x.space, target.space, strict=True):
            if not at_most(size, wanted):
                fact = f"cannot pad {size} to the {wanted} of {self.like}; crop instead"
                raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        return target.space

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        x = inputs[0]
        if self.padding is not None:
            pads = pads_of(self, x.dims)
            windows = [Window(1, begin=begin, end=end) for begin, end in pads]
            yield from mirrored(self.mode, windows, x)

    def reach(self, inputs: Shapes) -> tuple[Reach, ...]:
        x = inputs[0]
        if self.padding is None:
            return (Shift(0),) * x.dims
        return tuple(Shift(-begin) for begin, _ in pads_of(self, x.dims))
