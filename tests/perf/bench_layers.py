"""Long nets: text to findings against PyYAML's fastest loader, which only makes dicts of them.

Run it with ``python -m pytest tests/perf/bench_layers.py -s``; ratios are printed, not asserted.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial

import pytest
import yaml

from netlint.app.files import Target
from netlint.app.outcome import Options
from netlint.app.run import check_bytes
from tests.memory import forget
from tests.perf._ratio import best, best_anew, told

LAYERS = 10_000
SCALE = (1_000, 10_000, 100_000)


def flat(n: int) -> str:
    """A chain of convolutions, a layer a line, every tenth with a list inside."""
    rows = [
        f"  - {{name: c{i}, type: conv2d, out_channels: {64 + i % 7}, "
        f"kernel_size: {'[3, 3]' if i % 10 == 0 else 3}, padding: 1, bias: false}}"
        for i in range(n)
    ]
    return "\n".join(["netlint: 1", "inputs: {x: [N, 3, 64, 64]}", "layers:", *rows, ""])


def unlike(n: int) -> str:
    """As ``flat``, but no layer is like another."""
    rows = [
        f"  - {{name: c{i}, type: conv2d, out_channels: {i + 1}, kernel_size: 3, padding: 1}}"
        for i in range(n)
    ]
    return "\n".join(["netlint: 1", "inputs: {x: [N, 3, 64, 64]}", "layers:", *rows, ""])


def branched(n: int) -> str:
    """Residual units of five layers that name what they read."""
    rows = ["  - {name: a0, type: conv2d, out_channels: 64, kernel_size: 3, padding: 1}"]
    for k in range(n // 5):
        rows += [
            f"  - {{name: c{k}, type: conv2d, inputs: a{k}, out_channels: 64, kernel_size: 1}}",
            "  - batch_norm",
            "  - {type: relu, inplace: true}",
            f"  - {{name: d{k}, type: conv2d, out_channels: 64, kernel_size: 3, padding: same}}",
            f"  - {{name: a{k + 1}, type: add, inputs: [a{k}, d{k}]}}",
        ]
    return "\n".join(["netlint: 1", "inputs: {x: [N, 3, H, W]}", "layers:", *rows, ""])


NETS = [pytest.param(make, id=make.__name__) for make in (flat, unlike, branched)]


def check(text: str) -> None:
    outcome = check_bytes(text.encode(), Target("net.yaml", named=True), Options())
    assert outcome.checked is not None
    assert outcome.checked.ok


def load(text: str) -> None:
    yaml.load(text, yaml.CSafeLoader)


def megabytes(work: Callable[[], object]) -> float:
    """The peak of what a run allocates."""
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", NETS)
def test_time(make: Callable[[int], str]) -> None:
    text = make(LAYERS)
    mine, theirs = best_anew(lambda: check(text), 3), best(lambda: load(text), 3)
    told(f"check {LAYERS} layers, {make.__name__}", mine, "CSafeLoader", theirs, 0.8)


def test_memory() -> None:
    text = flat(LAYERS)
    forget()
    mine, theirs = megabytes(lambda: check(text)), megabytes(lambda: load(text))
    line = f"peak {mine:.1f} MB, CSafeLoader {theirs:.1f} MB: {mine / theirs:.2f}x"
    print(f"\n{line} (wanted: at most 1.2x)", file=sys.stderr)


@pytest.mark.parametrize("make", NETS)
def test_growth(make: Callable[[int], str]) -> None:
    spent: dict[int, float] = {}
    for n in SCALE:
        text = make(n)
        spent[n] = best_anew(partial(check, text), 3 if n < 50_000 else 1) / n
    least = min(spent.values())
    words = ", ".join(f"{n} layers {s * 1e6:.1f} us each" for n, s in spent.items())
    print(f"\n{make.__name__}: {words}", file=sys.stderr)
    print(f"{max(spent.values()) / least:.2f}x (wanted: at most 1.2x)", file=sys.stderr)
