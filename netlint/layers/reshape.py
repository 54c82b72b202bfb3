"""Reshape: the same values under other sizes."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shape, Shapes, default_roles
from netlint.layers._axes import layout_of
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._fields import OpenSizes
from netlint.layers._open import closed


class Reshape(Layer):
    """The sizes of ``shape``, batch axis first; one ``-1`` takes what is left over."""

    type: Literal["reshape"] = "reshape"
    shape: OpenSizes

    sizes: ClassVar = ("shape",)
    pytorch: ClassVar = Call("torch.reshape")
    keras: ClassVar = Call("Reshape", keys={"target_shape": "shape"}, differs=("target_shape",))
    onnx: ClassVar = Call("Reshape", differs=("0",))
    cases: ClassVar = (
        Case("shape: [1, -1]", "1x8x4x4", "1x128", params=0, macs=0),
        Case("shape: [2, 4, -1, 4]", "2x8x4x4", "2x4x8x4"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        sizes = closed(self.shape, x.elements, "shape", shape_words(x))
        return (Shape(sizes, default_roles(len(sizes), layout_of(x), integer=False)),)

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        return () if self.infer(inputs) == inputs else None
