"""Source: bytes to text, the look for the key, values, anchors, merges, keys."""

from __future__ import annotations

import gc

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from netlint.core.errors import SpecError
from netlint.core.fault import Fault
from netlint.core.finding import FILE_START, Place, Span, Spot
from netlint.core.problems import BadValue, DuplicateKey, UndefinedReference
from netlint.spec.source import names_netlint, parse, read_text

BOTH = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])


def told(text: str, pure: bool) -> list[tuple[str, str, str]]:
    """Return kind, words and place of every fault of ``text``."""
    return [one(fault) for fault in parse(text, pure=pure).faults]


def one(fault: Fault) -> tuple[str, str, str]:
    problem = fault.problem
    assert fault.span is not None
    (line, column), (last, end) = fault.span
    fact = getattr(problem, "fact", "")
    return type(problem).__name__, fact, f"{line}:{column}-{last}:{end}"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"netlint: 1\n", "netlint: 1\n", id="ascii"),
        pytest.param(b"\xef\xbb\xbfnetlint: 1", "netlint: 1", id="byte-order-mark"),
        pytest.param("name: é日😀".encode(), "name: é日😀", id="wide"),
        pytest.param(b"", "", id="empty"),
        pytest.param(b"a: 1\r\n", "a: 1\r\n", id="breaks-are-kept"),
    ],
)
def test_read_text(data: bytes, text: str) -> None:
    assert read_text(data) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"a: 1\nb: \x00", "is binary: byte 8 (line 2) is NUL", id="nul"),
        pytest.param("a: 1".encode("utf-16"), "is binary: byte 3 (line 1) is NUL", id="utf-16"),
        pytest.param(b"a: 1\nb: \xff", "is not UTF-8: byte 8 (line 2) is 0xff", id="latin-1"),
        pytest.param(b"\xed\xa0\x80", "is not UTF-8: byte 0 (line 1) is 0xed", id="surrogate"),
        pytest.param(b"a: \xe6\x97", "is not UTF-8: byte 3 (line 1) is 0xe6", id="cut"),
    ],
)
def test_what_is_no_text(data: bytes, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_text(data)
    assert str(caught.value) == words


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("netlint: 1\n", True, id="first"),
        pytest.param("name: a\nnetlint: 1\n", True, id="later"),
        pytest.param("name: a\r\nnetlint: 1\r\n", True, id="crlf"),
        pytest.param("name: a\rnetlint: 1\r", True, id="cr"),
        pytest.param("\ufeffnetlint: 1", True, id="byte-order-mark"),
        pytest.param('"netlint": 1', True, id="double-quoted"),
        pytest.param("'netlint': 1", True, id="single-quoted"),
        pytest.param("netlint : 1", True, id="space-before-the-colon"),
        pytest.param("netlint:", True, id="no-value"),
        pytest.param("netlint:1", False, id="no-space"),
        pytest.param("? netlint\n: 1", True, id="explicit"),
        pytest.param("&a netlint: 1", True, id="anchor"),
        pytest.param("!!str netlint: 1", True, id="tag"),
        pytest.param("# x\n\n  # y\n---\n# z\nnetlint: 1", True, id="head"),
        pytest.param("%YAML 1.2\n---\nnetlint: 1", True, id="directive"),
        pytest.param("  a: 1\n  netlint: 1", True, id="indented"),
        pytest.param("--- netlint: 1", True, id="on-the-marker"),
        pytest.param("{netlint: 1}", True, id="flow"),
        pytest.param('{\n  "netlint": 1\n}', True, id="json"),
        pytest.param("--- {a: [1, {b: 2}], netlint: 1}", True, id="flow-later"),
        pytest.param("{a: it's, netlint: 1}", True, id="flow-apostrophe"),
        pytest.param("{a: '}', netlint: 1}", True, id="flow-quoted-bracket"),
        pytest.param('{"a": "\\"}", "netlint": 1}', True, id="flow-escape"),
        pytest.param("{a: 1, # }\n netlint: 1}", True, id="flow-comment"),
        pytest.param("netlint: 1\nlayers: [", True, id="broken"),
        pytest.param("", False, id="empty"),
        pytest.param("name: netlint", False, id="a-value"),
        pytest.param("# netlint: 1\na: 1", False, id="a-comment"),
        pytest.param("netlinter: 1", False, id="a-longer-word"),
        pytest.param("not-netlint: 1", False, id="a-longer-word-before"),
        pytest.param("jobs:\n  netlint:\n    steps: []", False, id="nested"),
        pytest.param("- netlint: 1", False, id="in-a-list"),
        pytest.param('{"name": "netlint", "b": 1}', False, id="flow-a-value"),
        pytest.param("{a: {netlint: 1}}", False, id="flow-nested"),
        pytest.param('{"a": "{netlint: 1}"}', False, id="flow-in-quotes"),
        pytest.param("[{netlint: 1}]", False, id="flow-list"),
    ],
)
def test_names_netlint(text: str, named: bool) -> None:
    assert names_netlint(text) is named
    assert names_netlint(text.encode()) is named


