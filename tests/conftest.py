"""What every test shares: the option ``--report``, and the tables that it prints at the end."""

from __future__ import annotations

import os

import pytest

# A run that believed what a former one found would test nothing; tests of the cache turn it on.
os.environ["NETLINT_NO_CACHE"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--report", action="store_true", help="print the table of recorded framework answers"
    )
    parser.addoption("--regen", action="store_true", help="rewrite golden texts and schemas")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if not config.getoption("--report"):
        return
    rows = [
        value
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, value in report.user_properties
        if name == "oracle"
    ]
    terminalreporter.section("oracle")
    for line in oracle_table(sorted(rows)):
        terminalreporter.write_line(line)


def oracle_table(rows: list[list[str | int]]) -> list[str]:
    """A line for every file of records, the sums last."""
    sums = [sum(int(row[k]) for row in rows) for k in range(2, 7)]
    heads = "layer | framework | cases | matched | differing | excepted | refused"
    lines = [f"| {heads} |", "|" + "---|" * 7]
    return lines + [f"| {' | '.join(map(str, row))} |" for row in [*rows, ["total", "all", *sums]]]
