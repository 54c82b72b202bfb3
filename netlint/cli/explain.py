"""``netlint explain``."""

from __future__ import annotations

import click

from netlint.app.explain import UnknownTopic, listing, page
from netlint.cli._options import fail


@click.command("explain")
@click.argument("topic", required=False, metavar="[CODE|TYPE]")
def command(topic: str | None) -> None:
    """Explain a rule (NL104 or its name) or a layer (conv); without argument list them all."""
    if topic is None:
        click.echo(listing(), nl=False)
        return
    try:
        click.echo(page(topic), nl=False)
    except UnknownTopic as error:
        fail(str(error))
