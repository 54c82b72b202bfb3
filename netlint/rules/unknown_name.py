"""UnknownNameRule: the diagnosis of UnknownName."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, RenameKey, SetKey
from netlint.core.problems import Problem, UnknownName
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class UnknownNameRule(Diagnosis):
    """A key, type or loss word that nobody knows.

    Spellings of PyTorch and Keras are told the language's own word.

    """

    code = "NL002"
    name = "unknown-name"
    problems: ClassVar = (UnknownName,)
    source = "the schema"
    good = (Good("{type: conv2d, out_channels: 8, kernel_size: 3, stride: 2}"),)
    bad = (
        Bad(
            "{type: conv2d, filters: 8, kernel_size: 3, strides: 2}",
            at="layers/0/filters",
            fixed="{type: conv2d, out_channels: 8, kernel_size: 3, stride: 2}",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, UnknownName)
        message = self._message(problem, place)
        if problem.meant:
            return Told(message, self._meant(problem), fixes=_fixes(problem, place))
        if problem.known:
            words = " or ".join(f'"{k}"' for k in problem.known[:3])
            fixes = _fixes(problem, place) if len(problem.known) == 1 else ()
            return Told(message, f"did you mean {words}?", fixes=fixes)
        return Told(message, f"known here: {problem.hint}" if problem.hint else None)

    def _message(self, problem: UnknownName, place: Place) -> str:
        if problem.kind == "key":
            if place.layer:
                return f'"{place.layer}" has no key "{problem.name}"'
            return f'{problem.owner or "this"} has no key "{problem.name}"'
        if problem.kind == "loss":
            return f'unknown loss "{problem.name}"'
        return f'unknown layer type "{problem.name}"'

    def _meant(self, problem: UnknownName) -> str:
        owner = problem.owner if problem.kind == "key" and problem.owner else "netlint"
        same = "" if problem.equal else ", whose defaults or meaning differ"
        return f'{owner} calls it "{problem.meant}"{same}'


def _fixes(problem: UnknownName, place: Place) -> tuple[Fix, ...]:
    word = problem.meant or problem.known[0]
    if problem.meant and not problem.equal:
        return ()
    title = f'write "{word}"'
    change = SetKey(place.path, word) if problem.respell else RenameKey(place.path, word)
    return (Fix(title, (change,), safe=problem.meant is not None),)
