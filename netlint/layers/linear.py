"""Linear: a learned map of the last axis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import FeaturesMismatch, Problem, RankMismatch
from netlint.core.shape import SPACE, Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, Weights, shape_words, weights
from netlint.layers._fields import Count, Flag, SizeOf


class Linear(Layer):
    """``out = in @ weight.T + bias`` over the last axis (torch's nn.Linear)."""

    type: Literal["linear"] = "linear"
    out_features: Count
    bias: Flag = True
    in_features: SizeOf | None = None

    traits: ClassVar = ("linear", "weights")
    sizes: ClassVar = ("in_features",)
    pytorch: ClassVar = Call("nn.Linear")
    keras: ClassVar = Call("Dense", keys={"units": "out_features", "use_bias": "bias"})
    onnx: ClassVar = Call("Gemm")
    cases: ClassVar = (
        Case("out_features: 10", "1x512", "1x10", params=5130, macs=5120),
        Case("out_features: 4, bias: false", "2x7x6", "2x7x4", 24, 336, "tokens"),
    )

    def weights(self, inputs: Shapes) -> Weights:
        (x,) = inputs
        out = self.out_features
        return weights(weight=(out, x.sizes[-1]), bias=self.bias and (out,))

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        if x.rank < 2:
            fact = f"needs a last axis to map, the input {shape_words(x)} has only the batch"
            raise ShapeError(RankMismatch(fact=fact))
        if x.roles[-1] == SPACE and x.dims > 1:
            fact = f"is linear over the {x.sizes[-1]} columns of {x.text()}"
            raise ShapeError(RankMismatch(fact=fact, pool_first=True))
        return (x.with_axis(x.rank - 1, self.out_features),)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        wanted, actual = self.in_features, x.sizes[-1]
        if wanted is not None and not equal(wanted, actual):
            assert isinstance(actual, int)
            yield FeaturesMismatch(
                key=("in_features",), declared=(wanted,), actual=(actual,), shape=x
            )

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        (x,), (y,) = inputs, outputs
        return y.elements * x.sizes[-1]

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        return None if x.roles[-1] == SPACE else ()
