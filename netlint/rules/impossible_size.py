"""ImpossibleSizeRule: the diagnosis of ImpossibleSize."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import ImpossibleSize, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class ImpossibleSizeRule(Diagnosis):
    """A size below 1, or one that cannot be had.

    PyTorch tells it as "Output size is too small" when the net runs.

    """

    code = "NL105"
    name = "impossible-size"
    problems: ClassVar = (ImpossibleSize,)
    source = "torch.nn.MaxPool2d"
    good = (Good("{type: max_pool2d, kernel_size: 2, repeat: 5}"),)
    bad = (Bad("{type: max_pool2d, kernel_size: 2, repeat: 6}", at="layers/0"),)

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, ImpossibleSize)
        message = place.says(problem.fact)
        related = (
            place.related(0, f'"{place.reads(0)}" gives {shape.text()}')
            if (shape := place.shape())
            else ()
        )
        remedy = problem.remedy or place.wanted_sizes()
        if problem.too_small and remedy is None:
            remedy = "use a larger input, or take less away above"
        return Told(message, remedy, related)
