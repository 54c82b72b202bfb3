"""LimitExceededRule: the diagnosis of LimitExceeded."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import LimitExceeded, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class LimitExceededRule(Diagnosis):
    """A limit of the language is passed.

    Limits keep a hostile file from hanging a check; no real net comes near them.

    """

    code = "NL010"
    name = "limit-exceeded"
    problems: ClassVar = (LimitExceeded,)
    source = "the language, rule 14"
    good = (Good("{type: relu, repeat: 2}"),)
    bad = (Bad("{type: relu, repeat: 100001}", at="layers/0/repeat"),)

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, LimitExceeded)
        return Told(problem.fact, "reading stops here")
