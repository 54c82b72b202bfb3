"""Net: the one file that a command reads, and its findings on stderr."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from netlint.app.check import Result, check_analysis
from netlint.app.load import load_text, read_bytes, resized
from netlint.cli._options import fail
from netlint.core.errors import SpecError
from netlint.engine.analysis import Analysis
from netlint.spec.model import Net
from netlint.spec.source import read_text


def net_of(path: str, sizes: Mapping[str, int]) -> Net:
    """The net of a file, or of standard input for ``-``; exit 2 where it cannot be had."""
    try:
        data = sys.stdin.buffer.read() if path == "-" else read_bytes(Path(path))
        net = load_text(read_text(data), "net" if path == "-" else Path(path).stem)
        return resized(net, sizes) if sizes else net
    except SpecError as error:
        fail(f"{path} {error}")


def judged(path: str, analysis: Analysis) -> Result:
    """The findings, the errors among them told on stderr."""
    result = check_analysis(analysis)
    if not result.ok:
        from netlint.core.finding import Severity
        from netlint.reports.checked import CheckedFile
        from netlint.reports.text import headline, plain

        file = CheckedFile(path, result.findings, [], {})
        for finding in result.findings:
            if finding.severity is Severity.ERROR:
                click.echo(headline(file, finding, plain), err=True)
    return result
