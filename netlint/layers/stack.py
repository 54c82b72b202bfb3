"""Stack: tensors side by side along a new axis."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import equal, simpler
from netlint.core.errors import ShapeError
from netlint.core.problems import ConcatMismatch, RankMismatch
from netlint.core.shape import Shape, Shapes
from netlint.layers._axes import insert
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import Integer


class Stack(Layer):
    """A feature axis ``dim``, as large as there are tensors; their shapes are equal."""

    type: Literal["stack"] = "stack"
    dim: Integer = 0

    arity: ClassVar = (1, None)
    traits: ClassVar = ("merge",)
    pytorch: ClassVar = Call("torch.stack")
    onnx: ClassVar = Call("Concat")
    cases: ClassVar = (
        Case("dim: 1", "1x3x4x4 1x3x4x4", "1x2x3x4x4", params=0, macs=0),
        Case("dim: -1", "1x3x4 1x3x4 1x3x4", "1x3x4x3"),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        axis = axis_of(self.dim, x.rank + 1, x)
        sizes = list(x.sizes)
        for i, y in enumerate(inputs[1:], 1):
            if y.rank != x.rank:
                fact = f"stacks {x.text()} and {y.text()}: {x.rank} axes and {y.rank}"
                raise ShapeError(RankMismatch(key=("inputs",), fact=fact))
            for k, (a, b) in enumerate(zip(sizes, y.sizes, strict=True)):
                if not equal(a, b):
                    raise ShapeError(
                        ConcatMismatch(
                            key=("inputs",),
                            shapes=inputs,
                            dim=axis,
                            first=0,
                            second=i,
                            axis=k,
                            word="stack",
                        )
                    )
                sizes[k] = simpler(a, b)
        return (insert(Shape(tuple(sizes), x.roles), axis, len(inputs)),)
