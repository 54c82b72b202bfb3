"""The command ``netlint``: arguments in, bytes and exit codes out."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click

from netlint import __version__
from netlint.cli._guard import drop_output
from netlint.core.quiet import Quiet

COMMANDS = {
    "check": "find the shape faults of specs",
    "show": "print every layer's shape, parameters, MACs and receptive field",
    "sizes": "print the input sizes that a net accepts",
    "explain": "explain a rule or a layer, or list them all",
    "config": "print the JSON schemas",
}


class Commands(click.Group):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        with Quiet():
            command = import_module(f"netlint.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from netlint.core.words import nearest

            near = nearest(args[0], COMMANDS)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            ctx.fail(f'no command "{args[0]}"{hint}')
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; where the reader of a pipe has left click would exit with 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            drop_output()
            raise click.exceptions.Exit(0) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="netlint")
def cli() -> None:
    """A linter and design service for neural-network specs.

    FLOPs are counted as 2 x MACs.
    """


def run(arguments: Sequence[str]) -> int:
    """The exit status of a command: 0 fine, 1 findings, 2 usage."""
    try:
        code: object = cli.main(list(arguments), prog_name="netlint", standalone_mode=False)
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except click.Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
