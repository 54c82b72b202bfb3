"""Launch: where the process starts; a plain check is answered without the command line proper.

The parser of the command line takes time to load, and a check of unchanged files needs not even
the models.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from netlint.cli._guard import guarded


def main() -> None:
    """Run netlint and exit: 0 fine, 1 findings, 2 usage, 3 a crash of netlint itself."""
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    _leave(guarded(lambda: launched(sys.argv[1:])))


def launched(arguments: Sequence[str]) -> int:
    """The exit status of a command."""
    command, *paths = arguments or ("",)
    if command == "check" and _are_plain(paths) and not os.environ.get("NETLINT_NO_CACHE"):
        return _checked(paths)
    from netlint.core.quiet import Quiet

    with Quiet():
        from netlint.cli.main import run
    return run(arguments)


def _are_plain(paths: Sequence[str]) -> bool:
    """Whether these are no options, and files or folders that exist."""
    return not any(p.startswith("-") for p in paths) and all(map(os.path.exists, paths))


def _checked(paths: Sequence[str]) -> int:
    from netlint.app.batch import check_targets
    from netlint.app.cache import Cache
    from netlint.app.files import targets
    from netlint.app.outcome import Options
    from netlint.cli._answer import answer

    return answer(check_targets(list(targets(paths, ())), Options(), 1, Cache.here()))


def _leave(code: int) -> NoReturn:
    """Exit without taking a hundred thousand objects apart, which takes a tenth of a check."""
    if sys.gettrace() is None and sys.getprofile() is None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
