"""``netlint show``."""

from __future__ import annotations

from importlib import import_module

import click

from netlint.app.show import shown_net
from netlint.cli._net import judged, net_of
from netlint.cli._options import size_option
from netlint.engine.analysis import Analysis


@click.command("show")
@click.argument("file")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown", "csv"]), default="text"
)
@click.option("--depth", type=click.IntRange(1), help="Fold blocks below this depth (tables only).")
@size_option
def command(file: str, form: str, depth: int | None, sizes: tuple[tuple[str, int], ...]) -> None:
    """Print every layer's shape, parameters, MACs and receptive field; FLOPs are 2 x MACs.

    A faulty net is shown as far as it is known, its errors go to stderr, and the exit status is 1.
    """
    analysis = Analysis(net_of(file, dict(sizes)))
    net = shown_net(analysis)
    if form == "json":
        from netlint.reports.show_json import render

        click.echo(render(net), nl=False)
    else:
        report = import_module(f"netlint.reports.show_{form}")
        click.echo(report.render(net, depth), nl=False)
    raise click.exceptions.Exit(0 if judged(file, analysis).ok else 1)
