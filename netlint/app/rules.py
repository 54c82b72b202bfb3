"""Rules: the catalogue by name, and what reports may know of it."""

from __future__ import annotations

from functools import cache

from netlint.core.registry import Registry
from netlint.rules._base import Diagnosis, Lint, Rule

DIAGNOSES = frozenset(
    [
        "yaml-syntax",
        "unknown-name",
        "bad-value",
        "duplicate-key",
        "undefined-reference",
        "limit-exceeded",
        "channel-mismatch",
        "features-mismatch",
        "merge-shape-mismatch",
        "concat-shape-mismatch",
        "impossible-size",
        "rank-mismatch",
        "not-divisible",
        "output-mismatch",
        "share-mismatch",
        "kernel-exceeds-input",
        "pool-padding",
        "reflect-pad-too-large",
        "output-padding-range",
    ]
)


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


def lints() -> list[Lint]:
    """The lints that are on by default, by code."""
    names = (n for n in catalogue() if n.replace("_", "-") not in DIAGNOSES)
    found = [r for r in (catalogue()[n]() for n in names) if isinstance(r, Lint) and r.on]
    return sorted(found, key=lambda r: r.code)


def by_code() -> dict[str, type[Rule]]:
    """All rules by code."""
    return {r.code: r for r in sorted(catalogue().values(), key=lambda r: r.code)}
