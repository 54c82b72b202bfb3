"""Upsample: a resize to a factor, to a size, or to the size of another tensor."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize, RankMismatch
from netlint.core.reach import Reach, Resize
from netlint.core.scaling import scaled
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, per_axis
from netlint.layers._fields import Flag, Scale, Sizes, Text
from netlint.layers._misfit import Misfit, at_key
from netlint.layers._sliding import possible, spatial

_DIMS = {"linear": 1, "bilinear": 2, "trilinear": 3, "bicubic": 2}
_ALIGNED = tuple(_DIMS)
_TAPS = {"nearest": 1, "nearest-exact": 1, "bicubic": 4}


class Upsample(Layer):
    """``out = floor(in * scale_factor)`` in double precision (torch), or the wanted size."""

    type: Literal["upsample"] = "upsample"
    scale_factor: Scale | None = None
    size: Sizes | None = None
    like: Text | None = None
    mode: Literal[
        "nearest", "linear", "bilinear", "trilinear", "bicubic", "area", "nearest-exact"
    ] = "nearest"
    align_corners: Flag | None = None

    ranked: ClassVar = True
    likes: ClassVar = True
    traits: ClassVar = ("resize",)
    sizes: ClassVar = ("size",)
    pytorch: ClassVar = Call("nn.Upsample")
    keras: ClassVar = Call("UpSampling{dims}D", refuses=("size", "fractions"))
    onnx: ClassVar = Call("Resize", refuses=("area",), differs=("align_corners",))
    cases: ClassVar = (
        Case("scale_factor: 2", "1x8x7x9", "1x8x14x18", params=0, macs=0),
        Case("scale_factor: 0.7", "1x8x90x10", "1x8x62x7"),
        Case("size: [5, 6], mode: bilinear", "1x8x7x9", "1x8x5x6"),
    )

    @model_validator(mode="after")
    def _one_target(self) -> Upsample:
        given = [k for k in ("scale_factor", "size", "like") if getattr(self, k) is not None]
        if not given:
            raise Misfit("has no target; give scale_factor, size or like")
        if len(given) > 1:
            raise Misfit(f"has {' and '.join(given)}; give one of them")
        if self.align_corners is not None and self.mode not in _ALIGNED:
            error = Misfit(f"it is for the modes {', '.join(_ALIGNED)}; mode is {self.mode}")
            raise at_key("align_corners", self.align_corners, error)
        return self

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        dims = spatial(x)
        wanted = _DIMS.get(self.mode, dims)
        if wanted != dims:
            fact = f"has mode {self.mode}, which is for {wanted} space axes; the input has {dims}"
            raise ShapeError(RankMismatch(key=("mode",), fact=fact))
        return (x.with_(space=possible(x.space, self._space(x, inputs))),)

    def _space(self, x: Shape, inputs: Shapes) -> tuple[Int, ...]:
        if self.like is not None:
            if inputs[1].dims != x.dims:
                has = f"{inputs[1].dims} space axes, not {x.dims}"
                fact = f"is like {inputs[1].text()}, which has {has}"
                raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
            return inputs[1].space
        if self.size is not None:
            return per_axis(self, "size", x.dims)
        factors = per_axis(self, "scale_factor", x.dims)
        return tuple(scaled(n, f) for n, f in zip(x.space, factors, strict=True))

    def reach(self, inputs: Shapes) -> tuple[Reach, ...] | None:
        x = inputs[0]
        taps = _TAPS.get(self.mode, 2)
        if self.scale_factor is not None:
            factors = [float(f).as_integer_ratio() for f in per_axis(self, "scale_factor", x.dims)]
            if any(under > 1 << 12 for _, under in factors):
                return None
            return tuple(Resize(over, under, taps) for over, under in factors)
        pairs = list(zip(self._space(x, inputs), x.space, strict=True))
        numbers = [(o, n) for o, n in pairs if isinstance(o, int) and isinstance(n, int)]
        return tuple(Resize(o, n, taps) for o, n in numbers) if len(numbers) == len(pairs) else None
