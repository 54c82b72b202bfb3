"""FeaturesMismatchRule: the diagnosis of FeaturesMismatch."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, SetKey
from netlint.core.problems import FeaturesMismatch, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told
from netlint.spec.node import Node


class FeaturesMismatchRule(Diagnosis):
    """A weight's extent does not fit its input.

    PyTorch tells it as "mat1 and mat2 shapes cannot be multiplied" when the net runs.

    """

    code = "NL102"
    name = "features-mismatch"
    problems: ClassVar = (FeaturesMismatch,)
    source = "torch.nn.Linear"
    good = (Good("[flatten, {type: linear, in_features: 3072, out_features: 10}]"),)
    bad = (
        Bad(
            "[flatten, {type: linear, in_features: 3000, out_features: 10}]",
            at="layers/1/in_features",
            fixed="[flatten, {type: linear, in_features: 3072, out_features: 10}]",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, FeaturesMismatch)
        wanted, actual = (_sizes(n) for n in (problem.declared, problem.actual))
        source = place.reads(0)
        gives = f'"{source}" gives {problem.shape.text()}'
        sizes = place.fitting_sizes()
        if not place.ports:
            return Told(place.says(f"has a weight for {wanted}, here it is for {actual}"), sizes)
        if not problem.key:
            message = place.says(f"has a weight for {wanted} but {gives}")
            if problem.shape.text() != actual:
                message += f": {actual}"
            return Told(message, sizes, place.related(0, f"{gives} here"))
        message = place.says(f"has {problem.key[0]} {wanted} but {gives}")
        came = _product(place)
        if came:
            message += f" ({came})"
        value = problem.actual[0] if len(problem.actual) == 1 else list(problem.actual)
        fix = Fix(f"write {actual}", (SetKey(place.path, value),))
        help = f"write {actual}, or leave the key out" + (
            f"; {wanted} fits {sizes}" if sizes else ""
        )
        return Told(message, help, place.related(0, f"{gives} here"), (fix,))


def _sizes(numbers: tuple[int, ...]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else str(list(numbers))


def _product(place: Place) -> str | None:
    """The axes that a flatten before the layer has multiplied."""
    maker = place.maker(0)
    if not isinstance(maker, Node) or maker.layer is None or "flatten" not in maker.layer.traits:
        return None
    step = place.reading.steps[maker.index]
    return step.inputs[0].text() if step is not None else None
