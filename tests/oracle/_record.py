"""Record: one framework answer to one layer, written in netlint's own language.

A line of a record file is an object. `type`, `params`, `inputs` (shapes, batch first) and `layout`
say the layer as a spec would. `outputs`, `weights` (trainable numbers), `buffers` and `macs` say
the answer, or `refused` the first line of the framework's error. `weights` is null where it was not
measured; `buffers` is left out where it is 0 and `macs` where the framework does not count it.
`dtypes` stands where an input is not float32. `names` stands where `params` name an input, and
`before` lists layers that come between the inputs and the layer itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.oracle._draw import Draw

RECORDS = Path(__file__).parent / "records"
PER_BRANCH = 4
PER_DIFFERENCE = 8
EMPTY = "the framework lets an axis of size 0 through; in the language every size is at least 1"
MOST_REFUSED = 0.34
MOST_PER_MESSAGE = 0.2
DRAWS_PER_CASE = 60

Value = Any  # what JSON holds, and what frameworks take and give
Params = dict[str, Value]
Sizes = list[int]


@dataclass(frozen=True, slots=True)
class Case:
    """One layer and the shapes that it reads."""

    type: str
    params: Params
    inputs: list[Sizes]
    layout: str = "channels_first"
    dtypes: list[str] | None = None
    names: list[str] | None = None
    before: list[Params] | None = None

    def rank(self) -> int:
        """Space axes that the type claims; those of the input if it claims none."""
        claimed = re.fullmatch(r"\w+?([123])d", self.type)
        return int(claimed[1]) if claimed else len(self.inputs[0]) - 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What the framework gave."""

    outputs: list[Sizes]
    weights: int | None = 0
    buffers: int = 0
    macs: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What the framework said."""

    message: str


class Suite(NamedTuple):
    """How cases of one layer are drawn and answered.

    `differs` names the reason if the language gives this case another meaning than the framework.
    """

    layer: str
    draw: Callable[[Draw], Case]
    run: Callable[[Case], Answer]
    cases: int
    differs: Callable[[Case, Answer | Refused], str | None] = lambda case, outcome: None


@dataclass(slots=True)
class Collected:
    """The records of one suite."""

    records: list[Params] = field(default_factory=list)
    differences: list[Params] = field(default_factory=list)
    refused: int = 0


def attempt(run: Callable[[Case], Answer], case: Case) -> Answer | Refused:
    """Answer or the first line of the error; an error in the recorder itself is not caught."""
    try:
        return run(case)
    except (RuntimeError, ValueError, IndexError, AssertionError, TypeError) as error:
        if re.search("unexpected keyword|Unrecognized keyword", str(error)):
            raise
        return Refused(first_line(error))


def first_line(error: Exception) -> str:
    """The first line that says something, without terminal colours; a headline does not."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error)) or type(error).__name__
    plain = re.sub(r"\{'[^}:]*\}", in_order, plain)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    return next((line for line in lines if not line.endswith(":")), lines[0])[:160]


def in_order(printed: re.Match[str]) -> str:
    """A printed set, which has another order in every run."""
    return "{" + ", ".join(sorted(printed[0][1:-1].split(", "))) + "}"


def collect(suite: Suite, framework: str) -> Collected:
    """Draw until the suite is full, a few cases for every branch."""
    draw = Draw(f"{framework}/{suite.layer}")
    found = Collected()
    seen: set[str] = set()
    branches: Counter[str] = Counter()
    reasons: Counter[str] = Counter()

    for _ in range(suite.cases * DRAWS_PER_CASE):
        if len(found.records) == suite.cases:
            break
        case = suite.draw(draw)
        key = text(says(case))
        if key in seen:
            continue
        seen.add(key)
        outcome = attempt(suite.run, case)
        if why := suite.differs(case, outcome) or empty(outcome):
            reasons[why] += 1
            if reasons[why] <= PER_DIFFERENCE:
                found.differences.append({**says(case), **answers(outcome), "why": why})
            continue
        refused = isinstance(outcome, Refused)
        if refused and found.refused >= MOST_REFUSED * suite.cases:
            continue
        branch, end = branch_of(case, outcome), end_of(outcome)
        if branches[branch] == PER_BRANCH:
            continue
        if refused and branches[end] > MOST_PER_MESSAGE * suite.cases:
            continue
        branches.update((branch, end))
        found.refused += refused
        found.records.append({**says(case), **answers(outcome)})
    return found


def branch_of(case: Case, outcome: Answer | Refused) -> str:
    """What a case has in common with those that differ in numbers only."""
    layers = [case.params, *(case.before or [])]
    kinds = [{key: kind(value) for key, value in layer.items()} for layer in layers]
    ranks = [len(sizes) for sizes in case.inputs]
    return text([case.type, kinds, ranks, case.layout, end_of(outcome)])


def end_of(outcome: Answer | Refused) -> str:
    """The message without its numbers."""
    if isinstance(outcome, Answer):
        return "fits"
    return re.sub(r"#(, #| x #)*", "#", re.sub(r"-?\d[\d.]*", "#", outcome.message))[:100]


def empty(outcome: Answer | Refused) -> str | None:
    if isinstance(outcome, Answer) and any(0 in sizes for sizes in outcome.outputs):
        return EMPTY
    return None


def kind(value: Value) -> Value:
    """0, 1, more and less are four kinds of an int; a list has the kinds of its entries."""
    if isinstance(value, list):
        return sorted({text(kind(entry)) for entry in value})
    if isinstance(value, bool) or not isinstance(value, int):
        return "float" if isinstance(value, float) else value
    return max(-1, min(value, 2))


def says(case: Case) -> Params:
    optional = {"dtypes": case.dtypes, "names": case.names, "before": case.before}
    spec = {"type": case.type, "params": case.params, "inputs": case.inputs, "layout": case.layout}
    return spec | {key: value for key, value in optional.items() if value is not None}


def answers(outcome: Answer | Refused) -> Params:
    if isinstance(outcome, Refused):
        return {"refused": outcome.message}
    optional = {"buffers": outcome.buffers or None, "macs": outcome.macs}
    given = {"outputs": outcome.outputs, "weights": outcome.weights}
    return given | {key: value for key, value in optional.items() if value is not None}


def text(value: Value) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def record(framework: str, suites: Iterable[Suite]) -> None:
    """Write a file for every suite and print the table of counts."""
    differences: list[Params] = []
    for old in RECORDS.glob(f"*{framework}*.jsonl"):
        old.unlink()
    for line in rows(framework, suites, differences):
        print(line, flush=True)
    write(f"known_differences_{framework}", differences)


def rows(framework: str, suites: Iterable[Suite], differences: list[Params]) -> Iterator[str]:
    cases = refused = 0
    for suite in suites:
        found = collect(suite, framework)
        differences += found.differences
        write(f"{framework}_{suite.layer}", found.records)
        cases += len(found.records)
        refused += found.refused
        yield row(framework, suite.layer, len(found.records), found.refused)
    yield row(framework, "total", cases, refused)


def row(framework: str, layer: str, cases: int, refused: int) -> str:
    return f"| {framework} | {layer} | {cases} | {refused} | {refused / max(cases, 1):.0%} |"


def write(name: str, records: list[Params]) -> None:
    if records:
        lines = "".join(f"{text(one)}\n" for one in records)
        (RECORDS / f"{name}.jsonl").write_text(lines, encoding="utf-8")
