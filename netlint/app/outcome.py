"""Outcome: what becomes of one file of a run."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.record import Record
from netlint.reports.checked import CheckedFile


class Options(Record):
    """What holds for every file of a run."""

    sizes: Mapping[str, int] = {}
    skip_non_specs: bool = False


class Outcome(Record):
    """What became of a file: checked, skipped, or in trouble (it cannot be answered)."""

    path: str
    checked: CheckedFile | None = None
    trouble: str | None = None
    gentle: bool = False
