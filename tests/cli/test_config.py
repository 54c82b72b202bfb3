"""``netlint config --schema``: the forms, and that every document that is printed fits its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from netlint.cli.main import cli

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "examples").glob("*.yaml")), *sorted((ROOT / "examples/broken").glob("*"))]
COMMANDS = {"check": "findings", "show": "show", "sizes": "sizes"}

COUPLED = """\
netlint: 1
inputs: {x: [N, 2, H, W]}
layers: [flatten, {type: linear, out_features: 1, in_features: 8}]
"""
TIED = """\
netlint: 1
inputs: {a: [N, 2, T], b: [N, 2, U]}
layers: [{type: add, inputs: [a, b]}]
"""
EMPTY = """\
netlint: 1
inputs: {x: [N, 2, T]}
layers: [{type: relu, expect: [N, 2, T + 1]}]
"""
GROWN = """\
netlint: 1
inputs: {x: {shape: [N, 2, T], dtype: float16}}
layers: [{type: upsample, scale_factor: 3}, {type: conv1d, out_channels: 2, kernel_size: 4}]
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def schema(name: str) -> Draft202012Validator:
    result = run("config", "--schema", name)
    assert result.exit_code == 0
    return Draft202012Validator(json.loads(result.stdout))


@pytest.mark.parametrize("name", ["net", "config", "findings", "show", "sizes"])
def test_a_form_is_a_schema_that_allows_nothing_unknown(name: str) -> None:
    validator = schema(name)
    Draft202012Validator.check_schema(validator.schema)
    assert not validator.is_valid({"nothing known": 1})
    assert not validator.is_valid([])


def test_another_form_is_exit_2() -> None:
    assert run("config", "--schema", "nothing").exit_code == 2


def told(command: str, document: Any) -> list[str]:  # noqa: ANN401
    return [e.message for e in schema(COMMANDS[command]).iter_errors(document)]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_a_document_fits_its_form(command: str, file: Path) -> None:
    result = run(command, str(file), "--format", "json")
    assert told(command, json.loads(result.stdout)) == []


ODD = [
    pytest.param(COUPLED, id="rectangles"),
    pytest.param(TIED, id="a-condition"),
    pytest.param(EMPTY, id="no-size"),
    pytest.param(GROWN, id="fractions"),
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("command", COMMANDS)
def test_an_odd_document_fits_its_form(command: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(text, encoding="utf-8")
    result = run(command, str(file), "--format", "json")
    assert told(command, json.loads(result.stdout)) == []


ASKED = [
    pytest.param(["--near", "9"], id="near"),
    pytest.param(["--why", "9"], id="why"),
    pytest.param(["--within", "1..9"], id="within"),
    pytest.param(["--explain"], id="explain"),
]


@pytest.mark.parametrize("options", ASKED)
@pytest.mark.parametrize("text", ODD)
def test_an_answer_about_sizes_fits_its_form(options: list[str], text: str, tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(text, encoding="utf-8")
    result = run("sizes", str(file), *options, "--format", "json")
    assert told("sizes", json.loads(result.stdout)) == []