def test_names_netlint_looks_at_what_is_no_text() -> None:
    assert names_netlint(b"netlint: 1\nname: \xff\x00")


@BOTH
@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("", None, id="empty"),
        pytest.param("# only a comment\n", None, id="comment"),
        pytest.param("---\n...\n", None, id="empty-document"),
        pytest.param("foo", "foo", id="scalar"),
        pytest.param("a: 1\nb: [x, 2.0, 'y', {c: ~}]", {"a": 1, "b": ["x", 2.0, "y", {"c": None}]}),
        pytest.param("%YAML 1.1\n---\na: yes", {"a": "yes"}, id="yaml-1.1-is-read-as-core"),
        pytest.param("a: |\n  x\n  y\nb: >-\n  x\n  y", {"a": "x\ny\n", "b": "x y"}, id="blocks"),
        pytest.param("a: x\n  y\n\n  z", {"a": "x y\nz"}, id="folded"),
        pytest.param('a: "\\x41\\u00e9\\U0001F600\\n"', {"a": "Aé😀\n"}, id="escapes"),
        pytest.param("[a: 1, b]", [{"a": 1}, "b"], id="single-pair"),
        pytest.param("{a, b: , c: 1}", {"a": None, "b": None, "c": 1}, id="flow-without-values"),
        pytest.param("1: a\ntrue: b\n~: c\n1.0: d", {"1": "a", "true": "b", "~": "c", "1.0": "d"}),
        pytest.param("? a\n? b\n: 1", {"a": None, "b": 1}, id="explicit-keys"),
        pytest.param("!!str 1: x\n'2': y", {"1": "x", "2": "y"}, id="tagged-and-quoted-keys"),
        pytest.param("a: !!str 1\nb: !!float 2", {"a": "1", "b": 2.0}, id="tagged-scalars"),
        pytest.param("!!map {x: !!seq [1]}", {"x": [1]}, id="tagged-collections"),
        pytest.param("&x a: &y 1\nb: *x\n*y : z", {"a": 1, "b": "a", "1": "z"}, id="anchored-keys"),
        pytest.param("&k 1: x\nv: *k", {"1": "x", "v": 1}, id="an-anchored-key-keeps-its-type"),
        pytest.param("a: &x 1\nb: *x\nc: &x 2\nd: *x", {"a": 1, "b": 1, "c": 2, "d": 2}),
        pytest.param("a: &x [&x 1]\nb: *x", {"a": [1], "b": 1}, id="an-anchor-inside-its-namesake"),
        pytest.param("a: &x\nb: *x", {"a": None, "b": None}, id="anchored-nothing"),
        pytest.param("a:\tb\t# c\nd: e\tf", {"a": "b", "d": "e\tf"}, id="tabs"),
    ],
)
def test_value(text: str, value: object, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert document.faults == ()
    assert document.value == value
    assert repr(document.value) == repr(value)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3, z: 4}",
        "a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a, z: 4}",
        "a: &a {x: 1}\nb: &b {x: 2, y: 3}\nc:\n  <<: [*a, *b]\n  z: 1",
        "a: &a {x: 1}\nb: &b {<<: *a, y: 3}\nc: {<<: *b}",
        "c: {<<: {x: 1}, y: 2}",
        "c: {<<: [{x: 1}, {x: 2, y: 3}]}",
        "c: {<<: []}",
        "c: {<<: {}}",
    ],
)
def test_merge_is_that_of_yaml_1_1(text: str, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert document.faults == ()
    assert repr(document.value) == repr(yaml.safe_load(text))


@BOTH
@pytest.mark.parametrize("key", ["'<<'", '"<<"'])
def test_a_quoted_merge_key_is_a_key(key: str, pure: bool) -> None:
    assert parse(f"{key}: {{a: 1}}", pure=pure).value == {"<<": {"a": 1}}


@BOTH
@pytest.mark.parametrize(
    ("text", "faults", "value"),
    [
        pytest.param(
            "<<: 1\na: 2",
            [
                (
                    "BadValue",
                    'has no mapping under "<<"',
                    "1:5-1:6",
                )
            ],
            {"a": 2},
            id="merge-of-a-number",
        ),
        pytest.param(
            "<<: [{x: 1}, y]",
            [
                (
                    "BadValue",
                    'has no mapping under "<<"',
                    "1:14-1:15",
                )
            ],
            {"x": 1},
            id="merge-of-a-list-with-a-text",
        ),
        pytest.param(
            "<<: *x\na: 1",
            [("UndefinedReference", '"*x" stands for nothing', "1:5-1:7")],
            {"a": 1},
            id="merge-of-nothing-is-told-once",
        ),
        pytest.param(
            "[a]: 1\nb: 2",
            [("BadValue", "has a list as a key", "1:1-1:4")],
            {"b": 2},
            id="list-as-a-key",
        ),
        pytest.param(
            "? {a: 1}\n: 2",
            [("BadValue", "has a mapping as a key", "1:3-1:9")],
            {},
            id="mapping-as-a-key",
        ),
        pytest.param(
            "a: &x [1]\n*x : 2",
            [("BadValue", "has a list as a key", "2:1-2:3")],
            {"a": [1]},
            id="alias-of-a-list-as-a-key",
        ),
        pytest.param(
            "a: 1\nb: 2\na: 3\na: 4",
            [
                ("DuplicateKey", '"a" stands twice in one mapping', "3:1-3:2"),
                ("DuplicateKey", '"a" stands twice in one mapping', "4:1-4:2"),
            ],
            {"a": 1, "b": 2},
            id="duplicates",
        ),
        pytest.param(
            '[{p: 0.1, "p": 0.5}]',
            [("DuplicateKey", '"p" stands twice in one mapping', "1:11-1:14")],
            [{"p": 0.1}],
            id="duplicate-quoted",
        ),
        pytest.param(
            "1: a\n'1': b\n1.0: c\ntrue: d",
            [("DuplicateKey", '"1" stands twice in one mapping', "2:1-2:4")],
            {"1": "a", "1.0": "c", "true": "d"},
            id="equal-numbers-are-different-keys",
        ),
        pytest.param(
            "<<: {a: 1}\n<<: {b: 1}",
            [("DuplicateKey", '"<<" stands twice in one mapping', "2:1-2:3")],
            {"a": 1},
            id="two-merge-keys",
        ),
        pytest.param(
            "a: &a {x: 1, x: 2}\nb: {<<: *a, x: 3}",
            [("DuplicateKey", '"x" stands twice in one mapping', "1:14-1:15")],
            {"a": {"x": 1}, "b": {"x": 3}},
            id="merged-keys-are-no-duplicates",
        ),
        pytest.param(
            "a: [*b, &b 1]",
            [("UndefinedReference", '"*b" stands for nothing', "1:5-1:7")],
            {"a": [None, 1]},
            id="alias-before-its-anchor",
        ),
        pytest.param(
            "&a [*a]",
            [("UndefinedReference", '"*a" stands for itself', "1:5-1:7")],
            [None],
            id="cycle",
        ),
        pytest.param(
            "a: &x {b: {c: *x}}",
            [("UndefinedReference", '"*x" stands for itself', "1:15-1:17")],
            {"a": {"b": {"c": None}}},
            id="cycle-deeper",
        ),
        pytest.param(
            "a: !!int x",
            [("BadValue", 'has "x", which is no !!int', "1:10-1:11")],
            {"a": None},
            id="no-int",
        ),
        pytest.param(
            "a: !!int",
            [("BadValue", 'has "", which is no !!int', "1:3-1:3")],
            {"a": None},
            id="nothing-is-no-int",
        ),
        pytest.param(
            "a: !!bool 'yes'",
            [("BadValue", 'has "yes", which is no !!bool', "1:11-1:16")],
            {"a": None},
            id="no-bool",
        ),
        pytest.param(
            "a: !!seq\n  b: 1",
            [("BadValue", "has a mapping, which is no !!seq", "2:3-2:7")],
            {"a": None},
            id="no-seq",
        ),
        pytest.param(
            "a: !!str [b]",
            [("BadValue", "has a list, which is no !!str", "1:10-1:13")],
            {"a": None},
            id="no-str",
        ),
        pytest.param(
            "a: !!map x",
            [("BadValue", 'has "x", which is no !!map', "1:10-1:11")],
            {"a": None},
            id="no-map",
        ),
    ],
)
def test_reading_goes_on(
    text: str, faults: list[tuple[str, str, str]], value: object, pure: bool
) -> None:
    assert told(text, pure) == faults
    assert parse(text, pure=pure).value == value


@BOTH
def test_a_duplicate_knows_the_first(pure: bool) -> None:
    (fault,) = parse("a:\n  - b: 1\n    b: 2", pure=pure).faults
    assert fault.path == ("a", 0, "b")
    assert fault.problem == DuplicateKey(
        fact='"b" stands twice in one mapping',
        remedy="remove one",
        first=("a", 0, "b"),
        first_span=Span(Place(2, 5), Place(2, 6)),
        on_key=True,
    )


@pytest.mark.parametrize(
    ("text", "remedy"),
    [("<<: 1", "write a mapping, or a list of mappings"), ("[a]: 1", "write a text")],
    ids=["merge", "key"],
)
def test_a_bad_value_has_its_remedy(text: str, remedy: str) -> None:
    (fault,) = parse(text).faults
    assert isinstance(fault.problem, BadValue)
    assert fault.problem.remedy == remedy


@BOTH
def test_an_alias_knows_the_anchors(pure: bool) -> None:
    (fault,) = parse("a: &stem 1\nb: &head [*stam]", pure=pure).faults
    assert fault.path == ("b", 0)
    assert fault.problem == UndefinedReference(
        fact='"*stam" stands for nothing', name="stam", known=("stem", "head")
    )


@BOTH
@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: [1, {b: !!int x}]", ("a", 1, "b")),
        ("!!int x", ()),
        ("{a: 1, b: !!int x}", ("b",)),
        ("- - !!int x", (0, 0)),
        ("a: {<<: 3}", ("a", "<<")),
        ("a: {[b]: 1}", ("a",)),
    ],
)
def test_a_fault_has_its_path(text: str, path: tuple[str | int, ...], pure: bool) -> None:
    (fault,) = parse(text, pure=pure).faults
    assert isinstance(fault.problem, BadValue)
    assert fault.path == path


