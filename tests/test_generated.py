"""Generated files are current, and hold what they promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from netlint.app.schema import schemas
from netlint.spec.source import parse

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(p for p in (ROOT / "examples").rglob("*.yaml") if "broken" not in p.parts)


@pytest.mark.parametrize("name", schemas())
def test_schema_is_current(name: str, request: pytest.FixtureRequest) -> None:
    path = ROOT / "schemas" / f"{name}.schema.json"
    text = json.dumps(schemas()[name], indent=2) + "\n"
    if request.config.getoption("--regen"):
        path.write_text(text)
    assert path.read_text() == text, "run pytest --regen"


@pytest.mark.parametrize("name", schemas())
def test_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


@pytest.fixture(scope="module")
def net() -> Draft202012Validator:
    return Draft202012Validator(schemas()["net"])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: str(p.stem))
def test_examples_fit_the_schema(path: Path, net: Draft202012Validator) -> None:
    errors = [e.message for e in net.iter_errors(parse(path.read_text()).value)]
    assert not errors


def spec(*layers: object, **more: object) -> dict[str, Any]:
    return {"netlint": 1, "inputs": {"x": ["N", 3, 32, 32]}, "layers": list(layers), **more}


@pytest.mark.parametrize(
    ("layer", "fits"),
    [
        pytest.param({"type": "conv2d", "out_channels": 8, "kernel_size": 3}, True, id="plain"),
        pytest.param("relu", True, id="bare"),
        pytest.param(
            {"type": "conv2d", "out_channels": "$c", "kernel_size": 3}, True, id="expression"
        ),
        pytest.param({"type": "$kind", "anything": 1}, True, id="computed-type"),
        pytest.param({"type": "conv2d", "filters": 8, "kernel_size": 3}, False, id="foreign-key"),
        pytest.param({"type": "conv2d", "kernel_size": 3}, False, id="missing-key"),
        pytest.param({"type": "conv2d", "out_channels": 0, "kernel_size": 3}, False, id="zero"),
        pytest.param({"type": "conv2d", "out_channels": 8, "kernel_size": "3"}, False, id="text"),
        pytest.param({"type": "convv", "out_channels": 8}, False, id="unknown-type"),
        pytest.param("unknown", False, id="unknown-bare"),
        pytest.param({"type": "relu", "repeat": -1}, False, id="negative-repeat"),
    ],
)
def test_layers_without_blocks_are_closed(
    layer: object, fits: bool, net: Draft202012Validator
) -> None:
    assert net.is_valid(spec(layer)) is fits


@pytest.mark.parametrize(
    ("layer", "fits"),
    [
        pytest.param({"type": "stage", "width": 3}, True, id="a-block-is-open"),
        pytest.param("stage", True, id="a-bare-block"),
        pytest.param({"type": "relu", "width": 3}, False, id="known-types-stay-closed"),
    ],
)
def test_layers_with_blocks(layer: object, fits: bool, net: Draft202012Validator) -> None:
    blocks = {"stage": {"layers": ["relu"], "params": {"width": 3}}}
    assert net.is_valid(spec(layer, blocks=blocks)) is fits


@pytest.mark.parametrize("key", ["netlin", "input", "layer", "colour"])
def test_unknown_document_keys_do_not_fit(key: str, net: Draft202012Validator) -> None:
    assert not net.is_valid(spec("relu", **{key: 1}))
