"""Spans: where values and keys stand, by hand, for both parsers."""

from __future__ import annotations

import pytest

from netlint.core.finding import Path, Span, Spot
from netlint.spec.positions import Lines
from netlint.spec.source import parse

BOTH = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])


def shown(span: Span) -> str:
    (line, column), (last, end) = span
    return f"{line}:{column}-{last}:{end}"


VALUES: dict[str, list[tuple[str, Path, str]]] = {
    "scalars": [
        ("a: b", ("a",), "1:4-1:5"),
        ("a: b c  # d", ("a",), "1:4-1:7"),
        ("a: 'b c'  # d", ("a",), "1:4-1:9"),
        ('a: "b"', ("a",), "1:4-1:7"),
        ("a: 'b\n  c'", ("a",), "1:4-2:5"),
        ("a: b\n  c\n\n  d\ne: f", ("a",), "1:4-4:4"),
        ("a:\n  b\n  # c\nd: e", ("a",), "2:3-2:4"),
        ("foo", (), "1:1-1:4"),
        ("\n\n  foo  \n", (), "3:3-3:6"),
    ],
    "block-scalars": [
        ("a: |\n  b\n  c\n\n\nd: e", ("a",), "1:4-3:4"),
        ("a: >-\n  b\n", ("a",), "1:4-2:4"),
        ("a: |2+\n    b  \n\n", ("a",), "1:4-2:6"),
        ("a: |+\n  b\n\n# c\nd: e", ("a",), "1:4-2:4"),
        ("a: |\nb: c", ("a",), "1:4-1:5"),
        ("a: |-  # c\n\nb: c", ("a",), "1:4-1:6"),
        ("- |\n b\n- c", (0,), "1:3-2:3"),
        ("a: |\n  b\u3000\n", ("a",), "1:4-2:5"),
        ("a: &x |\n  b\n", ("a",), "1:7-2:4"),
    ],
    "nothing": [
        ("a:", ("a",), "1:3-1:3"),
        ("a:   # b\n\n\nc: d", ("a",), "1:3-1:3"),
        ("a:\n\n# b\n", ("a",), "1:3-1:3"),
        ("a :\nb: c", ("a",), "1:4-1:4"),
        ("{a: , b: 1}", ("a",), "1:4-1:4"),
        ("{a, b: 1}", ("a",), "1:3-1:3"),
        ("{a }", ("a",), "1:3-1:3"),
        ("{'a' , b}", ("a",), "1:5-1:5"),
        ("{'a' , b}", ("b",), "1:9-1:9"),
        ("{a # c\n}", ("a",), "1:3-1:3"),
        ("? a\n? b", ("a",), "1:4-1:4"),
        ("? a\n? b", ("b",), "2:4-2:4"),
        ("? a\n# c\n:\n", ("a",), "3:2-3:2"),
        ("a: &x", ("a",), "1:3-1:3"),
        ("a: &x # b\nc: d", ("a",), "1:3-1:3"),
        ("a:\n  &x\nb: c", ("a",), "1:3-1:3"),
        ("a: # b\n  !!str\nc: d", ("a",), "1:3-1:3"),
        ("a: &x\nb: *x", ("b",), "1:3-1:3"),
        ("-\n- b", (0,), "1:2-1:2"),
        ("- # c\n\n- b", (0,), "1:2-1:2"),
        ("- &x\n- b", (0,), "1:2-1:2"),
        ("- b\n\n# c\n- &x\n", (1,), "4:2-4:2"),
        ("- - &x\n  - b", (0, 0), "1:4-1:4"),
        ("[&x , b]", (0,), "1:2-1:2"),
        ("[b, &x ]", (1,), "1:4-1:4"),
        ("[a: , b]", (0, "a"), "1:4-1:4"),
        ("[? a]", (0, "a"), "1:5-1:5"),
        ("a:\n-\n- b", ("a", 0), "2:2-2:2"),
    ],
    "flow": [
        ("a: [1, 2]  # c", ("a",), "1:4-1:10"),
        ("a: [1,\n  2\n  ]\nb: c", ("a",), "1:4-3:4"),
        ("a: {b: [1, {c: 2}]}", ("a", "b"), "1:8-1:19"),
        ("a: {b: [1, {c: 2}]}", ("a", "b", 1), "1:12-1:18"),
        ("a: {b: [1, {c: 2}]}", ("a", "b", 1, "c"), "1:16-1:17"),
        ("a: []", ("a",), "1:4-1:6"),
        ("a: {}", ("a",), "1:4-1:6"),
        ("[a: b, c]", (0,), "1:2-1:6"),
        ("[a: [b] , c]", (0,), "1:2-1:8"),
        ("[a: , c]", (0,), "1:2-1:4"),
        ("{a: 1, b: 2}", (), "1:1-1:13"),
    ],
    "blocks": [
        ("a:\n  b: 1\n  c: 2  # d\n\n# e\nf: g", ("a",), "2:3-3:7"),
        ("a:\n- 1\n- 2\nb: c", ("a",), "2:1-3:4"),
        ("a:\n  - b: 1\n    c: 2\n  - d\n", ("a", 0), "2:5-3:9"),
        ("a:\n  - b: 1\n    c: 2\n  - d\n", ("a",), "2:3-4:6"),
        ("a:\n  b:\n    c:\n# d\ne: f", ("a",), "2:3-3:7"),
        ("a:\n  b: |\n    c\n\n\ne: f", ("a",), "2:3-3:6"),
        ("a:\n  b: [1,\n   2]\n\ne: f", ("a",), "2:3-3:6"),
        ("- - 1\n  - 2\n- 3", (0,), "1:3-2:6"),
        ("# a\n\nb: 1\n# c\n", (), "3:1-3:5"),
        ("---\nb: 1\n...\n", (), "2:1-2:5"),
        ("--- # a\n- b\n", (), "2:1-2:4"),
        ("? a\n: - 1\n  - 2\n", ("a",), "2:3-3:6"),
    ],
    "anchors-and-tags": [
        ("a: &x b", ("a",), "1:7-1:8"),
        ("a: !!str b", ("a",), "1:10-1:11"),
        ("a: &x !!str b", ("a",), "1:13-1:14"),
        ("a: !!str &x 'b'", ("a",), "1:13-1:16"),
        ("a: &x\n  b", ("a",), "2:3-2:4"),
        ("a: &x # c\n  # d\n  b", ("a",), "3:3-3:4"),
        ("a: &x [1, 2]", ("a",), "1:7-1:13"),
        ("a: &x\n  b: 1\n  c: 2", ("a",), "2:3-3:7"),
        ("a: &x # c\n- 1\n- 2", ("a",), "2:1-3:4"),
        ("a: !!map\n  # c\n  b: 1", ("a",), "3:3-3:7"),
        ("&x a: 1", (), "1:1-1:8"),
        ("&x\n&y a: 1", (), "2:1-2:8"),
        ("- &x a: 1\n  b: 2", (0,), "1:3-2:7"),
        ("a: &x [1]\nb: *x", ("b",), "1:7-1:10"),
        ("a: &x [1]\nb: *x", ("b", 0), "1:8-1:9"),
        ("a: &x 1\nb:\n  c: 2\n  d: *x\n\ne: f", ("b",), "3:3-4:8"),
        ("a: &x {c: 1}\nb: [*x, *x]", ("b", 1, "c"), "1:11-1:12"),
        ("a: !<tag:yaml.org,2002:str> b", ("a",), "1:29-1:30"),
    ],
    "merged": [
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}", ("d", "c"), "1:17-1:18"),
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}", ("d", "b"), "2:16-2:17"),
        ("a: &x {b: 1}\nd: &y {<<: *x}\ne: {<<: *y}", ("e", "b"), "1:11-1:12"),
        ("a: {<<: [{b: 1}, {b: 2, c: 3}]}", ("a", "b"), "1:14-1:15"),
        ("a: {<<: [{b: 1}, {b: 2, c: 3}]}", ("a", "c"), "1:28-1:29"),
        ("a: {<<: {b: 1, b: 2}}", ("a", "b"), "1:13-1:14"),
    ],
    "wide-and-breaks": [
        ("é: 日本", ("é",), "1:4-1:6"),
        ("😀: [😀, b]", ("😀", 1), "1:8-1:9"),
        ("a: 1\r\nb: 2\r\n", ("b",), "2:4-2:5"),
        ("a: 1\rb: 2", ("b",), "2:4-2:5"),
        ("a: |\r\n  x\r\n  y\r\nb: 2", ("a",), "1:4-3:4"),
        ("a: |\r\n  x\r\n  y\r\nb: 2", ("b",), "4:4-4:5"),
        ("a:\tb", ("a",), "1:4-1:5"),
        ("a: b\t# c", ("a",), "1:4-1:5"),
        ("a: 'x\u2028y'\nb: 1", ("a",), "1:4-1:9"),
        ("a: 'x\u2028y'\nb: 1", ("b",), "2:4-2:5"),
        ("a: x # y\x85b: 1", ("b",), "1:13-1:14"),
        ("a: 'x\x0by'".replace("\x0b", "\xa0"), ("a",), "1:4-1:9"),
    ],
    "what-does-not-exist": [
        ("a: {b: 1}", ("a", "c"), "1:4-1:10"),
        ("a: {b: 1}", ("a", "b", "c", 0), "1:8-1:9"),
        ("a: [1]", ("a", 1), "1:4-1:7"),
        ("a: [1]", ("a", -1), "1:4-1:7"),
        ("a: [1]", ("a", "b"), "1:4-1:7"),
        ("a: [1]", (0,), "1:1-1:7"),
        ("a: [1]", ("b",), "1:1-1:7"),
        ("", ("b",), "1:1-1:1"),
        ("# a\n", (), "1:1-1:1"),
        ("---\n", (), "1:1-1:1"),
        ("\n\n&x\n", (), "1:1-1:1"),
    ],
}
ROWS = [
    pytest.param(text, path, place, id=f"{kind}-{number}")
    for kind, rows in VALUES.items()
    for number, (text, path, place) in enumerate(rows)
]


