"""Examples: what every rule says of itself, and what the catalogue of rules says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from netlint.app.check import check_net
from netlint.app.load import load_dict, load_text
from netlint.app.rules import by_code
from netlint.core.finding import Finding
from netlint.engine.analysis import Analysis
from netlint.rules._base import Bad, Good, Lint, Rule
from netlint.spec.edit import edits_of
from netlint.spec.model import Net
from netlint.spec.source import parse

CATALOGUE = Path(__file__).parents[3] / "shared" / "RULES.md"
X = "[N, 3, 32, 32]"
RULES = list(by_code().values())
GOOD = [(r, e) for r in RULES for e in r.good]
BAD = [(r, e) for r in RULES for e in r.bad]


def numbered(rows: list[tuple[type[Rule], Good | Bad]]) -> list[str]:
    codes = [rule.code for rule, _ in rows]
    return [f"{code}-{codes[:i].count(code) + 1}" for i, code in enumerate(codes)]


def document(text: str, x: str, more: str) -> str:
    """A whole spec around layers, a layer, or keys of a document."""
    if "netlint:" in text:
        return text
    keys = f"{more.rstrip()}\n" if more else ""
    if re.match(r"\w+:", text):
        keys += f"{text.rstrip()}\n"
    elif text.startswith("["):
        keys += f"layers: {text}\n"
    else:
        lines = text if text.startswith("- ") else f"- {text}"
        keys += "layers:\n" + "".join(f"  {line}\n" for line in lines.splitlines())
    inputs = "" if re.search(r"(?m)^inputs:", keys) else f"inputs:\n  x: {x}\n"
    return f"netlint: 1\n{inputs}{keys}"


def findings(rule: type[Rule], net: Net) -> list[Finding]:
    """What the rule says of a net, also where it is off by default."""
    found = [f for f in check_net(net).findings if f.code == rule.code]
    if issubclass(rule, Lint) and not rule.on:
        found += rule().check(Analysis(net))
    return found


def mended(text: str, net: Net, found: list[Finding]) -> str:
    """The text after the first fix of every finding."""
    assert net.document is not None
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    edits = [e for f in found for fix in f.fixes[:1] for e in edits_of(net.document, fix)]
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        begin, end = (starts[p.line - 1] + p.column - 1 for p in edit.span)
        text = text[:begin] + edit.text + text[end:]
    return text


@pytest.mark.parametrize("rule", RULES, ids=[r.code for r in RULES])
def test_a_rule_has_both_kinds_of_examples(rule: type[Rule]) -> None:
    assert rule.good
    assert rule.bad


@pytest.mark.parametrize(("rule", "good"), GOOD, ids=numbered(GOOD))
def test_a_rule_is_silent_on_its_good_examples(rule: type[Rule], good: Good) -> None:
    assert findings(rule, load_text(document(good.text, good.x, good.more))) == []


@pytest.mark.parametrize(("rule", "bad"), BAD, ids=numbered(BAD))
def test_a_rule_fires_on_its_bad_examples(rule: type[Rule], bad: Bad) -> None:
    found = findings(rule, load_text(document(bad.text, bad.x, bad.more)))
    assert found
    if bad.at is not None:
        assert bad.at in [f.key for f in found]
    assert {f.severity for f in found} == {rule.severity}
    assert {f.name for f in found} == {rule.name}


FIXED = [(r, e) for r, e in BAD if isinstance(e, Bad) and e.fixed is not None]


@pytest.mark.parametrize(("rule", "bad"), FIXED, ids=numbered(FIXED))
def test_a_fix_gives_what_the_example_says(rule: type[Rule], bad: Bad) -> None:
    text = document(bad.text, bad.x, bad.more)
    net = load_text(text)
    once = mended(text, net, findings(rule, net))
    assert once == document(bad.fixed or "", bad.x, bad.more)
    again = load_text(once)
    assert mended(once, again, findings(rule, again)) == once


Snippet = tuple[str, str, object, Mapping[str, object]]


def snippets() -> Iterator[Snippet]:
    """The code, ``bad`` or ``good``, the snippet, and the document's other keys."""
    if not CATALOGUE.exists():
        return
    entries = re.split(r"(?m)^### (?=NL)", CATALOGUE.read_text(encoding="utf-8"))[1:]
    for entry in entries:
        code = entry[:5]
        for block in re.findall(r"```yaml\n(.*?)```", entry, re.DOTALL):
            keys = parse(block).value
            assert isinstance(keys, dict), code
            rest = {k: v for k, v in keys.items() if k not in ("bad", "good")}
            for kind in ("bad", "good"):
                if kind in keys:
                    yield code, kind, keys[kind], rest


def whole(snippet: object, rest: Mapping[str, object]) -> Net:
    """The net of a snippet: a text, a list of layers, a layer, or keys of a document."""
    keys = {k: v for k, v in rest.items() if k != "x"}
    x = rest.get("x", ["N", 3, 32, 32])
    if isinstance(snippet, str):
        return load_text(document(snippet, X, ""))
    if isinstance(snippet, list):
        keys["layers"] = snippet
    elif isinstance(snippet, dict) and "type" in snippet:
        keys["layers"] = [snippet]
    else:
        assert isinstance(snippet, dict)
        keys |= snippet
    return load_dict({"netlint": 1, "inputs": {"x": x}, **keys})


SNIPPETS = list(snippets())


@pytest.mark.skipif(not CATALOGUE.exists(), reason="../shared/RULES.md is not here")
@pytest.mark.parametrize(
    ("code", "kind", "snippet", "rest"), SNIPPETS, ids=[f"{s[0]}-{s[1]}" for s in SNIPPETS]
)
def test_a_rule_keeps_what_the_catalogue_says(
    code: str, kind: str, snippet: object, rest: Mapping[str, object]
) -> None:
    rule = by_code().get(code)
    if rule is None:
        pytest.skip(f"{code} is not built yet")
    assert bool(findings(rule, whole(snippet, rest))) == (kind == "bad")


@pytest.mark.skipif(not CATALOGUE.exists(), reason="../shared/RULES.md is not here")
@pytest.mark.parametrize("rule", RULES, ids=[r.code for r in RULES])
def test_a_rule_bears_the_catalogues_name_and_severity(rule: type[Rule]) -> None:
    rows = re.findall(
        r"(?m)^\| (NL\d{3}) \| (\S+) \| ([EWI])( off)? \| ([DL]) \|",
        CATALOGUE.read_text(encoding="utf-8"),
    )
    letter = {"error": "E", "warning": "W", "info": "I"}[str(rule.severity)]
    kind = "L" if issubclass(rule, Lint) else "D"
    row = (rule.code, rule.name, letter, "" if rule.on else " off", kind)
    assert row in rows
