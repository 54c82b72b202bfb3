"""Launch: where the process starts; a plain check of unchanged files is answered at once.

All else goes to the command line proper, whose parser and models take most of the time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

INTERRUPTED = 130


def main() -> None:
    """Run netlint and exit."""
    code = unchanged(sys.argv[1:])
    if code is not None:
        _leave(code)
    from netlint.core.quiet import Quiet

    with Quiet():
        from netlint.cli.main import main as command
    try:
        command()
    except SystemExit as status:
        _leave(int(status.code or 0))


def _leave(code: int) -> NoReturn:
    """Exit without taking a hundred thousand objects apart, which takes a tenth of a check."""
    if sys.gettrace() is None and sys.getprofile() is None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def unchanged(arguments: Sequence[str]) -> int | None:
    """Answer ``check PATH...`` where the cache knows all the files; None where it does not."""
    paths = arguments[1:]
    if arguments[:1] != ["check"] or any(p.startswith("-") for p in paths):
        return None
    if os.environ.get("NETLINT_NO_CACHE"):
        return None
    from netlint.app.batch import known
    from netlint.app.cache import Cache
    from netlint.app.files import targets
    from netlint.app.outcome import Options
    from netlint.cli._answer import answer, drop_output

    try:
        outcomes = known(list(targets(paths, ())), Options(), Cache.here())
        return None if outcomes is None else answer(outcomes)
    except BrokenPipeError:
        drop_output()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
