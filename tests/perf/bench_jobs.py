"""Many files: two processes against one.

Run it with ``python -m pytest tests/perf/bench_jobs.py -s``; ratios are printed, not asserted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netlint.spec.write import document
from tests.perf._ratio import NETLINT, processes, told
from tests.perf.bench_architectures import flat, plans

FILES = 1_000


def small(count: int) -> Iterator[str]:
    """Nets of 48 layers, the first of them like no other."""
    for number in range(count):
        rows = [
            f"  - {{type: conv2d, out_channels: {8 + (number + i) % 97}, kernel_size: 3}}\n"
            "  - batch_norm\n  - relu"
            for i in range(16)
        ]
        yield "\n".join(["netlint: 1", "inputs: {x: [N, 3, H, 64]}", "layers:", *rows, ""])


def resnets(count: int) -> Iterator[str]:
    """Residual nets of some 180 layers, a layer a line, no two alike."""
    return (document({"netlint": 1, **flat(plan)}) for plan in plans(count))


@pytest.mark.parametrize("make", [small, resnets])
def test_jobs(make: Callable[[int], Iterator[str]], tmp_path: Path) -> None:
    for i, text in enumerate(make(FILES)):
        (tmp_path / f"{i:04}.yaml").write_text(text, encoding="utf-8")
    check = [*NETLINT, "check", str(tmp_path)]
    two, one = processes([*check, "--jobs", "2"], check, 3)
    told(f"check {FILES} {make.__name__} files in 2 processes", two, "in 1", one, 0.6)
