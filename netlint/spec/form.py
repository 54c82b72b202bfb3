"""Form: checks of the document's own keys, each fault kept with its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from netlint.core.fault import Fault
from netlint.core.finding import Path
from netlint.core.problems import BadValue, MissingKeys, Problem, UndefinedReference, UnknownName
from netlint.core.record import replace
from netlint.core.words import nearest
from netlint.layers._misfit import meant_boolean, meant_number
from netlint.spec.layer_types import written


class Form:
    """Collects the faults of keys and values that stand outside of layers."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def keep(self, path: Path, problem: Problem) -> None:
        self.faults.append(Fault(problem=problem, path=path))

    def bad(self, path: Path, fact: str, **more: object) -> None:
        self.keep(path, BadValue(fact=fact, **more))  # type: ignore[arg-type]

    def wrong(self, path: Path, value: object, wanted: str) -> None:
        """``value`` at ``path`` is not what is ``wanted``; an old spelling of a number is told."""
        meant = meant_number(value) if "number" in wanted or "or more" in wanted else None
        fact = f"{dotted(path)} is {written(value)}; it must be {wanted}"
        self.bad(path, fact, only=meant, respell=meant is not None)

    def missing(self, path: Path, names: tuple[str, ...]) -> None:
        self.keep(path, MissingKeys(names=names))

    def known(self, given: Iterable[str], known: tuple[str, ...], path: Path, owner: str) -> None:
        """Tell every key that is none of ``known``."""
        given = tuple(given)
        for key in given:
            if key not in known:
                near = nearest(key, [k for k in known if k not in given])
                problem = UnknownName(
                    on_key=True,
                    kind="key",
                    name=key,
                    owner=owner,
                    known=near,
                    hint=", ".join(known),
                )
                self.keep((*path, key), problem)

    def mapping(self, value: object, path: Path, wanted: str) -> Mapping[str, object] | None:
        """The value if it is a mapping; else a fault."""
        if isinstance(value, dict):
            return value
        self.wrong(path, value, wanted)
        return None

    def flag(self, value: object, path: Path) -> bool:
        """The value if it is a boolean; else a fault, and false."""
        if isinstance(value, bool):
            return value
        self._flag(value, path)
        return False

    def _flag(self, value: object, path: Path) -> None:
        meant = meant_boolean(value)
        fact = f"{dotted(path)} is {written(value)}; it must be true or false"
        self.bad(path, fact, only=meant, respell=meant is not None)


def dotted(path: Path) -> str:
    """A path as messages write it: ``data.x.shape``."""
    return ".".join(map(str, path))


def rooted(problem: Problem, owner: str) -> Problem:
    """The problem of a value outside of layers: its fact begins with the owner's name."""
    match problem:
        case BadValue(fact=fact) | UndefinedReference(fact=fact):
            return replace(problem, key=(), fact=f"{owner} {fact}")
    return replace(problem, key=())
