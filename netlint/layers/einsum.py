"""Einsum: a sum of products over named axes."""

from __future__ import annotations

from math import prod
from typing import ClassVar, Literal

from netlint.core.conditions import broadcast, equal
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, MergeMismatch, RankMismatch
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Call, Case, Layer, shape_words
from netlint.layers._equation import EquationText, Term, equation

Named = dict[str, Int]
"""The size of every letter, and of every axis that ``...`` stands for."""


class Einsum(Layer):
    """``equation`` as in torch.einsum; a letter has the role of the first operand that brings it.

    Operands are multiplied two at a time from the left.
    """

    type: Literal["einsum"] = "einsum"
    equation: EquationText

    arity: ClassVar = (1, None)
    pytorch: ClassVar = Call("torch.einsum")
    keras: ClassVar = Call("EinsumDense", differs=("equation",))
    onnx: ClassVar = Call("Einsum")
    cases: ClassVar = (
        Case('equation: "nij,njk->nik"', "2x4x5 2x5x3", "2x4x3", params=0, macs=120),
        Case('equation: "nchw,nc->nhw"', "1x8x4x5 1x8", "1x4x5", params=0, macs=160),
        Case('equation: "nij,njk,nkl->nil"', "1x2x3 1x3x4 1x4x5", "1x2x5", params=0, macs=64),
        Case('equation: "n...i->n..."', "2x4x5x6", "2x4x5", params=0, macs=0),
    )

    def infer(self, inputs: Shapes) -> Shapes:
        operands, result = equation(self.equation)
        if len(operands) != len(inputs):
            fact = (
                f'has the equation "{self.equation}" of {len(operands)} operands, not {len(inputs)}'
            )
            raise ShapeError(BadValue(key=("equation",), fact=fact))
        sizes: Named = {}
        roles: dict[str, str] = {}
        for i, (term, x) in enumerate(zip(operands, inputs, strict=True)):
            own = self._own(term, x, inputs, i)
            for axis, role in zip(term.axes(_dots(term, x)), x.roles, strict=True):
                roles.setdefault(axis, role)
            for axis, size in own.items():
                sizes[axis] = self._met(sizes.get(axis, 1), size, axis, inputs, i)
        axes = result.axes(self._most_dots(inputs))
        return (Shape(tuple(sizes[a] for a in axes), "".join(roles[a] for a in axes)),)

    def _own(self, term: Term, x: Shape, inputs: Shapes, i: int) -> Named:
        """The sizes of one operand's letters; a letter that stands twice is its diagonal."""
        least = len(term.letters)
        if x.rank < least or (x.rank > least and not term.dots):
            letters = f"{least} letters" + (" or more" if term.dots else "")
            fact = f"has {letters} for {shape_words(x)}, which has {x.rank} axes"
            raise ShapeError(RankMismatch(key=("equation",), fact=fact))
        own: Named = {}
        for axis, size in zip(term.axes(_dots(term, x)), x.sizes, strict=True):
            if axis in own and not equal(own[axis], size):
                fact = f'reads the diagonal "{axis}" of {own[axis]} and {size} cells'
                raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, first=i, fact=fact))
            own[axis] = size
        return own

    def _met(self, one: Int, other: Int, axis: str, inputs: Shapes, i: int) -> Int:
        size = broadcast(one, other)
        if size is None:
            fact = f'has {other} for "{axis.rstrip("0123456789")}" in operand {i}, {one} before'
            raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, second=i, fact=fact))
        return size

    def _most_dots(self, inputs: Shapes) -> int:
        operands = equation(self.equation).operands
        return max(_dots(term, x) for term, x in zip(operands, inputs, strict=True))

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        operands, result = equation(self.equation)
        rows: list[Named] = []
        for term, x in zip(operands, inputs, strict=True):
            rows.append(dict(zip(term.axes(_dots(term, x)), x.sizes, strict=True)))
        kept = [set(row) for row in rows[1:]] + [set(result.axes(self._most_dots(inputs)))]
        total: Int = 0
        product = rows[0]
        for k, row in enumerate(rows[1:], 1):
            both = {a: _stretched(product.get(a, 1), row.get(a, 1)) for a in product | row}
            total = prod(both.values()) + total
            later = set().union(*kept[k:])
            product = {a: n for a, n in both.items() if a in later}
        return total

    def reach(self, inputs: Shapes) -> None:
        return None


def _stretched(one: Int, other: Int) -> Int:
    """The size of two axes that have met; states nothing."""
    return other if isinstance(one, int) and one == 1 else one


def _dots(term: Term, x: Shape) -> int:
    """The number of axes that ``...`` stands for."""
    return x.rank - len(term.letters) if term.dots else 0
