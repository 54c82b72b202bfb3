"""NotDivisibleRule: the diagnosis of NotDivisible."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, SetKey
from netlint.core.problems import NotDivisible, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class NotDivisibleRule(Diagnosis):
    """Groups, heads or blocks that do not divide.

    Every group needs the same number of channels.

    """

    code = "NL107"
    name = "not-divisible"
    problems: ClassVar = (NotDivisible,)
    source = "torch's messages"
    good = (Good("{type: group_norm, num_groups: 24}", x="[N, 144, 8, 8]"),)
    bad = (
        Bad(
            "{type: group_norm, num_groups: 32}",
            at="layers/0/num_groups",
            fixed="{type: group_norm, num_groups: 24}",
            x="[N, 144, 8, 8]",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, NotDivisible)
        n, d = problem.size, problem.divisor
        near = [k for k in (_below(n, d), _above(n, d)) if k]
        message = place.says(f"has {problem.word} {d} on {n} {problem.noun}")
        help = f"{' and '.join(map(str, near))} {'divide' if len(near) > 1 else 'divides'} {n}"
        fixes: tuple[Fix, ...] = ()
        if problem.word == "num_groups" and near and near[0] < d:
            fixes = (Fix(f"write {near[0]}", (SetKey(place.path, near[0]),)),)
        return Told(message, help, place.related(0, f'"{place.reads(0)}" is read here'), fixes)


def _below(n: int, d: int) -> int | None:
    return next((k for k in range(min(d - 1, n), 0, -1) if n % k == 0), None)


def _above(n: int, d: int) -> int | None:
    return next((k for k in range(d + 1, min(n, 4 * d) + 1) if n % k == 0), None)
