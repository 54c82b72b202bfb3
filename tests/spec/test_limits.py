"""Limits: what passes one is told at once, and never crashes or hangs."""

from __future__ import annotations

import pytest

from netlint.core.finding import FILE_START, Place, Span
from netlint.core.problems import BrokenText, LimitExceeded
from netlint.spec.limits import TEXT, expansion
from netlint.spec.source import parse

BOTH = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])


def block(n: int, mark: str) -> str:
    return mark * n + "x"


def steps(n: int) -> str:
    return "\n".join(" " * i + "a:" for i in range(n))


@BOTH
@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("[" * 65 + "]" * 65, Place(1, 65), id="brackets"),
        pytest.param("[" * 64 + "{}" + "]" * 64, Place(1, 65), id="an-empty-one-counts"),
        pytest.param("[" * 100_000, Place(1, 65), id="endless-brackets"),
        pytest.param("[\n" * 100_000, Place(65, 1), id="endless-lines-of-brackets"),
        pytest.param("{a: " * 100_000, Place(1, 257), id="endless-braces"),
        pytest.param("[{" * 50_000, Place(1, 65), id="endless-pairs"),
        pytest.param(block(100_000, "- "), Place(1, 129), id="endless-dashes"),
        pytest.param(block(100_000, "? "), Place(1, 129), id="endless-keys"),
        pytest.param(steps(3000), Place(65, 65), id="endless-steps"),
        pytest.param("a: 1\nb: " + "[" * 2000, Place(2, 67), id="deep-in-a-mapping"),
        pytest.param("- &a " + "[" * 64, Place(1, 69), id="behind-an-anchor"),
        pytest.param('- "[["\n- ' + "[" * 2000, Place(2, 66), id="brackets-in-quotes"),
    ],
)
def test_nesting(text: str, place: Place, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert document.value is None
    (fault,) = document.faults
    assert fault.problem == LimitExceeded(fact="collections nest deeper than 64")
    assert fault.span == Span(place, Place(place.line, place.column + 1))


@BOTH
@pytest.mark.parametrize(
    "text",
    ["[" * 64 + "]" * 64, "[" * 64 + "1" + "]" * 64, block(64, "- "), steps(64)],
    ids=["brackets", "a-scalar-is-no-level", "dashes", "steps"],
)
def test_nesting_up_to_the_limit(text: str, pure: bool) -> None:
    assert parse(text, pure=pure).faults == ()


@BOTH
def test_aliases_do_not_dodge_the_nesting_limit(pure: bool) -> None:
    lines = ["x0: &x0 [1]", *(f"x{i}: &x{i} [*x{i - 1}]" for i in range(1, 100))]
    assert parse("\n".join(lines[:63]), pure=pure).faults == ()
    (fault,) = parse("\n".join(lines), pure=pure).faults
    assert fault.problem == LimitExceeded(fact="collections nest deeper than 64")
    assert fault.span == Span(Place(64, 12), Place(64, 16))


@BOTH
def test_merges_do_not_nest(pure: bool) -> None:
    chain = ["x0: &x0 {k0: 1}", *(f"x{i}: &x{i} {{<<: *x{i - 1}, k{i}: 1}}" for i in range(1, 100))]
    document = parse("\n".join(chain), pure=pure)
    assert document.faults == ()
    assert isinstance(document.value, dict)
    assert len(document.value["x99"]) == 100


@BOTH
def test_a_billion_laughs(pure: bool) -> None:
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 60)]
    document = parse("\n".join(lines), pure=pure)
    assert document.value is None
    (fault,) = document.faults
    assert fault.problem == LimitExceeded(fact="aliases stand for more than 1048576 characters")
    assert fault.path == ("a5", 2)
    assert fault.span == Span(Place(6, 20), Place(6, 23))


@BOTH
def test_a_chain_of_merges_ends(pure: bool) -> None:
    chain = [
        "x0: &x0 {k0: 1}",
        *(f"x{i}: &x{i} {{<<: *x{i - 1}, k{i}: 1}}" for i in range(1, 3000)),
    ]
    (fault,) = parse("\n".join(chain), pure=pure).faults
    assert isinstance(fault.problem, LimitExceeded)


def test_expansion_grows_with_the_text() -> None:
    text = f"a: &a '{'x' * 200_000}'\nb: [{', '.join(['*a'] * 11)}]"
    assert expansion(len(text)) == 10 * len(text)
    (fault,) = parse(text).faults
    assert fault.path == ("b", 10)
    assert parse(text.replace("[*a, ", "[")).faults == ()


@BOTH
@pytest.mark.parametrize(
    ("text", "fact", "columns"),
    [
        ("a: 9223372036854775809", "the integer 9223372036854775809 is beyond 2^63", (4, 23)),
        (
            "a: &x !!int -9223372036854775809",
            "the integer -9223372036854775809 is beyond 2^63",
            (13, 33),
        ),
        ("a: " + "9" * 5000, f"the integer {'9' * 37}... is beyond 2^63", (4, 5004)),
        ("a: 0x" + "f" * 5000, f"the integer 0x{'f' * 35}... is beyond 2^63", (4, 5006)),
    ],
    ids=["plain", "tagged", "digits", "hexadecimal"],
)
def test_integers(text: str, fact: str, columns: tuple[int, int], pure: bool) -> None:
    document = parse(text + "\nb: 1", pure=pure)
    assert document.value is None
    (fault,) = document.faults
    assert fault.problem == LimitExceeded(fact=fact)
    assert fault.path == ("a",)
    assert fault.span == Span(Place(1, columns[0]), Place(1, columns[1]))


@pytest.mark.parametrize("text", ["'9223372036854775809': 9.3e18", f"{'9' * 500}: '{'9' * 5000}'"])
def test_a_key_and_a_quoted_scalar_are_no_integers(text: str) -> None:
    assert parse(text).faults == ()


@pytest.mark.parametrize("char", ["x", "é", "日"])
def test_size_is_counted_in_bytes(char: str) -> None:
    width = len(char.encode())
    fits = "'" + char * ((TEXT - 2) // width) + "'"
    assert parse(fits).faults == ()
    (fault,) = parse(fits + " " * width * 2).faults
    assert fault.problem == LimitExceeded(fact="the text is longer than 32 MiB")
    assert fault.span == FILE_START


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "&a " * 50_000,
        '"' * 50_001,
        "a: " * 50_000,
        "[1] " * 50_000,
        "!" * 50_000,
        "[\n" + "\t\n" * 20_000 + "]",
        "a: [1, " * 10_000,
        "#\n" * 50_000,
        "---\n" * 10_000,
        "%a\n" * 10_000,
        "$(" * 20_000 + "[",
        "{a: $(" * 60,
        "a: '" + "x\n\n" * 20_000,
        "a: |\n" + "  x\n" * 20_000 + "\tb",
    ],
    ids=lambda text: repr(text[:8]),
)
def test_odd_texts_are_read_quickly(text: str, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert all(isinstance(one.problem, BrokenText | LimitExceeded) for one in document.faults)