def test_an_alias_shares_its_value() -> None:
    value = parse("a: &x [1]\nb: *x").value
    assert isinstance(value, dict)
    assert value["a"] is value["b"]


def test_a_byte_order_mark_shifts_nothing() -> None:
    document = parse("\ufeffa: 1")
    assert document.text == "a: 1"
    assert document.span(Spot(("a",))) == Span(Place(1, 4), Place(1, 5))


@pytest.mark.parametrize("text", ["", "a: [", "a: &x [*x]", "[" * 100])
@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was(text: str, collecting: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        parse(text)
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()


def test_the_collector_survives_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("netlint.spec.composer.Composer.compose", interrupt)
    with pytest.raises(KeyboardInterrupt):
        parse("a: 1")
    assert gc.isenabled()


def test_an_unreadable_document_has_no_places() -> None:
    document = parse("a: [")
    assert document.value is None
    assert document.span(Spot(("a",))) == FILE_START
    assert document.plain(("a",)) is None


LINE_BREAKS_OF_YAML_1_1 = "\x85\u2028\u2029"
WORDS = st.text(
    st.characters(exclude_characters=LINE_BREAKS_OF_YAML_1_1, exclude_categories=["Cs"]), max_size=8
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, True, False]), st.sampled_from("'\""), st.integers(10, 80))
def test_what_pyyaml_writes_is_read_back(
    value: object, flow: bool | None, style: str, width: int
) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, default_style=style, width=width)
    assert parse(text).value == value
    assert parse(text).faults == ()
