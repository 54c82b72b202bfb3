"""BadValueRule: the diagnosis of BadValue, MissingKeys."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, SetKey
from netlint.core.problems import BadValue, MissingKeys, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class BadValueRule(Diagnosis):
    """A value missing, of wrong type or out of range.

    Values are never converted: a text is no number and a number no boolean.

    """

    code = "NL004"
    name = "bad-value"
    problems: ClassVar = (
        BadValue,
        MissingKeys,
    )
    source = "the constructors of torch.nn"
    good = (Good("{type: dropout, p: 0.5}"),)
    bad = (Bad("{type: dropout, p: 50}", at="layers/0/p"),)

    def tell(self, problem: Problem, place: Place) -> Told:
        if isinstance(problem, MissingKeys):
            names = ", ".join(problem.names)
            keys = "key" if len(problem.names) == 1 else "keys"
            message = place.says(f"lacks the {keys} {names}")
            if not place.layer:
                owner = ".".join(map(str, place.path)) or "the spec"
                message = f"{owner} lacks the {keys} {names}"
            return Told(message, f"add {names}")
        assert isinstance(problem, BadValue)
        fixes: tuple[Fix, ...] = ()
        remedy = problem.remedy
        if problem.respell:
            shown = str(problem.only).lower() if isinstance(problem.only, bool) else problem.only
            fixes = (Fix(f"write {shown}", (SetKey(place.path, problem.only),), safe=True),)
            remedy = remedy or f"write {shown}"
        return Told(place.says(problem.fact), remedy, fixes=fixes)
