"""Parameter: a free weight that reads nothing."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.shape import Shape, Shapes, default_roles
from netlint.layers._base import Call, Case, Layer, Weights, weights
from netlint.layers._fields import Sizes, Text


class Parameter(Layer):
    """A learned tensor of ``shape``; axis 0 is written, as 1, and broadcast."""

    type: Literal["parameter"] = "parameter"
    shape: Sizes
    layout: Text = "channels_first"

    arity: ClassVar = (0, 0)
    traits: ClassVar = ("weights", "source")
    sizes: ClassVar = ("shape",)
    gives: ClassVar = "float32"
    pytorch: ClassVar = Call("nn.Parameter")
    onnx: ClassVar = Call("initializer")
    cases: ClassVar = (Case("shape: [1, 4, 8]", "", "1x4x8", params=32, macs=0),)

    def weights(self, inputs: Shapes) -> Weights:
        return weights(weight=self._sizes())

    def infer(self, inputs: Shapes) -> Shapes:
        sizes = self._sizes()
        return (Shape(sizes, default_roles(len(sizes), self.layout, integer=False)),)

    def _sizes(self) -> tuple[int, ...]:
        return self.shape if isinstance(self.shape, tuple) else (self.shape,)

    def reach(self, inputs: Shapes) -> None:
        return None
