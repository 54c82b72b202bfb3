"""Max unpooling: values put back where a max pool had found them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import PrivateAttr

from netlint.core.conditions import equal, within
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize, MergeMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.core.window import Growth
from netlint.layers._base import Call, Case, Layer
from netlint.layers._fields import Text
from netlint.layers._pooling import Pool
from netlint.layers._sliding import possible, spatial, windows


class MaxUnpool(Layer):
    """Gives back the space that the max pool named by ``indices`` has read (torch's nn.MaxUnpool).

    ``like`` takes another tensor's space, which must lie less than a stride away from
    ``(in - 1)*stride - pads + dilation*(kernel - 1) + 1``.
    """

    type: Literal["max_unpool"] = "max_unpool"
    indices: Text
    like: Text | None = None
    _pool: Pool | None = PrivateAttr(default=None)

    ranked: ClassVar = True
    likes: ClassVar = True
    undoes: ClassVar = "max_pool"
    traits: ClassVar = ("resize",)
    pytorch: ClassVar = Call("nn.MaxUnpool{dims}d")
    onnx: ClassVar = Call("MaxUnpool")
    cases: ClassVar = (
        Case(
            "indices: pool",
            "1x8x3x4 1x8x7x8",
            "1x8x7x8",
            params=0,
            macs=0,
            before="{name: pool, type: max_pool, inputs: x1, kernel_size: 2}",
        ),
        Case(
            "indices: pool, like: x2",
            "1x8x3x4 1x8x7x8 1x1x6x9",
            "1x8x6x9",
            before="{name: pool, type: max_pool, inputs: x1, kernel_size: 2}",
        ),
    )

    def undoing(self, undone: Layer) -> MaxUnpool:
        assert isinstance(undone, Pool)
        copy = self.model_copy()
        copy._pool = undone
        return copy

    def infer(self, inputs: Shapes) -> Shapes:
        x, *_, pooled, source = inputs
        dims = spatial(x)
        same = x.roles == pooled.roles
        if not same or not all(equal(a, b) for a, b in zip(x.sizes, pooled.sizes, strict=True)):
            fact = f"puts back {x.text()}, but the pool gives {pooled.text()}"
            second = len(inputs) - 2
            raise ShapeError(
                MergeMismatch(key=("inputs",), shapes=inputs, second=second, fact=fact)
            )
        if self.like is None:
            return (x.with_(space=source.space),)
        target = inputs[1]
        if target.dims != dims:
            fact = f"is like {target.text()}, which has {target.dims} space axes, not {dims}"
            raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        return (x.with_(space=possible(x.space, self._like(x, target))),)

    def _like(self, x: Shape, target: Shape) -> tuple[Int, ...]:
        for growth, size, wanted in zip(self._growths(x.dims), x.space, target.space, strict=True):
            middle, stray = growth.out(size), growth.stride - 1
            if not within(wanted - middle, -stray, stray):
                fact = f"cannot give {wanted} cells, only {middle - stray} to {middle + stray}"
                raise ShapeError(ImpossibleSize(key=("like",), fact=fact))
        return target.space

    def _growths(self, dims: int) -> tuple[Growth, ...]:
        assert self._pool is not None
        return tuple(
            Growth(w.kernel, w.stride, w.begin, w.end, w.dilation, same=w.same is not None)
            for w in windows(self._pool, dims)
        )

    def reach(self, inputs: Shapes) -> tuple[Growth, ...]:
        return self._growths(inputs[0].dims)
