"""Matmul: the matrix product of two tensors."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import MergeMismatch, RankMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._merge import met


class MatMul(Layer):
    """``... x i x j`` times ``... x j x k`` is ``... x i x k``; the axes in front broadcast."""

    type: Literal["matmul"] = "matmul"

    arity: ClassVar = (2, 2)
    pytorch: ClassVar = Call("torch.matmul")
    keras: ClassVar = Call("Dot", differs=("axes",))
    onnx: ClassVar = Call("MatMul")
    cases: ClassVar = (
        Case("", "2x4x5 2x5x3", "2x4x3", params=0, macs=120),
        Case("", "2x8x4x5 5x3", "2x8x4x3", params=0, macs=960),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        x, y = inputs
        for operand in inputs:
            if operand.rank < 2:
                fact = f"needs matrices, one input is {shape_words(operand)}"
                raise ShapeError(RankMismatch(key=("inputs",), fact=fact))
        columns, rows = x.sizes[-1], y.sizes[-2]
        if not equal(columns, rows):
            factors = f"{shape_words(x)} by {shape_words(y)}"
            fact = f"multiplies {factors}: {columns} columns meet {rows} rows"
            raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, fact=fact))
        front = met(inputs, last=2)
        sizes = (*front.sizes, x.sizes[-2], y.sizes[-1])
        return (Shape(sizes, front.roles + x.roles[-2] + y.roles[-1]),)

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        return outputs[0].elements * inputs[0].sizes[-1]

    def reach(self, inputs: Shapes) -> None:
        return None
