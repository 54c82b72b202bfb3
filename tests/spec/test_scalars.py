"""Scalars: the core schema of YAML 1.2, chapter 10.3.2, row by row."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netlint.spec import scalars
from netlint.spec.source import parse

BOTH = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
CORE = "tag:yaml.org,2002:"

VALUES = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "nULL": "nULL",
    "none": "none",
    "None": "None",
    "true": True,
    "True": True,
    "TRUE": True,
    "tRue": "tRue",
    "false": False,
    "False": False,
    "FALSE": False,
    "yes": "yes",
    "Yes": "Yes",
    "no": "no",
    "on": "on",
    "off": "off",
    "y": "y",
    "n": "n",
    "0": 0,
    "-0": 0,
    "+3": 3,
    "-19": -19,
    "010": 10,
    "0o7": 7,
    "0o17": 15,
    "0o8": "0o8",
    "-0o7": "-0o7",
    "0O7": "0O7",
    "0x1F": 31,
    "0xff": 255,
    "0X1F": "0X1F",
    "-0x1F": "-0x1F",
    "0x": "0x",
    "0b101": "0b101",
    "1_000": "1_000",
    "1,000": "1,000",
    "3:3": "3:3",
    "190:20:30": "190:20:30",
    "2020-01-01": "2020-01-01",
    "1 2": "1 2",
    "--1": "--1",
    "+": "+",
    "-": "-",
    "٣": "٣",
    "9223372036854775807": 2**63 - 1,
    "9223372036854775808": 2**63,
    "-9223372036854775808": -(2**63),
    "0x8000000000000000": 2**63,
    "000000000000000000000000000000000000000000000000000000000000000000000000001": 1,
    "1.0": 1.0,
    "64.0": 64.0,
    "1.": 1.0,
    ".5": 0.5,
    "-.5": -0.5,
    "+.5": 0.5,
    "-1.5": -1.5,
    "1e5": 1e5,
    "1e-5": 1e-5,
    "1E+5": 1e5,
    ".5e3": 500.0,
    "1.e3": 1000.0,
    "12e03": 12000.0,
    "1e": "1e",
    "e5": "e5",
    ".": ".",
    ".e5": ".e5",
    "1.5.2": "1.5.2",
    "1_0.5": "1_0.5",
    ".inf": math.inf,
    ".Inf": math.inf,
    ".INF": math.inf,
    "+.inf": math.inf,
    "-.INF": -math.inf,
    ".iNF": ".iNF",
    "inf": "inf",
    "-inf": "-inf",
    "infinity": "infinity",
    "nan": "nan",
    "-.nan": "-.nan",
    "<<": "<<",
    "=": "=",
}


@pytest.mark.parametrize(("text", "value"), VALUES.items(), ids=[repr(text) for text in VALUES])
def test_plain_scalar(text: str, value: object) -> None:
    found = scalars.resolve(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str) -> None:
    value = scalars.resolve(text)
    assert isinstance(value, float)
    assert math.isnan(value)


@BOTH
@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("text", [text for text in VALUES if text])
def test_a_quoted_scalar_is_text(text: str, quote: str, pure: bool) -> None:
    assert parse(f"a: {quote}{text}{quote}", pure=pure).value == {"a": text}


@pytest.mark.parametrize(
    "text",
    [
        "9223372036854775809",
        "-9223372036854775809",
        "0x8000000000000001",
        "0o1000000000000000000001",
        "9" * 5000,
        "-" + "9" * 5000,
        "0x" + "f" * 100_000,
    ],
    ids=["ten", "negative", "sixteen", "eight", "huge", "huge-negative", "huge-sixteen"],
)
def test_an_integer_beyond_the_limit_is_never_converted(text: str) -> None:
    with pytest.raises(OverflowError):
        scalars.resolve(text)


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        pytest.param("str", "3", "3", id="str"),
        pytest.param("str", "", "", id="str-of-nothing"),
        pytest.param("int", "0x10", 16, id="int"),
        pytest.param("float", "3", 3.0, id="float-of-an-integer"),
        pytest.param("float", "-.inf", -math.inf, id="float-infinity"),
        pytest.param("bool", "TRUE", True, id="bool"),
        pytest.param("null", "~", None, id="null"),
        pytest.param("null", "", None, id="null-of-nothing"),
    ],
)
def test_tagged_scalar(tag: str, text: str, value: object) -> None:
    found = scalars.tagged(CORE + tag, text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("int", "1.0"),
        ("int", "1_0"),
        ("int", ""),
        ("float", "x"),
        ("float", "0x1"),
        ("bool", "yes"),
        ("bool", "null"),
        ("bool", ""),
        ("null", "none"),
        ("null", "false"),
        ("seq", "x"),
        ("map", ""),
    ],
)
def test_a_text_that_does_not_fit_its_tag(tag: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"^{text}$"):
        scalars.tagged(CORE + tag, text)


@given(st.integers(-(2**63), 2**63))
def test_every_integer_in_range_is_read_exactly(value: int) -> None:
    assert scalars.resolve(str(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_is_read_exactly(value: float) -> None:
    found = scalars.resolve(repr(value))
    assert isinstance(found, float)
    assert found == value


def test_equal_values_of_different_type_are_kept_apart() -> None:
    plain = scalars.Plain()
    assert [repr(plain[text]) for text in ("1", "true", "1.0", "1")] == ["1", "True", "1.0", "1"]
