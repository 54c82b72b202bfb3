"""The oracle: what torch, Keras and onnxruntime once answered, held against netlint's answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netlint.core.size import Int
from netlint.engine.analysis import Analysis
from netlint.spec.graph import read_net

RECORDS = Path(__file__).parent / "records"
FILES = sorted(p for p in RECORDS.glob("*.jsonl") if not p.name.startswith("known_differences"))
MOST_SHOWN = 5

Record = dict[str, Any]

EXCEPTIONS: dict[str, str] = {
    "Expected more than 1 spatial element when training": (
        "the shapes are certain; NL502 tells it, a lint that knows whether the net is trained"
    ),
}
"""What a framework refuses with these words, and why netlint's layers let it pass."""


@pytest.mark.parametrize("file", FILES, ids=[p.stem for p in FILES])
def test_netlint_answers_as_recorded(
    file: Path, record_property: Callable[[str, object], None]
) -> None:
    framework, layer = file.stem.split("_", 1)
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    differing = [(record, why) for record in records if (why := difference(record, framework))]
    refused = sum("refused" in record for record in records)
    matched = len(records) - len(differing)
    row = [layer, framework, len(records), matched, len(differing), refused]
    record_property("oracle", row)
    shown = [f"{why}\n   {json.dumps(record)}" for record, why in differing[:MOST_SHOWN]]
    assert not differing, f"{len(differing)} of {len(records)} differ\n" + "\n".join(shown)


def difference(record: Record, framework: str) -> str | None:
    """How netlint's answer differs from the recorded one; None where it does not."""
    analysis = Analysis(read_net(document(record), "case"))
    problems = [f.problem for f in analysis.net.faults]
    problems += [p for node in analysis.nodes for p in analysis.shown.problems(node)]
    if "refused" in record:
        excused = any(words in record["refused"] for words in EXCEPTIONS)
        return None if problems or excused else "accepted, though it was refused"
    if problems:
        return f"refused: {problems[0]}"
    step = analysis.shown.steps[-1]
    assert step is not None
    assert step.outputs is not None
    found: dict[str, Int | list[list[Int]] | None] = {
        "outputs": [list(y.sizes) for y in step.outputs],
        "weights": step.cost.params,
        "macs": step.cost.macs,
        "buffers": step.cost.buffers,
    }
    wanted = {key: record.get(key) for key in ("outputs", "weights", "macs")}
    if framework == "torch":
        wanted["buffers"] = record.get("buffers", 0)
    wrong = [f"{k} {found[k]}, not {v}" for k, v in wanted.items() if v not in (None, found[k])]
    return ", ".join(wrong) or None


def document(record: Record) -> Record:
    """The record as a spec of one layer; an input that others name is not read by the layer."""
    shapes = record["inputs"]
    names = record.get("names") or [f"x{i}" for i in range(len(shapes))]
    dtypes = record.get("dtypes") or ["float32"] * len(shapes)
    before = record.get("before", [])
    params = record["params"]
    taken = {v for row in [params, *before] for v in row.values() if isinstance(v, str)}
    read = [name for name in names if "names" not in record or name not in taken]
    return {
        "netlint": 1,
        "layout": record["layout"],
        "inputs": {
            name: {"shape": shape, "dtype": dtype}
            for name, shape, dtype in zip(names, shapes, dtypes, strict=True)
        },
        "layers": [*before, {"type": record["type"], "inputs": read, **params}],
    }
