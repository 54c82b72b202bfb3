"""RankMismatchRule: the diagnosis of RankMismatch."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, InsertLayers
from netlint.core.problems import Problem, RankMismatch
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class RankMismatchRule(Diagnosis):
    """Wrong number or roles of axes.

    A rank suffix, or what the layer needs, is not what arrives.

    """

    code = "NL106"
    name = "rank-mismatch"
    problems: ClassVar = (RankMismatch,)
    source = "torch.nn.Linear acts on the last axis"
    good = (Good("[global_avg_pool, flatten, {type: linear, out_features: 10}]"),)
    bad = (Bad("{type: linear, out_features: 10}", at="layers/0"),)

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, RankMismatch)
        remedy = problem.remedy
        fixes: tuple[Fix, ...] = ()
        shape = place.shape()
        if problem.pool_first and shape is not None:
            flat, pooled = shape.elements, shape.channels
            remedy = f"flatten first ({flat} features), or global_avg_pool and flatten ({pooled})"
            if not place.written("inputs"):
                change = InsertLayers(place.path, ("global_avg_pool", "flatten"))
                fixes = (Fix("insert global_avg_pool and flatten", (change,)),)
        related = place.related(0, f'"{place.reads(0)}" gives {shape.text()}') if shape else ()
        return Told(place.says(problem.fact), remedy, related, fixes)
