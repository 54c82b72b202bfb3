"""JSON: the machine contract of ``check``, version 1."""

from __future__ import annotations

import json
from collections.abc import Sequence

from netlint.core.finding import Edit, Finding, Fix, Related, Span
from netlint.reports.checked import CheckedFile, Summary

VERSION = 1


def render(files: Sequence[CheckedFile], summary: Summary) -> str:
    """One document for all files."""
    document = {
        "version": VERSION,
        "files": [
            {"path": f.path, "ok": f.ok, "findings": [_finding(f, x) for x in f.findings]}
            for f in files
        ],
        "summary": summary._asdict(),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _finding(file: CheckedFile, finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "message": finding.message,
        "help": finding.help,
        "layer": finding.layer,
        "key": str(finding.spot),
        "range": span(finding.span),
        "related": [_related(r) for r in finding.related],
        "fixes": [_fix(file, f) for f in finding.fixes if file.edits.get(f)],
        "url": None,
    }


def _related(related: Related) -> dict[str, object]:
    return {"message": related.message, "layer": related.layer, "range": span(related.span)}


def _fix(file: CheckedFile, fix: Fix) -> dict[str, object]:
    return {
        "title": fix.title,
        "applicability": "safe" if fix.safe else "unsafe",
        "edits": [_edit(e) for e in file.edits[fix]],
    }


def _edit(edit: Edit) -> dict[str, object]:
    return {"range": span(edit.span), "text": edit.text}


def span(span: Span | None) -> dict[str, dict[str, int]] | None:
    """A range of the contract; null where there is no text."""
    if span is None:
        return None
    return {"start": span.start._asdict(), "end": span.end._asdict()}
