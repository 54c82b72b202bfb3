"""``netlint config``."""

from __future__ import annotations

import json

import click

from netlint.cli._options import fail

NAMES = ("net", "config", "findings", "show", "sizes")


@click.command("config")
@click.option("--schema", type=click.Choice(NAMES), help="Print this JSON schema.")
def command(schema: str | None) -> None:
    """Print the JSON schemas of specs and of what the commands print."""
    if schema is None:
        fail(f"nothing asked; --schema takes {', '.join(NAMES)}")
    from netlint.app.schema import schemas

    click.echo(json.dumps(schemas()[schema], indent=2))
