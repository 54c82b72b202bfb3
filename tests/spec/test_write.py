"""Write: a value as YAML that reads back as the same, by YAML 1.2 core and by YAML 1.1."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from netlint.core.expression import Expression
from netlint.spec.source import parse
from netlint.spec.write import document, flow

VALUES = [
    pytest.param(None, "null", id="null"),
    pytest.param(True, "true", id="true"),
    pytest.param(False, "false", id="false"),
    pytest.param(3, "3", id="an-int"),
    pytest.param(0.5, "0.5", id="a-float"),
    pytest.param(1e-5, "1.0e-05", id="a-small-float-is-one-in-yaml-1.1-too"),
    pytest.param(1e300, "1.0e+300", id="a-large-float"),
    pytest.param(math.inf, ".inf", id="infinite"),
    pytest.param(-math.inf, "-.inf", id="minus-infinite"),
    pytest.param(math.nan, ".nan", id="no-number"),
    pytest.param("relu", "relu", id="a-word"),
    pytest.param("enc.0.skip", "enc.0.skip", id="a-reference"),
    pytest.param("$(2 ** i)", "$(2 ** i)", id="an-expression"),
    pytest.param("$(f[i])", '"$(f[i])"', id="an-expression-with-a-bracket"),
    pytest.param("H/2", "H/2", id="a-size-expression"),
    pytest.param(Expression("H/2"), "H/2", id="an-expression-object"),
    pytest.param("3", '"3"', id="a-number-as-text"),
    pytest.param("no", '"no"', id="no-is-a-word-here"),
    pytest.param("y", '"y"', id="y"),
    pytest.param("true", '"true"', id="true-as-text"),
    pytest.param("", '""', id="empty"),
    pytest.param("a: b", '"a: b"', id="a-colon"),
    pytest.param("a, b", '"a, b"', id="a-comma"),
    pytest.param("# a", '"# a"', id="a-hash"),
    pytest.param("漢字", '"漢字"', id="wide"),
    pytest.param('say "x"', '"say \\"x\\""', id="quotes"),
    pytest.param("two\nlines", '"two\\nlines"', id="a-line-break"),
    pytest.param([1, [2, "a"]], "[1, [2, a]]", id="lists"),
    pytest.param((1, 2), "[1, 2]", id="a-tuple"),
    pytest.param({"type": "relu", "p": [1]}, "{type: relu, p: [1]}", id="a-mapping"),
    pytest.param([], "[]", id="an-empty-list"),
    pytest.param({}, "{}", id="an-empty-mapping"),
]


@pytest.mark.parametrize(("value", "text"), VALUES)
def test_flow(value: object, text: str) -> None:
    assert flow(value) == text


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63) + 1, 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=12),
    st.from_regex(r"[A-Za-z0-9_.+:,#$()\-]{0,8}", fullmatch=True),
)
KEYS = st.from_regex(r"[a-z_][a-z0-9_]{0,5}", fullmatch=True)
TREES = st.recursive(
    SCALARS, lambda x: st.one_of(st.lists(x, max_size=3), st.dictionaries(KEYS, x, max_size=3))
)


@given(TREES)
def test_what_is_written_reads_back(value: object) -> None:
    read = parse(f"a: {flow(value)}\n")
    assert read.faults == ()
    assert read.value == {"a": value}


@given(TREES)
def test_yaml_1_1_reads_the_same(value: object) -> None:
    assert yaml.safe_load(f"a: {flow(value)}\n") == {"a": value}


SPEC = {
    "netlint": 1,
    "name": "net",
    "inputs": {"x": ["B", 3, "H", "W"]},
    "sizes": {"H": {"min": 8, "multiple_of": 4}, "W": "H"},
    "vars": {"widths": [8, 16]},
    "blocks": {"b": {"params": {"ch": None}, "layers": ["relu", {"type": "gelu"}]}},
    "layers": [{"type": "b", "ch": "$(widths[0])"}, "relu"],
    "outputs": ["relu_1"],
    "losses": [{"type": "mse", "target": "x"}],
}


def test_a_document_has_a_key_a_line_and_a_layer_a_line() -> None:
    assert document(SPEC) == (
        "netlint: 1\n"
        "name: net\n"
        "inputs:\n"
        "  x: [B, 3, H, W]\n"
        "sizes:\n"
        "  H: {min: 8, multiple_of: 4}\n"
        "  W: H\n"
        "vars:\n"
        "  widths: [8, 16]\n"
        "blocks:\n"
        "  b:\n"
        "    params: {ch: null}\n"
        "    layers:\n"
        "      - relu\n"
        "      - {type: gelu}\n"
        "layers:\n"
        '  - {type: b, ch: "$(widths[0])"}\n'
        "  - relu\n"
        "outputs: [relu_1]\n"
        "losses:\n"
        "  - {type: mse, target: x}\n"
    )
    assert parse(document(SPEC)).value == SPEC
