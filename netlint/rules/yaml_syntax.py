"""YamlSyntax: the diagnosis of BrokenText."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, RenameKey, SetKey
from netlint.core.problems import BrokenText, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class YamlSyntax(Diagnosis):
    """The text is no YAML 1.2 core document.

    A document without the key ``netlint`` is no spec; one that is nearly a spec is told here.

    """

    code = "NL001"
    name = "yaml-syntax"
    problems: ClassVar = (BrokenText,)
    source = "YAML 1.2"
    good = (
        Good(
            "netlint: 1\ninputs: {x: [N, 3, 32, 32]}\n"
            "layers: [{type: conv2d, out_channels: 8, kernel_size: [3, 3]}]"
        ),
    )
    bad = (Bad("netlint: 1\nlayers: [{type: conv2d, kernel_size: [3, 3}]"),)

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, BrokenText)
        fixes: tuple[Fix, ...] = ()
        if problem.rename:
            fixes = (
                Fix('rename the key to "netlint"', (RenameKey(place.path, "netlint"),), safe=True),
            )
        if problem.insert:
            fixes = (Fix("insert netlint: 1", (SetKey(("netlint",), 1),)),)
        return Told(problem.fact, problem.remedy, fixes=fixes)
