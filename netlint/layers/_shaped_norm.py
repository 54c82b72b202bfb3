"""Shaped norms: what layer and RMS norm share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import model_validator

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import FeaturesMismatch, Problem, RankMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._axes import chosen_axes
from netlint.layers._base import Layer, shape_words
from netlint.layers._fields import Flag, IntegerOrIntegers, Sizes
from netlint.layers._misfit import Misfit


class ShapedNorm(Layer):
    """Works on the last axis, the last axes as in ``normalized_shape``, or ``dims``."""

    normalized_shape: Sizes | None = None
    dims: IntegerOrIntegers | None = None
    elementwise_affine: Flag = True

    sizes: ClassVar = ("normalized_shape",)

    @model_validator(mode="after")
    def _one_target(self) -> ShapedNorm:
        if self.normalized_shape is not None and self.dims is not None:
            raise Misfit("has normalized_shape and dims; give one of them")
        return self

    def axes(self, x: Shape) -> tuple[int, ...]:
        """The axes that are normalised; raises ShapeError where there are not as many."""
        if self.dims is not None:
            return tuple(sorted(chosen_axes(x, self.dims, "dims")))
        wanted = self.normalized_shape
        count = len(wanted) if isinstance(wanted, tuple) else 1
        if count >= x.rank:
            fact = f"normalises {count} axes, the input {shape_words(x)} has {x.rank - 1}"
            key = () if wanted is None else ("normalized_shape",)
            raise ShapeError(RankMismatch(key=key, fact=fact))
        return tuple(range(x.rank - count, x.rank))

    def rows(self, x: Shape) -> tuple[Int, ...]:
        """The sizes of the axes that are normalised."""
        return tuple(x.sizes[i] for i in self.axes(x))

    def infer(self, inputs: Shapes) -> Shapes:
        self.axes(inputs[0])
        return inputs

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        (x,) = inputs
        wanted = self.normalized_shape
        if wanted is None:
            return
        sizes = wanted if isinstance(wanted, tuple) else (wanted,)
        actual = self.rows(x)
        met = [equal(a, b) for a, b in zip(sizes, actual, strict=True)]
        if not all(met):
            numbers = tuple(n for n in actual if isinstance(n, int))
            yield FeaturesMismatch(
                key=("normalized_shape",), declared=sizes, actual=numbers, shape=x
            )
