"""Stored: an outcome as JSON, and back; what reports need of it survives."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

from netlint.app.outcome import Outcome
from netlint.core.finding import (
    Edit,
    Finding,
    Fix,
    InsertLayers,
    Place,
    Related,
    RemoveKey,
    RenameKey,
    SetKey,
    Severity,
    Span,
    Spot,
)
from netlint.core.record import Record, replace
from netlint.reports.checked import CheckedFile, lines_of


def dumped(outcome: Outcome) -> str:
    """The outcome as a text; raises TypeError for a fix that sets what JSON cannot say."""
    file = outcome.checked
    found = None if file is None else [file.findings, list(file.edits.items())]
    return json.dumps([outcome.trouble, outcome.gentle, _plain(found)])


def loaded(body: str, path: str, text: str) -> Outcome:
    """The outcome of the file ``path``, which holds ``text``, from what ``dumped`` gave."""
    trouble, gentle, found = json.loads(body)
    if found is None:
        return Outcome(path, trouble=trouble, gentle=gentle)
    findings = cast(tuple[Finding, ...], _value(found[0]))
    edits = cast(tuple[tuple[Fix, tuple[Edit, ...]], ...], _value(found[1]))
    lines = lines_of(text) if findings else []
    return Outcome(path, CheckedFile(path, findings, lines, dict(edits)), trouble, gentle)


def _plain(value: object) -> object:
    if isinstance(value, Record):
        return {type(value).__name__: [_plain(v) for v in value.row()]}
    if isinstance(value, Span):
        return {"Span": [*value.start, *value.end]}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {"dict": [[k, _plain(v)] for k, v in value.items()]}
    return value


def _value(plain: object) -> object:
    if isinstance(plain, list):
        return tuple(_value(v) for v in plain)
    if not isinstance(plain, dict):
        return plain
    ((name, row),) = plain.items()
    return _MADE[name](*(_value(v) for v in row))


def _finding(*row: object) -> Finding:
    made: Callable[..., Finding] = Finding
    finding = made(*row)
    return replace(finding, severity=Severity(finding.severity))


def _span(line: int, column: int, last: int, end: int) -> Span:
    return Span(Place(line, column), Place(last, end))


def _dict(*pairs: tuple[object, object]) -> dict[object, object]:
    return dict(pairs)


_RECORDS = (Edit, Fix, InsertLayers, Related, RemoveKey, RenameKey, SetKey, Spot)
_MADE: dict[str, Callable[..., object]] = {
    "Finding": _finding,
    "Span": _span,
    "dict": _dict,
    **{kind.__name__: kind for kind in _RECORDS},
}
