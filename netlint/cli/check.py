"""``netlint check``."""

from __future__ import annotations

import sys

import click

from netlint.app.batch import check_targets
from netlint.app.cache import Cache
from netlint.app.files import Target, targets
from netlint.app.outcome import Options, Outcome
from netlint.cli._answer import SEVERITIES, answer
from netlint.cli._options import size_option
from netlint.core.quiet import Quiet


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "concise", "json"]), default="text")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out paths that match.")
@click.option("--skip-non-specs", is_flag=True, help="Skip files that are no specs, named or not.")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="The name of -.")
@click.option("--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes.")
@click.option("--no-cache", is_flag=True, envvar="NETLINT_NO_CACHE", help="Remember nothing.")
@click.option("--clear-cache", is_flag=True, help="Forget what is remembered of former runs.")
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
    no_cache: bool,
    clear_cache: bool,
    fail_on: str,
    sizes: tuple[tuple[str, int], ...],
) -> None:
    """Find the shape faults of specs: files, folders, or - for standard input.

    Exit status: 0 no finding at or above --fail-on, 1 findings, 2 wrong usage or a path that
    cannot be read.
    """
    options = Options(dict(sizes), skip_non_specs)
    cache = Cache.here()
    if clear_cache:
        cache.clear()
    outcomes: list[Outcome] = []
    if "-" in paths:
        outcomes.append(_standard_input(stdin_filename, options))
        paths = tuple(p for p in paths if p != "-")
    if paths or not outcomes:
        kept = None if no_cache else cache
        outcomes += check_targets(list(targets(paths, exclude)), options, jobs, kept)
    raise click.exceptions.Exit(answer(outcomes, form, fail_on))


def _standard_input(name: str, options: Options) -> Outcome:
    data = sys.stdin.buffer.read()
    with Quiet():
        from netlint.app.run import check_bytes

    return check_bytes(data, Target(name, named=True), options)