@BOTH
@pytest.mark.parametrize(("text", "path", "place"), ROWS)
def test_span_of_a_value(text: str, path: Path, place: str, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert shown(document.span(Spot(path))) == place


@BOTH
@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        pytest.param("a: 1\n'b' : 2", ("b",), "2:1-2:4", id="quoted"),
        pytest.param("&x a: 1", ("a",), "1:4-1:5", id="anchored"),
        pytest.param("? a\n: 1", ("a",), "1:3-1:4", id="explicit"),
        pytest.param("{? a, b}", ("a",), "1:4-1:5", id="explicit-flow"),
        pytest.param("a: {b: {c: 1}}", ("a", "b"), "1:5-1:6", id="nested"),
        pytest.param("a: [b, c]", ("a", 1), "1:8-1:9", id="an-item-is-its-own-key"),
        pytest.param("a: &x {b: 1}\nc: {<<: *x}", ("c", "b"), "1:8-1:9", id="merged"),
        pytest.param("a: &x {b: 1}\nc: *x", ("c",), "2:1-2:2", id="alias"),
        pytest.param("a: &x b\n*x : 1", ("b",), "2:1-2:3", id="alias-as-a-key"),
        pytest.param("a: 1\na: 2", ("a",), "1:1-1:2", id="the-first-of-two"),
        pytest.param("a: {b: 1}", ("a", "c"), "1:4-1:10", id="missing"),
        pytest.param("a: 1", (), "1:1-1:5", id="root"),
    ],
)
def test_span_of_a_key(text: str, path: Path, place: str, pure: bool) -> None:
    assert shown(parse(text, pure=pure).span(Spot(path, on_key=True))) == place


