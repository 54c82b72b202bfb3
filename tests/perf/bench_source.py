"""Reading 10,000 layers: against PyYAML's fastest loader, in one run.

pytest tests/perf/bench_source.py --benchmark-enable -s
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from time import perf_counter

import pytest
import yaml
from pytest_benchmark.fixture import BenchmarkFixture

from netlint.core.finding import Spot
from netlint.spec.source import parse
from tests.perf.bench_layers import LAYERS, flat

ROUNDS = 5
TEXT = flat(LAYERS)


def load(text: str) -> object:
    return yaml.load(text, yaml.CSafeLoader)


def seconds(read: Callable[[str], object]) -> float:
    """Return the shortest of some rounds, each with a swept heap."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        start = perf_counter()
        read(TEXT)
        times.append(perf_counter() - start)
    return min(times)


def megabytes(read: Callable[[str], object]) -> float:
    tracemalloc.start()
    try:
        read(TEXT)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def test_parse(benchmark: BenchmarkFixture) -> None:
    document = benchmark(parse, TEXT)
    assert document.value == load(TEXT)


def test_parse_and_ask_for_every_layer(benchmark: BenchmarkFixture) -> None:
    def run() -> int:
        document = parse(TEXT)
        return sum(document.span(Spot(("layers", i))).end.line for i in range(LAYERS))

    assert benchmark(run) == sum(range(4, LAYERS + 4))


def test_csafeloader(benchmark: BenchmarkFixture) -> None:
    benchmark(load, TEXT)


def test_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = seconds(parse), seconds(load)
    gc.disable()
    try:
        quiet = seconds(load)
    finally:
        gc.enable()
    with capsys.disabled():
        print(f"\n{LAYERS} layers: parse {ours:.3f} s, CSafeLoader {theirs:.3f} s")
        print(f"ratio {ours / theirs:.2f}; {ours / quiet:.2f} with the loader's collector off too")
        print(f"peak {megabytes(parse):.1f} MB, CSafeLoader {megabytes(load):.1f} MB")
