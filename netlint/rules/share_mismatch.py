"""ShareMismatchRule: the diagnosis of ShareMismatch."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import Problem, ShareMismatch
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class ShareMismatchRule(Diagnosis):
    """Shared weights of another type or shape.

    One set of weights serves layers of one type on inputs of one width.

    """

    code = "NL114"
    name = "share-mismatch"
    problems: ClassVar = (ShareMismatch,)
    source = "one module on two widths raises in PyTorch and Keras"
    good = (
        Good(
            "[{name: a, type: conv2d, out_channels: 3, kernel_size: 3},"
            " {type: conv2d, out_channels: 3, kernel_size: 3, share: a}]"
        ),
    )
    bad = (
        Bad(
            "[{name: a, type: conv2d, out_channels: 8, kernel_size: 3},"
            " {type: conv2d, out_channels: 8, kernel_size: 3, share: a}]",
            at="layers/1/share",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, ShareMismatch)
        return Told(place.says(problem.fact), "share a layer with equal weights, or none")
