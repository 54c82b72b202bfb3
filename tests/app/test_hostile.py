"""Hostile: whatever a spec holds, checking, showing and sizing it raise nothing (DESIGN 3)."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netlint
from netlint.app.show import shown_net
from netlint.core.finding import Severity
from netlint.engine.analysis import Analysis
from netlint.reports import show_json
from netlint.spec.layer_types import registry
from netlint.spec.source import parse
from netlint.spec.write import document

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = [*sorted(EXAMPLES.glob("*.yaml")), *sorted((EXAMPLES / "broken").glob("*.yaml"))]
SPECS = [v for f in FILES if isinstance(v := parse(f.read_text("utf-8")).value, dict)]
TYPES = list(registry())
KEYS = sorted(
    {key for cls in registry().values() for key in cls.model_fields}
    | {"name", "inputs", "repeat", "when", "expect", "share", "trainable", "layers", "params"}
    | {"outputs", "output", "blocks", "vars", "sizes", "data", "losses", "budget", "frameworks"}
)
WORDS = [
    *("x", "image", "same", "causal", "H", "W", "N", "H/2", "2*H + 1", "H - 40", "min(H, W)"),
    *("$i", "$(i + 1)", "$(1 / 0)", "$", "$(", "enc.*", "enc.0", "a.b.c", "", "*", "..", "_"),
    *("yes", "no", "1_000", "-1", "reflect", "tokens", "channels_last", "int64", "漢字", "3M"),
    *("n c h w -> n (h w) c", "nij,njk->nik"),
]
NUMBERS = [None, True, False, 0, 1, 2, 3, -1, 7, 64, 1.5, -0.5, 1e300, 2**40, 2**63 - 1]
SCALARS = st.one_of(
    st.sampled_from(NUMBERS),
    st.sampled_from([float("inf"), float("nan")]),
    st.sampled_from(WORDS),
    st.sampled_from(TYPES),
)
JUNK = st.recursive(
    SCALARS,
    lambda x: st.one_of(
        st.lists(x, max_size=4), st.dictionaries(st.sampled_from(KEYS), x, max_size=3)
    ),
    max_leaves=6,
)
LAYERS = st.builds(
    lambda kind, keys: keys | {"type": kind},
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(KEYS), JUNK, max_size=4),
)
SIZES = st.lists(st.sampled_from([1, 3, 8, "H"]), max_size=4)


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to every value of a tree, but the root."""
    pairs: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        pairs = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    for step, item in pairs:
        yield (*path, step)
        yield from paths(item, (*path, step))


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, object]:
    """A spec with a few values replaced, removed or put in."""
    spec: dict[str, object] = copy.deepcopy(draw(st.sampled_from(SPECS)))
    for _ in range(draw(st.integers(1, 4))):
        places = list(paths(spec))
        if not places:
            break
        *way, last = draw(st.sampled_from(places))
        owner: object = spec
        for step in way:
            owner = owner[step]  # type: ignore[index]
        assert isinstance(owner, dict | list)
        match draw(st.integers(0, 3)):
            case 0 | 1:
                owner[last] = draw(JUNK)  # type: ignore[index,call-overload]
            case 2:
                del owner[last]  # type: ignore[arg-type]
            case _ if isinstance(owner, dict):
                owner[draw(st.sampled_from(KEYS))] = draw(JUNK)
            case _:
                assert isinstance(last, int)
                owner.insert(last, draw(st.one_of(LAYERS, JUNK)))  # type: ignore[union-attr]
    return spec | {"netlint": spec.get("netlint", 1)}


def answered(source: dict[str, object] | str) -> list[str]:
    """The codes of what is told; every report can be made, and is JSON."""
    analysis = Analysis(netlint.load(source))
    found = netlint.check(analysis).findings
    json.loads(show_json.render(shown_net(analysis)))
    for entry in netlint.accepted_sizes(analysis).values():
        assert str(entry)
    for finding in found:
        assert "\n" not in finding.message
        assert finding.severity in Severity
    return [f.code for f in found]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(spoilt())
def test_a_spoilt_spec_is_answered(spec: dict[str, object]) -> None:
    answered(spec)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(spoilt())
def test_a_text_is_answered_as_its_values_are(spec: dict[str, object]) -> None:
    text = document(spec)
    if "\n" not in text:
        return
    try:
        assert set(answered(text)) - {"NL006", "NL001"} <= set(answered(spec))
    except netlint.SpecError:
        return


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(LAYERS, min_size=1, max_size=3), st.lists(st.sampled_from([1, 3, 8, "H"]), max_size=4)
)
def test_any_layer_on_any_shape_is_answered(layers: list[object], shape: list[int | str]) -> None:
    answered({"inputs": {"x": ["N", *shape], "y": ["N", 3, "H"]}, "layers": layers})


