"""Syntax: what is told of a text that does not parse, word for word, by either parser."""

from __future__ import annotations

import pytest

from netlint.core.problems import BrokenText
from netlint.spec.source import parse

BOTH = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])
TAG = "is no tag of the YAML 1.2 core schema"
SECOND = "a second document starts here; a file holds one"
MOVE = "move it to a file of its own"

TABLE: dict[str, list[tuple[str, str, str | None, str]]] = {
    "flow-collections": [
        (
            "netlint: 1\nlayers: [{type: conv2d, kernel_size: [3, 3}]",
            "line 2 breaks off in a flow sequence",
            'close "[3, 3" with "]"',
            "2:38-2:39",
        ),
        (
            "layers:\n  - {type: conv2d, kernel_size: 3\n  - {type: relu}\n",
            "line 2 breaks off in a flow mapping",
            'close "{type: conv2d, kernel_size: 3" with "}"',
            "2:5-2:6",
        ),
        (
            "a: [1, 2\nb: 3\nc: 4",
            "line 1 breaks off in a flow sequence",
            'close "[1, 2" with "]"',
            "1:4-1:5",
        ),
        (
            "a: {x: 1, y: 2  # z\n\nb: [1]\n",
            "line 1 breaks off in a flow mapping",
            'close "{x: 1, y: 2" with "}"',
            "1:4-1:5",
        ),
        (
            "a: [1,\n  2\nb: 3\n",
            "line 2 breaks off in a flow sequence",
            'close the "[" of line 1 with "]"',
            "1:4-1:5",
        ),
        (
            "a: {\n  b: [1, 2\n}\n",
            "line 2 breaks off in a flow sequence",
            'close "[1, 2" with "]"',
            "2:6-2:7",
        ),
        ("[a", "line 1 breaks off in a flow sequence", 'close "[a" with "]"', "1:1-1:2"),
        ("{a: b", "line 1 breaks off in a flow mapping", 'close "{a: b" with "}"', "1:1-1:2"),
        (
            "a: 1\n{b: ",
            "line 2 breaks off in a flow mapping",
            'close "{b:" with "}"',
            "2:1-2:2",
        ),
        (
            "a: [{type: conv2d, out_channels: 64, kernel_size: 3]",
            "line 1 breaks off in a flow mapping",
            'close "{type: conv2d, out_channels: 64, kern..." with "}"',
            "1:5-1:6",
        ),
        ("a: [1]]", '"]" closes nothing', "remove it", "1:7-1:8"),
        ("a: {b: 1}}", '"}" closes nothing', "remove it", "1:10-1:11"),
        ("[a,, b]", 'nothing stands before this ","', "remove it", "1:4-1:5"),
        ("{, a: 1}", 'nothing stands before this ","', "remove it", "1:2-1:3"),
        (
            "{a: 'x' b: 1}",
            'no "," stands before "b:"',
            "add one, or quote the whole value",
            "1:9-1:11",
        ),
        (
            'a: {\n  x: "1"\n  y: 2\n}',
            'no "," stands before "y:"',
            "add one, or quote the whole value",
            "3:3-3:5",
        ),
        ("[[1] [2]]", 'no "," stands before "["', "add one, or quote the whole value", "1:6-1:7"),
        ("[a: b: c]", 'a second ":" in one entry', "quote the value", "1:6-1:7"),
        ("{a:}", 'no space after ":"', "add one, or quote the value", "1:3-1:4"),
        ("[a:[b]]", 'no space after ":"', "add one, or quote the value", "1:3-1:4"),
    ],
    "expressions": [
        (
            "- {type: conv2d, ch: $(widths[i])}",
            '"$(widths[i])" is cut at its "["',
            "quote it",
            "1:22-1:34",
        ),
        (
            "- {ch: $(max(widths[0], 1) + 2), b: 1}",
            '"$(max(widths[0], 1) + 2)" is cut at its "["',
            "quote it",
            "1:8-1:32",
        ),
        ("- [$(w[i]]", '"$(w[i]]" is cut at its "["', "quote it", "1:4-1:11"),
    ],
    "colons": [
        ("a: b: c", 'a second ":" on one line', "quote the value", "1:5-1:6"),
        ("a: [b, c]: d", 'a second ":" on one line', "quote the value", "1:10-1:11"),
        (
            "a: b\n  c: d",
            "line 2 has a key, but the value above it has not ended",
            "align it with that line",
            "2:4-2:5",
        ),
        (
            "- name: a\n    type: b",
            "line 2 has a key, but the value above it has not ended",
            "align it with that line",
            "2:9-2:10",
        ),
        (
            "netlint: 1\nfoo\nbar: 2",
            '"foo" stands where a key is due; no ":" follows it',
            'add ":" and a value',
            "2:1-2:4",
        ),
        (
            "netlint: 1\nkey:value\nb: 2",
            'no space after ":" in "key:value"',
            'write "key: value"',
            "2:1-2:10",
        ),
    ],
    "indentation": [
        ("\ta: 1", "a tab indents line 1", "use spaces", "1:1-1:2"),
        ("a:\n  \tb: 1", "a tab indents line 2", "use spaces", "2:3-2:4"),
        ("a: b\n\tc", "a tab indents line 2", "use spaces", "2:1-2:2"),
        ("a: |\n\tb", "a tab indents line 2", "use spaces", "2:1-2:2"),
        ("a: |\n  b\n \tc", "a tab indents line 3", "use spaces", "3:2-3:3"),
        ("-\ta", "a tab stands where only spaces may", "use a space", "1:2-1:3"),
        (
            "a:\n  - b\n - c\n",
            "line 3 is indented by 1, unlike the lines around it",
            "align it",
            "3:2-3:3",
        ),
        (
            "a:\n    b: 1\n  c: 2",
            "line 3 is indented by 2, unlike the lines around it",
            "align it",
            "3:3-3:4",
        ),
        (
            "- a\nb: c",
            "line 2 stands among list items without a dash",
            'add "- "',
            "2:1-2:2",
        ),
        ("a: 1\n- b", "line 2 is a list item among keys", "give the list a key", "2:1-2:2"),
        (
            "a: - b",
            "a list starts on the line of its key",
            'start a new line before "-"',
            "1:4-1:5",
        ),
        ("a: ? b", '"?" starts a key where none is due', "quote the value", "1:4-1:5"),
    ],
    "quotes": [
        ("a: 'x\nb: 1", "the quote in line 1 is never closed", "close it with '", "1:4-1:5"),
        ('a: "x', "the quote in line 1 is never closed", 'close it with "', "1:4-1:5"),
        ('a: "x\\', "the quote in line 1 is never closed", 'close it with "', "1:4-1:5"),
        ("a: 'x\n---\n'", "the quote in line 1 is never closed", "close it with '", "1:4-1:5"),
        (
            'a: "foo\nb: "bar"\nc: 1',
            "the quote of line 1 ends in line 2",
            "close it in line 1",
            "1:4-1:5",
        ),
        (
            "a: 'it's'",
            "s' follows a closing quote",
            "write '' for a quote inside quotes",
            "1:8-1:10",
        ),
        (
            'a: "1"2"',
            '2" follows a closing quote',
            'write \\" for a quote inside quotes',
            "1:7-1:9",
        ),
        ('a: "x" y', "y follows a closing quote", "quote the whole value", "1:8-1:9"),
        ("'x' y", "y follows a closing quote", "quote the whole value", "1:5-1:6"),
        ('a: "\\d+"', '"\\d" is no escape', 'write "\\\\" for a backslash', "1:5-1:7"),
        ('a: "\\xg"', '"\\x" is no escape', 'write "\\\\" for a backslash', "1:5-1:7"),
        ('a: "\\ud800"', '"\\ud800" is no escape', 'write "\\\\" for a backslash', "1:5-1:11"),
        (
            'a: "\\UFFFFFFFF"',
            '"\\UFFFFFFFF" is no escape',
            'write "\\\\" for a backslash',
            "1:5-1:15",
        ),
        (
            'a: "\\U00110000"',
            '"\\U00110000" is no escape',
            'write "\\\\" for a backslash',
            "1:5-1:15",
        ),
    ],
    "values": [
        ("a: @x", 'no value starts with "@"', "quote the value", "1:4-1:5"),
        ("a: `x`", 'no value starts with "`"', "quote the value", "1:4-1:5"),
        ("a: %x", 'no value starts with "%"', "quote the value", "1:4-1:5"),
        ("a: [1] y", '"y" is not expected here', "quote the whole value", "1:8-1:9"),
        ("a: &x *y", '"*y" is not expected here', "quote the whole value", "1:7-1:9"),
        ("a: &x &y z", '"&y" is not expected here', "quote the whole value", "1:7-1:9"),
        ("a: & b", '"&" starts an anchor and no name follows', "quote the value", "1:4-1:5"),
        ("a: *.py", '"*" starts an alias and no name follows', "quote the value", "1:4-1:5"),
        ("a: | b", '"|" starts a text that begins on the next line', "quote the value", "1:4-1:5"),
        ("a: >x", '">" starts a text that begins on the next line', "quote the value", "1:4-1:5"),
        ("a: b\x01", "the character U+0001 is not allowed in YAML", "remove it", "1:5-1:6"),
        ("a: 'b\x00'", "the character U+0000 is not allowed in YAML", "remove it", "1:6-1:7"),
        ("a: \ud800", "the character U+D800 is not allowed in YAML", "remove it", "1:4-1:5"),
        ("a: \ufeffb", "the character U+FEFF is not allowed in YAML", "remove it", "1:4-1:5"),
    ],
    "tags": [
        ("a: !foo b", f'"!foo" {TAG}', "remove it", "1:4-1:8"),
        ("a: &x !foo\n  - b", f'"!foo" {TAG}', "remove it", "1:7-1:11"),
        (
            "a: !!python/object/apply:os.system [ls]",
            f'"!!python/object/apply:os.system" {TAG}',
            "remove it",
            "1:4-1:35",
        ),
        ("a: !!set {b}", f'"!!set" {TAG}', "remove it", "1:4-1:9"),
        ("a: !!timestamp 2020-01-01", f'"!!timestamp" {TAG}', "remove it", "1:4-1:15"),
        ("a: !!binary aGk=", f'"!!binary" {TAG}', "remove it", "1:4-1:12"),
        ("{!!merge <<: {a: 1}}", f'"!!merge" {TAG}', "remove it", "1:2-1:9"),
        ("a: ! b", f'"!" {TAG}', "remove it", "1:4-1:5"),
        ("a: !<x> b", f'"!<x>" {TAG}', "remove it", "1:4-1:8"),
        ("a: !e!x b", f'"!e!x" {TAG}', "remove it", "1:4-1:8"),
        ("a: !<x b", f'"!<x" {TAG}', "remove it", "1:4-1:7"),
        ("%TAG !e! tag:x,1:\n---\na: !e!x b", f'"!e!x" {TAG}', "remove it", "3:4-3:8"),
        ("!foo a: 1", f'"!foo" {TAG}', "remove it", "1:1-1:5"),
    ],
    "documents": [
        ("a: 1\n---\nb: 2", SECOND, MOVE, "2:1-2:4"),
        ("---\na\n---\n", SECOND, MOVE, "3:1-3:4"),
        ("a: 1\n...\nb: 2", SECOND, MOVE, "3:1-3:2"),
        ("a: 1\n...\n%YAML 1.2\n---\nb: 2", SECOND, MOVE, "3:1-3:2"),
        ("%foo x\n---\na: 1", '"%foo x" is no directive of YAML', "remove it", "1:1-1:7"),
        ("%YAML 2.0\n---\na: 1", '"%YAML 2.0" is no directive of YAML', "remove it", "1:1-1:10"),
        ("%YAML x\n---\na: 1", '"%YAML x" is no directive of YAML', "remove it", "1:1-1:8"),
    ],
}
ROWS = [
    pytest.param(text, fact, remedy, place, id=f"{kind}-{number}")
    for kind, rows in TABLE.items()
    for number, (text, fact, remedy, place) in enumerate(rows)
]


@BOTH
@pytest.mark.parametrize(("text", "fact", "remedy", "place"), ROWS)
def test_broken_text(text: str, fact: str, remedy: str | None, place: str, pure: bool) -> None:
    document = parse(text, pure=pure)
    assert document.value is None
    (fault,) = document.faults
    assert fault.problem == BrokenText(fact=fact, remedy=remedy)
    assert fault.span is not None
    (line, column), (last, end) = fault.span
    assert f"{line}:{column}-{last}:{end}" == place


@BOTH
def test_every_unknown_tag_is_told(pure: bool) -> None:
    document = parse("a: !x 1\nb: [!y 2, !!int z]", pure=pure)
    assert document.value is None
    assert [fault.span.start for fault in document.faults if fault.span] == [
        (1, 4),
        (2, 5),
        (2, 17),
    ]


@BOTH
def test_broken_text_is_told_alone(pure: bool) -> None:
    (fault,) = parse("a: 1\na: *x\nb: !!int c\nd: [", pure=pure).faults
    assert isinstance(fault.problem, BrokenText)
