"""Benchmarks are collected where they are asked for: ``pytest tests/perf``, or one by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """A benchmark, if this folder was named; one that was named itself is collected anyway."""
    if not file_path.match("bench_*.py") or parent.session.isinitpath(file_path):
        return None
    asked = (Path(str(a).partition("::")[0]).absolute() for a in parent.config.args)
    if not any(HERE.is_relative_to(a) and a.name == HERE.name for a in asked):
        return None
    return pytest.Module.from_parent(parent, path=file_path)
