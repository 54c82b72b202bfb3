"""UndefinedReferenceRule: the diagnosis of UndefinedReference."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, SetKey
from netlint.core.problems import Problem, UndefinedReference
from netlint.core.words import distance, nearest
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class UndefinedReferenceRule(Diagnosis):
    """A name that stands for nothing, or for itself.

    Layers are declared before use; a block never contains itself.

    """

    code = "NL007"
    name = "undefined-reference"
    problems: ClassVar = (UndefinedReference,)
    source = ""
    good = (Good("[{name: relu3, type: relu}, {type: add, inputs: [x, relu3]}]"),)
    bad = (
        Bad(
            "[{name: relu3, type: relu}, {type: add, inputs: [x, relu33]}]",
            at="layers/1/inputs/1",
            fixed="[{name: relu3, type: relu}, {type: add, inputs: [x, relu3]}]",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, UndefinedReference)
        message = place.says(problem.fact)
        if problem.quote:
            return Told(message, "put quotes round an expression that contains , [ ] { or }")
        near = nearest(problem.name, problem.known)
        if near:
            words = " or ".join(f'"{n}"' for n in near[:3])
            fixes: tuple[Fix, ...] = ()
            one_edit = len(near) == 1 and distance(problem.name, near[0], 1) == 1
            if one_edit and problem.name.isidentifier():
                fixes = (Fix(f'write "{near[0]}"', (SetKey(place.path, near[0]),)),)
            return Told(message, problem.remedy or f"did you mean {words}?", fixes=fixes)
        if problem.remedy is None and problem.known and len(problem.known) <= 8:
            return Told(message, f"known here: {', '.join(problem.known)}")
        return Told(message, problem.remedy)
