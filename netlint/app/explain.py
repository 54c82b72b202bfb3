"""Explain: the page of a rule or a layer, from what its file says of itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

from pydantic.fields import FieldInfo

from netlint.app.rules import by_code
from netlint.core.errors import NetlintError
from netlint.core.words import nearest
from netlint.layers._base import Call, Case, Layer
from netlint.rules._base import Rule
from netlint.spec.layer_types import registry, written


class UnknownTopic(NetlintError):
    """No rule and no layer bears the name."""


def listing() -> str:
    """Every rule and every layer, a line each."""
    rules = by_code()
    widest = max(len(r.name) for r in rules.values())
    lines = ["rules"]
    for code, rule in rules.items():
        lines.append(f"  {code}  {rule.name:<{widest}}  {rule.severity!s:<7}  {rule.info().claim}")
    lines += ["", "layers"]
    layers = registry()
    wide = max(map(len, layers))
    lines += [f"  {name:<{wide}}  {_claim(cls)}" for name, cls in layers.items()]
    return "\n".join(lines) + "\n"


def page(topic: str) -> str:
    """The page of a rule's code or name, or of a layer type; raises UnknownTopic."""
    rules = by_code()
    named = {r.name: r for r in rules.values()}
    rule = rules.get(topic.upper()) or named.get(topic.lower())
    if rule is not None:
        return _rule_page(rule)
    layers = registry()
    bare = re.sub(r"[123]d$", "", topic)
    name = topic if topic in layers else bare
    if name in layers:
        return _layer_page(name, layers[name])
    near = nearest(topic, [*rules, *named, *layers])
    hint = f'; did you mean "{near[0]}"?' if near else "; netlint explain lists what there is"
    raise UnknownTopic(f'no rule and no layer is called "{topic}"{hint}')


def _claim(cls: type) -> str:
    return (inspect.getdoc(cls) or "").splitlines()[0]


def _rule_page(rule: type[Rule]) -> str:
    lines = [f"{rule.code} {rule.name} ({rule.severity})", "", *_paragraphs(rule)]
    for title, examples in (("fires on", rule.bad), ("is silent on", rule.good)):
        for example in examples:
            lines += ["", f"{title}:", *(f"  {line}" for line in example.text.splitlines())]
    if rule.source:
        lines += ["", f"source: {rule.source}"]
    return "\n".join(lines) + "\n"


def _paragraphs(cls: type) -> list[str]:
    return (inspect.getdoc(cls) or "").splitlines()


def _layer_page(name: str, cls: type[Layer]) -> str:
    lines = [f"{name}: {_module_claim(cls)}", "", *_paragraphs(cls), "", "parameters"]
    rows = [(k, _default(f)) for k, f in cls.model_fields.items() if k != "type"]
    wide = max((len(k) for k, _ in rows), default=0)
    lines += [f"  {k:<{wide}}  {d}" for k, d in rows] or ["  none"]
    lines += ["", "in the frameworks"]
    for framework in ("pytorch", "keras", "onnx"):
        call: Call | None = getattr(cls, framework)
        lines.append(f"  {framework:<8}{_call(call)}")
    if cls.cases:
        lines += ["", "cases", *_cases(name, cls.cases)]
    return "\n".join(lines) + "\n"


def _module_claim(cls: type) -> str:
    doc = getattr(inspect.getmodule(cls), "__doc__", None) or ""
    return doc.splitlines()[0].partition(": ")[2] or doc.splitlines()[0]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    if field.default is None:
        return "left out by default"
    return f"default {written(field.default)}"


def _call(call: Call | None) -> str:
    if call is None:
        return "has no such layer"
    notes = []
    if call.keys:
        notes.append("calls " + ", ".join(f"{ours} {theirs}" for theirs, ours in call.keys.items()))
    if call.refuses:
        notes.append("refuses " + ", ".join(call.refuses))
    if call.differs:
        notes.append("differs in " + ", ".join(call.differs))
    name = call.name.replace("{dims}", "{1,2,3}")
    return "; ".join([name, *notes])


def _cases(name: str, cases: Iterable[Case]) -> list[str]:
    lines = []
    for case in cases:
        keys = f", {case.keys}" if case.keys else ""
        costs = [f"{case.params:,} parameters"] if case.params else []
        costs += [f"{case.macs:,} MACs"] if case.macs else []
        tail = f"  ({', '.join(costs)})" if costs else ""
        lines.append(
            f"  {{type: {name}{keys}}}: {case.inputs or 'nothing'} -> {case.outputs}{tail}"
        )
    return lines
