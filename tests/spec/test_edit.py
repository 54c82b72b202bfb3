"""Edit: changes on paths become edits of the text, and everything else stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netlint.core.finding import Change as ChangeType
from netlint.core.finding import Fix, InsertLayers, RemoveKey, RenameKey, SetKey
from netlint.spec.edit import applied, edits_of
from netlint.spec.source import parse


def changed(text: str, *changes: ChangeType) -> str | None:
    """The text after the changes; None where they cannot be made on it."""
    edits = edits_of(parse(text), Fix("do", changes))
    return applied(text, edits) if edits else None


FLOW = "a: 1\nlayers: [{type: relu, p: 2}, gelu]  # kept\nz: 3\n"
BLOCK = "a: 1\nlayers:\n  # first\n  - type: relu  # why\n    p: 2\n  - gelu\nz: 3\n"

EDITS = [
    pytest.param(FLOW, SetKey(("a",), 5), FLOW.replace("a: 1", "a: 5"), id="a-value"),
    pytest.param(
        FLOW, SetKey(("layers", 0, "p"), 0.5), FLOW.replace("p: 2", "p: 0.5"), id="a-value-in-flow"
    ),
    pytest.param(
        FLOW, SetKey(("layers", 0, "p"), [1, 2]), FLOW.replace("p: 2", "p: [1, 2]"), id="a-list"
    ),
    pytest.param(
        FLOW, SetKey(("layers", 0, "p"), True), FLOW.replace("p: 2", "p: true"), id="a-boolean"
    ),
    pytest.param(
        FLOW,
        SetKey(("layers", 0, "p"), "a: b"),
        FLOW.replace("p: 2", 'p: "a: b"'),
        id="a-text-that-needs-quotes",
    ),
    pytest.param(
        FLOW,
        SetKey(("layers", 0, "q"), 1),
        FLOW.replace("{type", "{q: 1, type"),
        id="a-new-key-in-flow",
    ),
    pytest.param(
        BLOCK,
        SetKey(("layers", 0, "q"), 1),
        BLOCK.replace("- type", "- q: 1\n    type"),
        id="a-new-key-in-block",
    ),
    pytest.param("b: 2\n", SetKey(("netlint",), 1), "netlint: 1\nb: 2\n", id="a-first-key"),
    pytest.param(
        FLOW, SetKey(("layers", 1, "type"), "silu"), FLOW.replace("gelu", "silu"), id="a-bare-type"
    ),
    pytest.param("a:\nb: 1\n", SetKey(("a",), 2), "a: 2\nb: 1\n", id="an-empty-value"),
    pytest.param(
        FLOW, RenameKey(("layers", 0, "p"), "q"), FLOW.replace("p: 2", "q: 2"), id="a-key-renamed"
    ),
    pytest.param(
        BLOCK, RenameKey(("layers", 0, "p"), "q"), BLOCK.replace("p: 2", "q: 2"), id="in-block"
    ),
    pytest.param(
        FLOW, RemoveKey(("layers", 0, "p")), FLOW.replace(", p: 2", ""), id="the-last-key-removed"
    ),
    pytest.param(
        FLOW,
        RemoveKey(("layers", 0, "type")),
        FLOW.replace("type: relu, ", ""),
        id="the-first-key-removed",
    ),
    pytest.param(
        BLOCK, RemoveKey(("layers", 0, "p")), BLOCK.replace("    p: 2\n", ""), id="a-line-removed"
    ),
    pytest.param(BLOCK, RemoveKey(("z",)), BLOCK.replace("z: 3\n", ""), id="the-last-line-removed"),
    pytest.param(
        FLOW,
        InsertLayers(("layers", 1), ("relu", {"type": "flatten"})),
        FLOW.replace(", gelu", ", relu, {type: flatten}, gelu"),
        id="layers-in-flow",
    ),
    pytest.param(
        BLOCK,
        InsertLayers(("layers", 1), ("relu", "flatten")),
        BLOCK.replace("  - gelu", "  - relu\n  - flatten\n  - gelu"),
        id="layers-in-block",
    ),
]


@pytest.mark.parametrize(("text", "change", "after"), EDITS)
def test_a_change_of_the_text(text: str, change: ChangeType, after: str) -> None:
    assert changed(text, change) == after
    assert parse(after).faults == ()


REFUSED = [
    pytest.param(FLOW, RemoveKey(("layers", 0, "q")), id="a-key-that-is-not-there"),
    pytest.param("a: {b: 1}\n", RemoveKey(("a", "b")), id="the-only-key"),
    pytest.param(
        "layers:\n  - type: relu\n    p: 1\n", RemoveKey(("layers", 0, "type")), id="behind-a-dash"
    ),
    pytest.param(FLOW, SetKey(("nowhere", "deep"), 1), id="below-what-is-not-there"),
    pytest.param(FLOW, InsertLayers(("layers", 7), ("relu",)), id="beyond-a-list"),
    pytest.param(FLOW, InsertLayers(("layers",), ("relu",)), id="no-item"),
]


@pytest.mark.parametrize(("text", "change"), REFUSED)
def test_a_change_that_the_text_does_not_take(text: str, change: ChangeType) -> None:
    assert changed(text, change) is None


def test_changes_that_overlap_are_refused() -> None:
    assert changed(FLOW, SetKey(("layers", 0, "p"), 3), SetKey(("layers", 0, "p"), 4)) is None
    assert changed(FLOW, SetKey(("layers",), 3), SetKey(("layers", 0, "p"), 4)) is None


def test_one_change_that_cannot_be_made_refuses_all() -> None:
    assert changed(FLOW, SetKey(("a",), 3), RemoveKey(("nowhere",))) is None


def test_several_changes_in_any_order() -> None:
    after = FLOW.replace("a: 1", "a: 5").replace("p: 2", "q: 2").replace("z: 3", "z: 9")
    changes = [SetKey(("z",), 9), RenameKey(("layers", 0, "p"), "q"), SetKey(("a",), 5)]
    assert changed(FLOW, *changes) == after
    assert changed(FLOW, *reversed(changes)) == after


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_line_ends_stay(ends: str) -> None:
    text = "a: 1\nb: 2\nc: 3\n".replace("\n", ends)
    assert changed(text, SetKey(("b",), 5)) == text.replace("b: 2", "b: 5")


def test_wide_characters_shift_nothing() -> None:
    text = "# 漢字\nlayers: [{description: 漢字🙂, p: 50}]\n"
    assert changed(text, SetKey(("layers", 0, "p"), 1)) == text.replace("50", "1")


def test_an_anchor_and_a_tag_stay() -> None:
    text = "a: &x !!int 1\nb: *x\n"
    assert changed(text, SetKey(("a",), 5)) == "a: &x !!int 5\nb: *x\n"


@given(st.sampled_from([FLOW, BLOCK]), st.integers(-5, 99))
def test_applying_twice_changes_nothing_more(text: str, value: int) -> None:
    change = SetKey(("layers", 0, "p"), value)
    once = changed(text, change)
    assert once is not None
    assert changed(once, change) == once
