"""Rules: the catalogue by name, and what reports may know of it."""

from __future__ import annotations

from functools import cache

from netlint.core.problems import Problem
from netlint.core.registry import Registry
from netlint.rules._base import Diagnosis, Lint, Rule


@cache
def catalogue() -> Registry[Rule]:
    """All rules by file name."""
    return Registry("netlint.rules", Rule)


def rule(name: str) -> Rule:
    """The rule of a kebab-case name."""
    return catalogue()[name.replace("-", "_")]()


def diagnosis(name: str) -> Diagnosis:
    """The rule that explains problems of this rule name."""
    found = rule(name)
    assert isinstance(found, Diagnosis)
    return found


@cache
def lints() -> tuple[Lint, ...]:
    """The lints that are on by default, by code; a diagnosis waits until its problem occurs."""
    explained = {kind.rule for kind in Problem.__subclasses__()}
    names = (n for n in catalogue() if n.replace("_", "-") not in explained)
    found = [r for r in (catalogue()[n]() for n in names) if isinstance(r, Lint) and r.on]
    return tuple(sorted(found, key=lambda r: r.code))


def by_code() -> dict[str, type[Rule]]:
    """All rules by code."""
    return {r.code: r for r in sorted(catalogue().values(), key=lambda r: r.code)}
