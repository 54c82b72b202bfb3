"""PoolPaddingRule: the diagnosis of PoolPadding."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, SetKey
from netlint.core.problems import PoolPadding, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class PoolPaddingRule(Diagnosis):
    """A pool padded by more than half its kernel.

    The plain kernel counts, also where it is dilated.

    """

    code = "NL209"
    name = "pool-padding"
    problems: ClassVar = (PoolPadding,)
    source = "torch's pooling"
    good = (Good("{type: max_pool2d, kernel_size: 3, stride: 2, padding: 1}"),)
    bad = (
        Bad(
            "{type: max_pool2d, kernel_size: 3, stride: 2, padding: 2}",
            at="layers/0/padding",
            fixed="{type: max_pool2d, kernel_size: 3, stride: 2, padding: 1}",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, PoolPadding)
        most = problem.kernel // 2
        message = place.says(f"has padding {problem.padding} for kernel {problem.kernel}")
        fix = Fix(f"write {most}", (SetKey(place.path, most),))
        return Told(message, f"padding is at most {most} there", fixes=(fix,))
