"""Answer: the outcomes of a run printed, and the exit status that they make."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from netlint.app.outcome import Outcome
from netlint.core.finding import Severity
from netlint.reports.checked import CheckedFile, Summary, summarise

SEVERITIES = {str(s): s for s in reversed(Severity)}
COLOURS = {
    "error": "\x1b[31m\x1b[1m",
    "warning": "\x1b[33m\x1b[1m",
    "info": "\x1b[36m\x1b[1m",
    "code": "\x1b[1m",
    "place": "\x1b[1m",
    "note": "\x1b[34m",
    "help": "\x1b[32m",
}
NO_COLOUR = "\x1b[0m"


def answer(outcomes: Iterable[Outcome], form: str = "text", fail_on: str = "error") -> int:
    """Print what became of the files, and return the exit status.

    0: no finding at or above ``fail_on``; 1: findings; 2: a path that cannot be answered.
    """
    listed = sorted(outcomes, key=lambda o: o.path)
    files = [o.checked for o in listed if o.checked is not None]
    troubles = [o for o in listed if o.trouble is not None and not o.gentle]
    skipped = sum(o.trouble is not None and o.gentle for o in listed)
    _write(sys.stdout, _report(form, files, summarise(files, skipped)))
    for outcome in troubles:
        _write(sys.stderr, f"netlint: {outcome.path} {outcome.trouble}\n")
    return 2 if troubles else _status(files, fail_on)


def _report(form: str, files: Sequence[CheckedFile], summary: Summary) -> str:
    if form == "json":
        from netlint.reports import json

        return json.render(files, summary)
    from netlint.reports import text

    render = text.concise if form == "concise" else text.render
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return render(files, summary, paint if colour else text.plain)


def _write(stream: TextIO, text: str) -> None:
    """Write a text; click knows how where the stream's encoding has not all of its letters."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        import click

        click.echo(text, nl=False, err=stream is sys.stderr)
    stream.flush()


def paint(text: str, kind: str) -> str:
    """A part of a report in its colour."""
    return f"{COLOURS[kind]}{text}{NO_COLOUR}" if kind in COLOURS else text


def _status(files: Iterable[CheckedFile], fail_on: str) -> int:
    least = SEVERITIES.get(fail_on)
    return int(least is not None and any(f.severity >= least for c in files for f in c.findings))
