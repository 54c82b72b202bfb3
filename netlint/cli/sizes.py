"""``netlint sizes``."""

from __future__ import annotations

import re

import click

from netlint.app.sizes import entries_of, near, stages, why, within
from netlint.cli._net import judged, net_of
from netlint.cli._options import fail, size_option
from netlint.engine.analysis import Analysis
from netlint.reports.accepted import Answer, Refusal, Window, document, text
from netlint.solve.freeing import freed


@click.command("sizes")
@click.argument("file")
@click.option(
    "--near", "wanted", type=click.IntRange(1), help="The accepted sizes around this one."
)
@click.option("--why", "asked", type=click.IntRange(1), help="Why this size is refused, if it is.")
@click.option("--within", "window", metavar="LO..HI", help="The accepted sizes of a window.")
@click.option(
    "--explain", is_flag=True, help="Each condition in declared order, and what it leaves."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@size_option
def command(
    file: str,
    wanted: int | None,
    asked: int | None,
    window: str | None,
    explain: bool,
    form: str,
    sizes: tuple[tuple[str, int], ...],
) -> None:
    """Print the input sizes that a net accepts; axes written in numbers are freed.

    Exit status 1 where --why or --within asks for something that is refused, or where no size is
    accepted.
    """
    bounds = _bounds(window)
    found = freed(net_of(file, dict(sizes)))
    analysis = Analysis(found.net)
    entries = entries_of(analysis)
    whys = tuple(why(analysis, entries, asked)) if asked is not None else ()
    windows = (
        tuple(Window(", ".join(e.symbols), *bounds, within(e, *bounds)) for e in entries)
        if bounds
        else ()
    )
    answer = Answer(
        name=found.net.name,
        freed=found.sizes,
        entries=entries,
        near=tuple(near(entries, wanted)) if wanted is not None else (),
        why=tuple(
            Refusal(
                w.values,
                w.accepted,
                w.condition,
                w.layer,
                w.finding.message if w.finding else None,
                w.finding.help if w.finding else None,
            )
            for w in whys
        ),
        windows=windows,
        stages=tuple((", ".join(e.symbols), tuple(stages(analysis, e))) for e in entries)
        if explain
        else (),
    )
    click.echo(document(answer) if form == "json" else text(answer), nl=False)
    refused = any(not w.accepted for w in whys) or any(e.is_empty for e in entries)
    for part in windows:
        whole = part.most - part.least + 1
        refused |= (
            part.sizes is not None
            and sum(1 for _ in part.sizes.within(part.least, part.most)) < whole
        )
    broken = not entries and not judged(file, analysis).ok
    raise click.exceptions.Exit(1 if refused or broken else 0)


def _bounds(window: str | None) -> tuple[int, int] | None:
    if window is None:
        return None
    match = re.fullmatch(r"([1-9][0-9]*)\.\.([1-9][0-9]*)", window)
    if match is None or int(match[1]) > int(match[2]):
        fail(f'"{window}" is no window; write LO..HI, as in 64..1024')
    return int(match[1]), int(match[2])
