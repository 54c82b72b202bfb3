"""Parsers: libyaml and PyYAML's own read the same, and a place holds what it says."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netlint.core.finding import Path, Place, Spot
from netlint.core.problems import BrokenText
from netlint.spec.source import Document, parse

CORPUS = [
    "a: 1\n",
    "\n\n# x\n---\n# y\na: 1 # z\n...\n# end\n",
    "a:\tb\nc:\t\t[1,\t2\t]\t# d\n",
    "a: b\tc\nd: e \t # f\n",
    "[\ta,\n\tb\n\t]",
    "{\n\ta: 1,\n\t\t# c\n\tb: 2 }",
    "a: 'x\n\ty\n\n\tz'",
    "a: x\n \ty\n",
    "a:\r\n  - b\r\n  - c: |\r\n      d\r\n\r\n      e\r\n  - >-\r\n    f\r\n    g\r\n",
    "a:\r  b: 1\r  c: 2\r",
    "é: 日本\n'😀': [😀, \"\\U0001F600\"]\n😀b: c",
    "a: [[1, [2, {b: [3]}]], {c: {d: }}, ]",
    "[a, b: c, ? d, ? e : f, {g}, 'h': i, \"j\":k]",
    "{a, b: , 'c', \"d\": e, ? f, ? g : h,}",
    "a: &x\n  b: 1\nc: &y # z\n\n  - *x\n  - &z\n  - &w [*y]",
    "&m\n&k a: &v b\n*k : *v",
    "a: &x 1\nb: &x 2\nc: *x",
    "? a\n: b\n? - c\n  - d\n: e\n? |\n  f\n: - g\n",
    "? a\n? b\n?\n: c",
    "a: |\n  x\n\n  y\n\n\nb: |-\n  z\nc: |+\n  w\n\n# v\nd: >\n  p\n  q\n\n    r\n",
    "a: |2\n    x\n   y\nb: >1-\n  x\n\n  y\n",
    "a: |\nb: >-\n\nc: |+\n\n",
    "- - - a\n    - b\n  - c\n-\n- d: e\n  f:\n  - g\n  -\n  h:",
    "a:\n- b\n-\n- - c\nd:\n  -\n",
    "a: b c\n  d\n\n  e  # f\ng: h",
    "a: b#c\nd: e # f\n'g' : 'h'#i",
    "a: ':'\nb: x:y\nc: http://d\ne: -f\ng: ?h\ni: :j",
    "[a?b, -c, x:y, ?d]",
    "a: 'it''s'\nb: \"\\\"\\\\\\/\\t\\x41\\\n  c\"",
    "a: x\u2028y\x85b: 'p\u2029q'\n",
    "%YAML 1.2\n%TAG !e! tag:yaml.org,2002:\n---\na: !e!str 1\nb: !<tag:yaml.org,2002:int> 2\n",
    "!!map\na: !!seq\n- !!str\n- !!null ''\n- !!float 3",
    "--- |\n x\n",
    "---\ta",
    "--- >\n x\n--- y",
    "x: {<<: [{a: 1}, &b {c: 2}], d: 3}\ny: {<<: *b}",
    "a: 1\na: 2\n'a': 3",
    "[1]: a\n{b: c}: d\ne: f",
    "a: *b\nb: [*c, &c [*c]]",
    "a: !!int x\nb: !!seq {}\nc: !!null 0",
]
ATOMS = [
    *("a", "b", "1", "2.5", "~", "true", "no", "é", "日本", "😀", "x y", "'q'", '"d"', "'it''s'"),
    *('"e\\n"', "*x", "&x ", "&y ", "!!str ", "!!int ", "<<: *x", "<<", "a: ", "b: ", "key: v"),
    *(": ", ":", " ", "  ", "\t", "\n", "\n  ", "\n    ", "\n\n", "\r\n", "\n- ", "\n  - ", "- "),
    *("? ", "[", "]", "{", "}", ", ", ",", "# c", " # c", "|\n  t\n", ">\n  t\n", "|-\n", "---\n"),
    *("...\n", "%", "@", "`", "\\", '"', "'", "$(w[i])", "\x85", "\u2028"),
]
TEXTS = st.lists(st.sampled_from(ATOMS), max_size=16).map("".join)
SIMPLE = TEXTS.filter(lambda text: not set(text) & set("*!&<|>\t\x85\u2028"))


def paths(value: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield every path of ``value`` with what stands there."""
    yield path, value
    items = enumerate(value) if isinstance(value, list) else ()
    for step, inner in value.items() if isinstance(value, dict) else items:
        yield from paths(inner, (*path, step))


def reading(document: Document) -> object:
    """Return all that a document answers."""
    places = [
        (path, document.span(Spot(path)), document.span(Spot(path, True)), document.plain(path))
        for path, _ in paths(document.value)
    ]
    return repr(document.value), document.faults, places


def offset(text: str, place: Place) -> int:
    """Return the offset of a place; lines end with ``\\n`` or ``\\r\\n`` here."""
    return sum(len(line) + 1 for line in text.split("\n")[: place.line - 1]) + place.column - 1


@pytest.mark.parametrize("text", CORPUS)
def test_the_parsers_agree(text: str) -> None:
    assert reading(parse(text)) == reading(parse(text, pure=True))


@settings(max_examples=1000)
@given(TEXTS)
def test_the_parsers_read_the_same_texts_alike(text: str) -> None:
    ours, theirs = parse(text), parse(text, pure=True)
    if any(isinstance(fault.problem, BrokenText) for fault in ours.faults):
        assert any(isinstance(fault.problem, BrokenText) for fault in theirs.faults)
        return
    assert reading(ours) == reading(theirs)


@settings(max_examples=500)
@given(SIMPLE)
def test_what_stands_at_a_place_is_the_value(text: str) -> None:
    document = parse(text)
    for path, value in paths(document.value):
        span = document.span(Spot(path))
        start, stop = offset(text, span.start), offset(text, span.end)
        alone = " " * (span.start.column - 1) + text[start:stop]
        again = parse(alone + "\n" * ("\n" in text[stop:]))
        if document.faults or (isinstance(value, str) and "\n" in alone):
            continue
        assert repr(again.value) == repr(value)


@given(st.text(max_size=30), st.booleans())
def test_no_text_raises(text: str, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert document.value is None or not any(
        isinstance(fault.problem, BrokenText) for fault in document.faults
    )


@given(TEXTS)
def test_places_are_in_order_and_inside_the_text(text: str) -> None:
    document = parse(text)
    for path, _ in paths(document.value):
        start, stop = document.span(Spot(path))
        assert Place(1, 1) <= start <= stop
    for fault in document.faults:
        assert fault.span is not None
        assert Place(1, 1) <= fault.span.start <= fault.span.end


def test_without_libyaml_the_other_parser_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    monkeypatch.setitem(sys.modules, "yaml.cyaml", None)
    assert parse("a: [1, &x {b: *y}]").value == {"a": [1, {"b": None}]}
