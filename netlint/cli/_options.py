"""Options that commands share."""

from __future__ import annotations

import re
from typing import NoReturn

import click

_SIZE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=([0-9]+)")


class Size(click.ParamType[tuple[str, int]]):
    """``H=512``."""

    name = "SYMBOL=N"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        match = _SIZE.fullmatch(str(value))
        if match is None:
            self.fail(f'"{value}" is no size; write SYMBOL=N, as in H=512', param, ctx)
        return match[1], int(match[2])


size_option = click.option(
    "--size", "sizes", multiple=True, type=Size(), help="Use N for a symbol, as in H=512."
)


def fail(words: str) -> NoReturn:
    """A usage error: words to stderr, exit 2."""
    click.echo(f"netlint: {words}", err=True)
    raise click.exceptions.Exit(2)