UNUSUAL = [
    pytest.param(
        {
            "inputs": {"x": ["N", 3, 8]},
            "sizes": {"H": "K"},
            "layers": [{"type": "upsample", "size": "H"}],
        },
        ["NL007"],
        id="a-symbol-whose-size-is-at-fault",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 3, 8]},
            "sizes": {"H": "K"},
            "layers": [{"type": "relu", "expect": ["N", 3, "H"]}],
        },
        ["NL007"],
        id="an-expectation-of-a-size-at-fault",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 3, 8]},
            "sizes": {"S": {"min": 2, "max": 6}},
            "layers": [
                {"type": "upsample", "size": "S"},
                {"type": "conv1d", "out_channels": 2, "kernel_size": 2},
            ],
        },
        [],
        id="a-range-that-no-input-has",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 3, "W"]},
            "sizes": {"W": "2*S", "S": 8},
            "layers": [{"type": "max_pool1d", "kernel_size": 2}],
        },
        [],
        id="bound-to-a-symbol-that-no-input-has",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 3, "W"], "y": ["N", 3, "W"]},
            "sizes": {"W": "S", "S": 8},
            "layers": [
                {"type": "add", "inputs": ["x", "y"]},
                {"type": "max_pool1d", "kernel_size": 9},
            ],
        },
        ["NL105"],
        id="bound-and-refused",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N"], "y": ["N", "H"]},
            "layers": [{"type": "rms_norm", "normalized_shape": "H", "inputs": "x"}],
        },
        ["NL106"],
        id="a-norm-without-axes",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", "W"], "y": ["N", "W", 16]},
            "sizes": {"H": 8, "W": "H"},
            "layers": [{"type": "maximum", "inputs": ["x", "y"]}],
        },
        ["NL103"],
        id="a-merge-of-a-bound-size",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 2, "T"]},
            "sizes": {"S": 5, "T": 7},
            "layers": [{"type": "relu", "expect": ["N", 2, "S"]}],
        },
        ["NL108"],
        id="a-number-by-a-name-of-its-own",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 2, "T"]},
            "sizes": {"S": 5, "T": {"min": 5, "max": 6}},
            "layers": [{"type": "relu", "expect": ["N", 2, "S"]}],
        },
        ["NL108"],
        id="a-range-against-a-number-by-name",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 2, "T"], "y": ["N", 2, "U"]},
            "sizes": {"T": {"min": 2, "max": 8}},
            "layers": [{"type": "add", "inputs": ["x", "y"]}],
        },
        [],
        id="a-range-tied-to-an-open-symbol",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 2, "H", "W"]},
            "sizes": {"H": {"min": 2, "max": 8}},
            "layers": [{"type": "relu", "expect": ["N", 2, "W", "H"]}],
        },
        [],
        id="a-range-tied-by-an-expectation",
    ),
    pytest.param(
        {
            "inputs": {"x": ["N", 2, "W"]},
            "sizes": {"W": {"min": 2, "max": 6}},
            "layers": [{"type": "parameter", "shape": [1, 3, "W"]}],
        },
        ["NL102"],
        id="a-free-weight-over-a-range",
    ),
    pytest.param(
        {"inputs": {"x": ["N", 3, 8]}, "layers": [{"type": "upsample", "size": "min"}]},
        None,
        id="a-function-without-operands",
    ),
    pytest.param(
        {"inputs": {"x": ["N", 3, "H"]}, "sizes": {"H": "max"}, "layers": ["relu"]},
        None,
        id="a-size-bound-to-a-function",
    ),
    pytest.param({"inputs": {"x": ["N"]}, "layers": ["softmax"]}, None, id="the-batch-alone"),
    pytest.param({"inputs": {"x": ["N"]}, "layers": ["flatten"]}, None, id="flatten-of-the-batch"),
    pytest.param(
        {"inputs": {"x": ["H", 3, "H"]}, "layers": ["relu"]}, None, id="the-batch-is-a-size-too"
    ),
    pytest.param(
        {"inputs": {"x": ["N", 3, "N"]}, "layers": [{"type": "max_pool1d", "kernel_size": 2}]},
        None,
        id="a-size-is-the-batch-too",
    ),
    pytest.param(
        {"inputs": {"x": [1] * 12}, "layers": ["relu", "batch_norm", "global_avg_pool"]},
        None,
        id="twelve-axes",
    ),
]


@pytest.mark.parametrize(("spec", "codes"), UNUSUAL)
def test_an_unusual_spec_is_answered(spec: dict[str, object], codes: list[str] | None) -> None:
    found = answered(spec)
    if codes is not None:
        assert found == codes
