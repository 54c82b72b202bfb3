"""DuplicateKeyRule: the diagnosis of DuplicateKey."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Related, Spot
from netlint.core.problems import DuplicateKey, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class DuplicateKeyRule(Diagnosis):
    """One key or one name twice.

    Most YAML readers keep the last of two equal keys in silence.

    """

    code = "NL006"
    name = "duplicate-key"
    problems: ClassVar = (DuplicateKey,)
    source = "YAML 1.2 section 3.2.1.3"
    good = (Good("- {type: dropout, p: 0.5}"),)
    bad = (Bad("- {type: dropout, p: 0.1, p: 0.5}", at="layers/0/p"),)

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, DuplicateKey)
        related: tuple[Related, ...] = ()
        if problem.first or problem.first_span:
            related = (Related("first here", None, Spot(problem.first), problem.first_span),)
        return Told(problem.fact, problem.remedy, related)
