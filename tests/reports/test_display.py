"""Display: the source line and the caret under it, with wide, combining and hostile characters."""

from __future__ import annotations

import pytest

from netlint.core.finding import Place, Span
from netlint.reports.display import excerpt, width


def span(begin: int, end: int, line: int = 1, last: int | None = None) -> Span:
    return Span(Place(line, begin), Place(last or line, end))


MARKS = [
    pytest.param("p: 50", span(4, 6), "p: 50", "   ^^", id="plain"),
    pytest.param(
        "a: 漢字, p: 50", span(11, 13), "a: 漢字, p: 50", "            ^^", id="wide-before"
    ),
    pytest.param("p: 漢字", span(4, 6), "p: 漢字", "   ^^^^", id="wide-under"),
    pytest.param("e\u0301: 50", span(5, 7), "e\u0301: 50", "   ^^", id="a-combining-accent"),
    pytest.param("p:\t50", span(4, 6), "p: 50", "   ^^", id="a-tab-is-one-blank"),
    pytest.param("p: \x1b[31m", span(4, 8), "p: \ufffd[31m", "   ^^^^", id="an-escape"),
    pytest.param("p: 50", span(6, 6), "p: 50", "     ^", id="an-empty-place"),
    pytest.param("p: [50,", span(4, 3, last=3), "p: [50,", "   ^^^^", id="over-several-lines"),
    pytest.param("🙂: 50", span(4, 6), "🙂: 50", "    ^^", id="an-emoji"),
    pytest.param("a\u200db: 5", span(6, 7), "a\ufffdb: 5", "     ^", id="a-joiner"),
]


@pytest.mark.parametrize(("line", "place", "shown", "marks"), MARKS)
def test_marks_stand_under_their_part(line: str, place: Span, shown: str, marks: str) -> None:
    found = excerpt([line, "", ""], place)
    assert found is not None
    assert (found.line, found.marks) == (shown, marks)


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "x" * 1000 + "y" + "z" * 1000
    found = excerpt([line], span(1001, 1002))
    assert found is not None
    assert len(found.line) <= 160
    assert found.line[found.marks.index("^")] == "y"


def test_a_line_that_is_not_there() -> None:
    assert excerpt(["a"], span(1, 1, line=2)) is None


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("abc", 3, id="ascii"),
        pytest.param("漢字", 4, id="wide"),
        pytest.param("é", 1, id="one-accented-letter"),
        pytest.param("e\u0301", 1, id="two-code-points"),
        pytest.param("", 0, id="empty"),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
