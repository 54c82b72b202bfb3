"""MergeShapeMismatch: the diagnosis of MergeMismatch."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import MergeMismatch, Problem
from netlint.core.shape import Shape
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class MergeShapeMismatch(Diagnosis):
    """Operands do not meet.

    Only an axis that is 1 stretches; every other pair of sizes must be equal.

    """

    code = "NL103"
    name = "merge-shape-mismatch"
    problems: ClassVar = (MergeMismatch,)
    source = "He 2015 section 3.3 (projection shortcuts)"
    good = (
        Good(
            "[{name: c, type: conv2d, out_channels: 8, kernel_size: 3, stride: 2, padding: 1},"
            " {name: p, type: conv2d, inputs: x, out_channels: 8, kernel_size: 1, stride: 2},"
            " {type: add, inputs: [p, c]}]"
        ),
    )
    bad = (
        Bad(
            "[{name: c, type: conv2d, out_channels: 8, kernel_size: 3, stride: 2, padding: 1},"
            " {type: add, inputs: [x, c]}]",
            at="layers/1/inputs",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, MergeMismatch)
        if problem.fact:
            return Told(place.says(problem.fact))
        i, j = problem.first, problem.second
        one, two = problem.shapes[i], problem.shapes[j]
        names = place.reads(i), place.reads(j)
        gets = f'gets {one.text()} from "{names[0]}" and {two.text()} from "{names[1]}"'
        related = place.related(i, f'"{names[0]}" gives {one.text()}')
        related += place.related(j, f'"{names[1]}" gives {two.text()}')
        return Told(place.says(gets), _remedy(one, two) or place.wanted_sizes(), related)


def _remedy(one: Shape, two: Shape) -> str | None:
    """A projection where the sizes are in a whole ratio, a pad or crop where a bit is missing."""
    if one.rank != two.rank or not one.dims or one.roles != two.roles:
        return None
    pairs = list(zip(one.space, two.space, strict=True))
    if not all(isinstance(n, int) for pair in pairs for n in (*pair, one.channels, two.channels)):
        return None
    large, small = (one, two) if one.elements_of_space() >= two.elements_of_space() else (two, one)
    ratios = {(a // b, a % b) for a, b in zip(large.space, small.space, strict=True)}  # type: ignore[operator]
    gaps = [a - b for a, b in zip(large.space, small.space, strict=True)]
    if len(ratios) == 1 and (ratio := next(iter(ratios)))[1] == 0:
        if ratio[0] == 1 and one.channels == two.channels:
            return None
        return f"the shortcut needs conv 1x1, {small.channels} channels, stride {ratio[0]}"
    if all(isinstance(g, int) and 0 <= g <= 8 for g in gaps) and one.channels == two.channels:
        return f"pad the smaller by {'x'.join(map(str, gaps))}, or crop the larger"
    return None
