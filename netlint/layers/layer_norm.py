"""Layer norm: every sample normalised over its last axes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import FeaturesMismatch, Problem, RankMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, Weights, axis_of, shape_words, weights
from netlint.layers._fields import Flag, IntegerOrIntegers, Misfit, Positive, Sizes


class LayerNorm(Layer):
    """``(x - mean) / sqrt(var + eps) * weight + bias`` over the last axis.

    Or over the axes of ``normalized_shape`` or ``dims``. Ba 2016, 1607.06450; torch's nn.LayerNorm.
    """

    type: Literal["layer_norm"] = "layer_norm"
    normalized_shape: Sizes | None = None
    dims: IntegerOrIntegers | None = None
    eps: Positive = 1e-5
    elementwise_affine: Flag = True
    bias: Flag = True

    traits: ClassVar = ("norm", "weights")
    sizes: ClassVar = ("normalized_shape",)
    pytorch: ClassVar = Call("nn.LayerNorm")
    keras: ClassVar = Call("LayerNormalization", keys={"axis": "dims"}, differs=("eps",))
    onnx: ClassVar = Call("LayerNormalization", keys={"axis": "dims", "epsilon": "eps"})
    cases: ClassVar = (
        Case("", "1x7x16", "1x7x16", 32, 0, "tokens"),
        Case("dims: 1", "1x8x4x4", "1x8x4x4", params=16),
        Case("normalized_shape: [4, 4]", "1x8x4x4", "1x8x4x4", params=32),
    )

    @model_validator(mode="after")
    def _one_target(self) -> LayerNorm:
        if self.normalized_shape is not None and self.dims is not None:
            raise Misfit("has normalized_shape and dims; give one of them")
        return self

    def _axes(self, x: Shape) -> tuple[int, ...]:
        if self.dims is not None:
            dims = self.dims if isinstance(self.dims, tuple) else (self.dims,)
            return tuple(sorted(axis_of(d, x.rank, x, "dims") for d in dims))
        wanted = self.normalized_shape
        count = len(wanted) if isinstance(wanted, tuple) else 1
        if count >= x.rank:
            fact = f"normalises {count} axes, the input {shape_words(x)} has {x.rank - 1}"
            raise ShapeError(RankMismatch(key=("normalized_shape",) if wanted else (), fact=fact))
        return tuple(range(x.rank - count, x.rank))

    def _rows(self, x: Shape) -> tuple[Int, ...]:
        return tuple(x.sizes[i] for i in self._axes(x))

    def weights(self, inputs: Shapes) -> Weights:
        row = self.elementwise_affine and self._rows(inputs[0])
        return weights(weight=row, bias=row if self.bias else False)

    def infer(self, inputs: Shapes) -> Shapes:
        self._axes(inputs[0])
        return inputs

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        wanted = self.normalized_shape
        if wanted is None:
            return
        sizes = wanted if isinstance(wanted, tuple) else (wanted,)
        actual = self._rows(x)
        met = [equal(a, b) for a, b in zip(sizes, actual, strict=True)]
        if not all(met):
            numbers = tuple(n for n in actual if isinstance(n, int))
            yield FeaturesMismatch(
                key=("normalized_shape",), declared=sizes, actual=numbers, shape=x
            )
