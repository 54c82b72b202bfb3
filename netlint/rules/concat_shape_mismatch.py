"""ConcatShapeMismatch: the diagnosis of ConcatMismatch."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import ConcatMismatch, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told
from netlint.rules._flooring import flooring
from netlint.spec.node import Node


class ConcatShapeMismatch(Diagnosis):
    """Concatenated tensors differ off the axis.

    PyTorch tells it as "Sizes of tensors must match except in dimension 1" when the net runs.

    """

    code = "NL104"
    name = "concat-shape-mismatch"
    problems: ClassVar = (ConcatMismatch,)
    source = "qubvel-org/segmentation_models.pytorch#93"
    good = (
        Good(
            "[{type: max_pool2d, kernel_size: 2}, {type: upsample, like: x},"
            " {type: concat, inputs: [x, upsample_1]}]",
            x="[N, 3, 33, 33]",
        ),
    )
    bad = (
        Bad(
            "[{type: max_pool2d, kernel_size: 2}, {type: upsample, scale_factor: 2},"
            " {type: concat, inputs: [x, upsample_1]}]",
            at="layers/2/inputs",
            x="[N, 3, 33, 33]",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, ConcatMismatch)
        i, j = problem.first, problem.second
        one, two = problem.shapes[i], problem.shapes[j]
        names = place.reads(i), place.reads(j)
        message = (
            f'joins "{names[0]}", which is {one.text()}, with "{names[1]}", which is {two.text()}'
        )
        related = place.related(i, f'"{names[0]}" gives {one.text()}')
        related += place.related(j, f'"{names[1]}" gives {two.text()}')
        floored = flooring(place, problem.axis)
        if floored is not None:
            related += (floored,)
        return Told(place.says(message), place.wanted_sizes() or self._like(place, i, j), related)

    def _like(self, place: Place, i: int, j: int) -> str | None:
        """``like`` on an upsampling operand."""
        for a, b in ((i, j), (j, i)):
            maker = place.maker(a)
            if isinstance(maker, Node) and maker.layer is not None and maker.layer.likes:
                return f'write like: {place.reads(b).split(".")[-1]} at "{maker.name}"'
        return None
