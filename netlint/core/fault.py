"""Fault: a problem in its place in the document."""

from __future__ import annotations

from netlint.core.finding import Path, Span
from netlint.core.problems import Problem
from netlint.core.record import Facts


class Fault(Facts):
    """A problem in its place: the whole path, the layer's full name, the users of its block."""

    problem: Problem
    path: Path = ()
    layer: str | None = None
    uses: tuple[tuple[Path, str], ...] = ()
    span: Span | None = None
