"""ReflectPadTooLarge: the diagnosis of ReflectPad."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import Problem, ReflectPad
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class ReflectPadTooLarge(Diagnosis):
    """Reflect or circular padding beyond the input.

    There are not enough cells to mirror.

    """

    code = "NL212"
    name = "reflect-pad-too-large"
    problems: ClassVar = (ReflectPad,)
    source = "torch.nn.functional.pad"
    good = (Good("{type: pad, padding: 2, mode: reflect}", x="[N, 3, 3, 3]"),)
    bad = (Bad("{type: pad, padding: 3, mode: reflect}", at="layers/0/padding", x="[N, 3, 3, 3]"),)

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, ReflectPad)
        verb = "reflects" if problem.mode == "reflect" else "wraps"
        most = problem.size - 1 if problem.mode == "reflect" else problem.size
        message = place.says(f"{verb} {problem.pad} cells of {problem.size}")
        return Told(message, place.wanted_sizes() or f"padding is at most {most} there")
