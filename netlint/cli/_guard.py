"""Guard: the exit status of whatever happens: a closed pipe, an interrupt, a crash."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

CRASH = 3
INTERRUPTED = 130


def guarded(work: Callable[[], int]) -> int:
    """The status that ``work`` gives; 0 where the reader of a pipe has left, 3 for a crash."""
    try:
        code = work()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        drop_output()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        import traceback

        traceback.print_exc()
        told = f"netlint: crashed ({type(error).__name__}); please report this"
        print(told, file=sys.stderr)
        return CRASH


def drop_output() -> None:
    """Let what is still to be written go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
