"""Ratio: two ways timed in turn in one run, the best of each side by side."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.memory import forget

ROOT = Path(__file__).parents[2]
NETLINT = (sys.executable, "-m", "netlint")
YAMLLINT = (sys.executable, "-m", "yamllint")


def best(work: Callable[[], object], times: int = 30) -> float:
    """The shortest of several runs, in seconds."""
    return min(timed(work) for _ in range(times))


def best_anew(work: Callable[[], object], times: int = 30) -> float:
    """The shortest of several runs, each as if it were the first of its process."""

    def anew() -> float:
        forget()
        return timed(work)

    return min(anew() for _ in range(times))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processes(
    one: Sequence[str],
    other: Sequence[str],
    times: int = 9,
    *,
    folder: Path | None = None,
    cached: bool = False,
) -> tuple[float, float]:
    """The median whole-process times of two commands that run in turn, after one run each."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if cached:
        environment.pop("NETLINT_NO_CACHE", None)

    def run(command: Sequence[str]) -> None:
        silent = subprocess.DEVNULL
        subprocess.run(
            command, stdout=silent, stderr=silent, env=environment, cwd=folder, check=False
        )

    for command in (one, other):
        run(command)
    pairs = [(timed(lambda: run(one)), timed(lambda: run(other))) for _ in range(times)]
    mine, theirs = (sorted(side) for side in zip(*pairs, strict=True))
    return mine[times // 2], theirs[times // 2]


def told(what: str, mine: float, peer: str, theirs: float, most: float) -> None:
    """Print both times and their ratio beside the one that is wanted."""
    line = f"{what}: {mine * 1e3:.2f} ms, {peer} {theirs * 1e3:.2f} ms: {mine / theirs:.3f}x"
    print(f"\n{line} (wanted: at most {most}x)", file=sys.stderr)


def within(what: str, mine: float, most: float) -> None:
    """Print a time beside the one that is wanted."""
    print(f"\n{what}: {mine * 1e3:.3f} ms (wanted: at most {most * 1e3:g} ms)", file=sys.stderr)
