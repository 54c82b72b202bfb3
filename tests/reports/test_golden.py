"""Golden: what ``netlint check`` prints for every broken example; ``--regen`` writes it anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from netlint.cli.main import cli

ROOT = Path(__file__).parents[2]
BROKEN = sorted((ROOT / "examples" / "broken").glob("*.yaml"))
GOLDEN = ROOT / "tests" / "golden" / "broken"


def comment(file: Path) -> str:
    """The lines of comment that a file begins with."""
    lines = file.read_text(encoding="utf-8").splitlines()
    head = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    return " ".join(line.removeprefix("#").strip() for line in lines[:head])


def printed(file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(cli, ["check", str(file.relative_to(ROOT))])
    assert result.stderr == ""
    assert result.exit_code == 1
    return result.stdout


@pytest.mark.parametrize("file", BROKEN, ids=[f.stem for f in BROKEN])
def test_text_of_a_broken_example(
    file: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    text = printed(file, monkeypatch)
    golden = GOLDEN / f"{file.stem}.txt"
    if request.config.getoption("--regen"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("file", BROKEN, ids=[f.stem for f in BROKEN])
def test_a_broken_example_holds_what_its_comment_says(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = printed(file, monkeypatch)
    promised = set(re.findall(r"NL\d{3}", comment(file)))
    assert promised
    assert set(re.findall(r"(?m)^\S+: (?:error|warning|info) (NL\d{3}) ", text)) == promised


def test_every_golden_text_has_its_example() -> None:
    assert [f.stem for f in sorted(GOLDEN.glob("*.txt"))] == [f.stem for f in BROKEN]
