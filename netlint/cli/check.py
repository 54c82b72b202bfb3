"""``netlint check``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import click

from netlint.app.files import Target, targets
from netlint.app.run import Options, Outcome, check_bytes, check_targets
from netlint.cli._options import as_sizes, paint, size_option
from netlint.core.finding import Severity
from netlint.reports.checked import CheckedFile, Summary, summarise

SEVERITIES = {str(s): s for s in reversed(Severity)}


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "concise", "json"]), default="text")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out paths that match.")
@click.option("--skip-non-specs", is_flag=True, help="Skip files that are no specs, named or not.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="The name of -.")
@click.option("--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes.")
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="error",
    help="The least severity that makes the exit status 1.",
)
@size_option
def command(
    paths: tuple[str, ...],
    form: str,
    exclude: tuple[str, ...],
    skip_non_specs: bool,
    stdin_filename: str,
    jobs: int,
    fail_on: str,
    sizes: tuple[tuple[str, int], ...],
) -> None:
    """Find the shape faults of specs: files, folders, or - for standard input.

    Exit status: 0 no finding at or above --fail-on, 1 findings, 2 wrong usage or a path that
    cannot be read.
    """
    options = Options(as_sizes(sizes), skip_non_specs)
    outcomes: list[Outcome] = []
    if "-" in paths:
        data = sys.stdin.buffer.read()
        outcomes.append(check_bytes(data, Target(stdin_filename, named=True), options))
        paths = tuple(p for p in paths if p != "-")
    if paths or not outcomes:
        outcomes += check_targets(list(targets(paths, exclude)), options, jobs)
    outcomes.sort(key=lambda o: o.path)
    files = [o.checked for o in outcomes if o.checked is not None]
    troubles = [o for o in outcomes if o.trouble is not None and not o.gentle]
    skipped = sum(o.trouble is not None and o.gentle for o in outcomes)
    summary = summarise(files, skipped)
    _print(form, files, summary)
    for outcome in troubles:
        click.echo(f"netlint: {outcome.path} {outcome.trouble}", err=True)
    raise click.exceptions.Exit(2 if troubles else _status(files, fail_on))


def _print(form: str, files: list[CheckedFile], summary: Summary) -> None:
    if form == "json":
        from netlint.reports import json

        click.echo(json.render(files, summary), nl=False)
        return
    from netlint.reports import text

    render = text.concise if form == "concise" else text.render
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo(render(files, summary, paint if colour else text.plain), nl=False, color=colour)


def _status(files: Iterable[CheckedFile], fail_on: str) -> int:
    least = SEVERITIES.get(fail_on)
    return int(least is not None and any(f.severity >= least for c in files for f in c.findings))