@BOTH
@pytest.mark.parametrize(
    ("text", "path", "plain"),
    [
        pytest.param("a: 1e-5 # b", ("a",), "1e-5", id="plain"),
        pytest.param("a: '1'", ("a",), "'1'", id="quotes-are-kept"),
        pytest.param("a: &x !!int 010", ("a",), "010", id="without-anchor-and-tag"),
        pytest.param("a: &x on\nb: *x", ("b",), "on", id="alias"),
        pytest.param("a: b\n  c", ("a",), "b\n  c", id="lines"),
        pytest.param("a:", ("a",), "", id="nothing"),
        pytest.param("a: [1]", ("a",), None, id="list"),
        pytest.param("a: [1]", ("a", 0), "1", id="item"),
        pytest.param("a: [1]", ("a", 1), None, id="missing"),
        pytest.param("a: 1", ("a", "b"), None, id="below-a-scalar"),
        pytest.param("", (), None, id="empty"),
    ],
)
def test_plain(text: str, path: Path, plain: str | None, pure: bool) -> None:
    assert parse(text, pure=pure).plain(path) == plain


@pytest.mark.parametrize(
    ("text", "index", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 2, (1, 3)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("\r\r\n\n", 4, (4, 1)),
        ("a\x85\u2028\u2029\x0b\x0cb", 6, (1, 7)),
    ],
)
def test_lines_end_as_in_yaml_1_2(text: str, index: int, place: tuple[int, int]) -> None:
    assert Lines(text).place(index) == place
