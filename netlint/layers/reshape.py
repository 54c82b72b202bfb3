"""Reshape: the same values under other sizes."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.conditions import divides, equal
from netlint.core.division import divided_by
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize
from netlint.core.shape import Shape, Shapes, default_roles
from netlint.core.size import Int
from netlint.layers._axes import layout_of
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import Misfit, Sizes


class Reshape(Layer):
    """The sizes of ``shape``, batch axis first; one ``-1`` takes what is left over."""

    type: Literal["reshape"] = "reshape"
    shape: Sizes

    sizes: ClassVar = ("shape",)
    pytorch: ClassVar = Call("torch.reshape")
    keras: ClassVar = Call("Reshape", keys={"target_shape": "shape"}, differs=("target_shape",))
    onnx: ClassVar = Call("Reshape", differs=("0",))
    cases: ClassVar = (
        Case("shape: [1, -1]", "1x8x4x4", "1x128", params=0, macs=0),
        Case("shape: [2, 4, -1, 4]", "2x8x4x4", "2x4x8x4"),
    )

    @model_validator(mode="after")
    def _one_open(self) -> Reshape:
        if isinstance(self.shape, int):
            raise Misfit("has a shape that is no list; write [N, ...]")
        numbers = [n for n in self.shape if isinstance(n, int)]
        if numbers.count(-1) > 1:
            raise Misfit("has two -1 in shape; only one axis can be left open")
        if any(n < 1 and n != -1 for n in numbers):
            raise Misfit("has a size below 1 in shape; -1 takes what is left over")
        return self

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        assert isinstance(self.shape, tuple)
        wanted = self.shape
        known: Int = prod(n for n in wanted if not _is_open(n))
        total = x.elements
        fact = f"cannot make {list(wanted)} of {shape_words(x)}: {total} values"
        if not any(map(_is_open, wanted)):
            if not equal(total, known):
                raise ShapeError(ImpossibleSize(key=("shape",), fact=f"{fact}, not {known}"))
            return (self._shaped(x, wanted),)
        if not divides(known, total):
            raise ShapeError(
                ImpossibleSize(key=("shape",), fact=f"{fact}, which {known} does not divide")
            )
        rest = divided_by(total, known)
        return (self._shaped(x, tuple(rest if _is_open(n) else n for n in wanted)),)

    def _shaped(self, x: Shape, sizes: tuple[Int, ...]) -> Shape:
        if len(sizes) == x.rank:
            return Shape(sizes, x.roles)
        return Shape(sizes, default_roles(len(sizes), layout_of(x), integer=False))

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        return () if self.infer(inputs) == inputs else None


def _is_open(size: Int) -> bool:
    return isinstance(size, int) and size == -1
