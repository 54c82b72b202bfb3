"""Many files: two processes against one.

Run it with ``python -m pytest tests/perf/bench_jobs.py -s``; ratios are printed, not asserted.
"""

from __future__ import annotations

from pathlib import Path

from tests.perf._ratio import NETLINT, processes, told

FILES = 1_000


def net(number: int) -> str:
    """A small net that is like no other of the first ones."""
    rows = [
        f"  - {{type: conv2d, out_channels: {8 + (number + i) % 97}, kernel_size: 3, padding: 1}}\n"
        "  - batch_norm\n  - relu"
        for i in range(16)
    ]
    return "\n".join(["netlint: 1", "inputs: {x: [N, 3, H, 32]}", "layers:", *rows, ""])


def test_jobs(tmp_path: Path) -> None:
    for i in range(FILES):
        (tmp_path / f"{i:04}.yaml").write_text(net(i), encoding="utf-8")
    check = [*NETLINT, "check", str(tmp_path)]
    two, one = processes([*check, "--jobs", "2"], check, 3)
    told(f"check {FILES} files in 2 processes", two, "in 1", one, 0.6)
