"""Batch: many files, from the cache where they are unchanged, else shared out to processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from netlint.app.cache import Cache
from netlint.app.files import Target
from netlint.app.outcome import Options, Outcome
from netlint.core.quiet import Quiet

FEWEST_A_JOB = 8


def check_targets(
    targets: Sequence[Target], options: Options, jobs: int = 1, cache: Cache | None = None
) -> Iterator[Outcome]:
    """The outcome of every target; several processes share out many files."""
    left: list[Target] = []
    for target in targets:
        outcome = _known(target, options, cache) if cache is not None else None
        if outcome is None:
            left.append(target)
        else:
            yield outcome
    if jobs <= 1 or len(left) < 2 * FEWEST_A_JOB:
        yield from _checked(left, options, cache)
        return
    # What the first files need is imported once, before the process is copied.
    yield from _checked(left[:FEWEST_A_JOB], options, cache)
    yield from _shared_out(left[FEWEST_A_JOB:], options, jobs, cache)


def _known(target: Target, options: Options, cache: Cache) -> Outcome | None:
    try:
        path = Path(target.path)
        return cache.find(path.read_bytes(), target, options) if path.is_file() else None
    except OSError:
        return None


def _checked(targets: Sequence[Target], options: Options, cache: Cache | None) -> list[Outcome]:
    if not targets:
        return []
    with Quiet():
        # The longest chain of imports begins here and not further down: where calls of a long one
        # cross a chunk of the interpreter's stack, each maps memory anew, which took 40 ms.
        import_module("pydantic")
        from netlint.app.run import check_file

    return [check_file(t, options, cache) for t in targets]


def _shared_out(
    targets: Sequence[Target], options: Options, jobs: int, cache: Cache | None
) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    method = "fork" if sys.platform == "linux" else "spawn"
    share = max(FEWEST_A_JOB, len(targets) // (jobs * 32))
    chunks = [targets[i : i + share] for i in range(0, len(targets), share)]
    with ProcessPoolExecutor(jobs, mp_context=get_context(method)) as pool:
        tasks = [pool.submit(_checked, chunk, options, cache) for chunk in chunks]
        for task in tasks:
            yield from task.result()
