"""Checked: what a check hands to reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from netlint.core.finding import Edit, Finding, Fix, Severity


class CheckedFile(NamedTuple):
    """A file by the name it was given, its lines, its findings; ``edits`` are those of each fix."""

    path: str
    findings: tuple[Finding, ...]
    lines: list[str]
    edits: dict[Fix, tuple[Edit, ...]]

    @property
    def ok(self) -> bool:
        return all(f.severity < Severity.ERROR for f in self.findings)


class Summary(NamedTuple):
    """The counts of a run."""

    files: int
    skipped: int
    errors: int
    warnings: int
    infos: int
    fixable: int


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def summarise(files: Iterable[CheckedFile], skipped: int) -> Summary:
    """Count files and findings; ``fixable`` are those with a safe fix."""
    files = list(files)
    found = [f for file in files for f in file.findings]
    counts = [sum(f.severity is s for f in found) for s in reversed(Severity)]
    fixable = sum(
        any(fix.safe and file.edits.get(fix) for fix in f.fixes)
        for file in files
        for f in file.findings
    )
    errors, warnings, infos = counts
    return Summary(len(files), skipped, errors, warnings, infos, fixable)
