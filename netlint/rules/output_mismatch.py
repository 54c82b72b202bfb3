"""OutputMismatchRule: the diagnosis of OutputMismatch."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import OutputMismatch, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class OutputMismatchRule(Diagnosis):
    """``expect`` does not hold.

    A declared shape turns a fault that is legal arithmetic into an error.

    """

    code = "NL108"
    name = "output-mismatch"
    problems: ClassVar = (OutputMismatch,)
    source = "the declaration"
    good = (
        Good("{type: conv2d, out_channels: 2, kernel_size: 3, padding: 1, expect: [N, 2, 32, 32]}"),
    )
    bad = (
        Bad(
            "{type: conv2d, out_channels: 2, kernel_size: 3, expect: [N, 2, 32, 32]}",
            at="layers/0/expect",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, OutputMismatch)
        expected = "x".join(problem.expected[1:])
        if problem.fact:
            return Told(
                place.says(f"is {problem.actual.text()}: it {problem.fact}"), place.wanted_sizes()
            )
        message = place.says(f"is {problem.actual.text()}, expected {expected}")
        return Told(message, place.wanted_sizes() or "change the layer, or what is expected")
