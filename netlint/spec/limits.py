"""Limits: how much a text may ask for, and the end of reading where it asks for more."""

from __future__ import annotations

from netlint.core.finding import Path
from netlint.core.problems import LimitExceeded, Problem
from netlint.spec.nodes import Part, stretch

TEXT = 32 * 2**20
NESTING = 64
_EXPANSION = 2**20
_EXPANSION_RATIO = 10


class Halt(Exception):
    """Reading stops, for this one fault alone."""

    def __init__(self, problem: Problem, place: Part, path: Path = ()) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.path = path


def expansion(length: int) -> int:
    """Return how many characters the aliases of a text may stand for."""
    return max(_EXPANSION, _EXPANSION_RATIO * length)


def too_deep(start: int, stop: int) -> Halt:
    fact = f"collections nest deeper than {NESTING}"
    return Halt(LimitExceeded(fact=fact), stretch(start, stop))


def too_large(digits: str, place: Part, path: Path) -> Halt:
    from netlint.spec.broken import shown

    fact = f"the integer {shown(digits, quote='')} is beyond 2^63"
    return Halt(LimitExceeded(fact=fact), place, path)


def too_long(length: int, place: Part, path: Path) -> Halt:
    fact = f"aliases stand for more than {expansion(length)} characters"
    return Halt(LimitExceeded(fact=fact), place, path)
