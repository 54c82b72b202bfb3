"""The oracle: what torch, Keras and onnxruntime once answered, held against netlint's answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netlint.core.problems import UnknownName
from netlint.core.shape import SPACE, default_roles
from netlint.core.size import Int, Size, evaluate
from netlint.engine.analysis import Analysis
from netlint.engine.costs import costs
from netlint.solve.sizes import holds
from netlint.spec.graph import read_net

RECORDS = Path(__file__).parent / "records"
FILES = sorted(p for p in RECORDS.glob("*.jsonl") if not p.name.startswith("known_differences"))
MOST_SHOWN = 5

Record = dict[str, Any]

EXCEPTIONS: dict[str, str] = {
    "Expected more than 1 spatial element when training": (
        "shapes and weights are certain; a statistic of one value is NL502's to tell, a lint"
    ),
    "Expected more than 1 value per channel when training": ("the same for group norm on one cell"),
}
"""What a framework refuses in these words, and why netlint's layers let it pass."""


@pytest.mark.parametrize("file", FILES, ids=[p.stem for p in FILES])
def test_netlint_answers_as_recorded(
    file: Path, record_property: Callable[[str, object], None]
) -> None:
    framework, layer = file.stem.split("_", 1)
    records = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    answers = [(record, difference(record, framework)) for record in records]
    excused = [record for record, why in answers if why and is_excused(record)]
    differing = [(record, why) for record, why in answers if why and record not in excused]
    matched = len(records) - len(differing) - len(excused)
    refused = sum("refused" in record for record in records)
    counts = [len(records), matched, len(differing), len(excused), refused]
    record_property("oracle", [layer, framework, *counts])
    shown = [f"{why}\n   {json.dumps(record)}" for record, why in differing[:MOST_SHOWN]]
    assert not differing, f"{len(differing)} of {len(records)} differ\n" + "\n".join(shown)


def is_excused(record: Record) -> bool:
    return any(record.get("refused", "").startswith(words) for words in EXCEPTIONS)


@pytest.mark.parametrize("file", FILES, ids=[p.stem for p in FILES])
def test_symbols_answer_as_recorded(file: Path) -> None:
    """Every fourth record again, its space sizes as symbols whose values come last."""
    lines = file.read_text(encoding="utf-8").splitlines()[::4]
    records = [r for r in map(json.loads, lines) if not is_excused(r)]
    framework = file.stem.split("_")[0]
    wrong = [f"{why}\n   {r}" for r in records if (why := difference(r, framework, symbols=True))]
    assert not wrong, "\n".join(wrong[:MOST_SHOWN])


def difference(record: Record, framework: str, symbols: bool = False) -> str | None:
    """How netlint's answer differs from the recorded one; None where it does not."""
    spec = document(record)
    values = with_symbols(spec) if symbols else {}
    analysis = Analysis(read_net(spec, "case"))
    reading = analysis.family if symbols else analysis.shown
    problems: list[object] = [f.problem for f in analysis.net.faults]
    for node in analysis.nodes:
        problems += reading.problems(node)
        problems += [c for c in reading.conditions(node.index) if not holds(c, values)]
    unknown = [p for p in problems if isinstance(p, UnknownName)]
    if unknown:
        return f"not understood: {unknown[0]}"
    if "refused" in record:
        return None if problems else "accepted, though it was refused"
    if problems:
        return f"refused: {problems[0]}"
    step = reading.steps[-1]
    assert step is not None
    assert step.outputs is not None
    cost = costs(reading)[-1]
    found: dict[str, Int | list[list[int]] | None] = {
        "outputs": [[evaluate(n, values) for n in y.sizes] for y in step.outputs],
        "weights": cost.params,
        "macs": cost.macs,
        "buffers": cost.buffers,
    }
    found |= {k: evaluate(n, values) for k, n in found.items() if isinstance(n, Size)}
    wanted = {key: record.get(key) for key in ("outputs", "weights", "macs")}
    if framework == "torch":
        wanted["buffers"] = record.get("buffers", 0)
    wrong = [f"{k} {found[k]}, not {v}" for k, v in wanted.items() if v not in (None, found[k])]
    return ", ".join(wrong) or None


def with_symbols(spec: Record) -> dict[str, int]:
    """Put a symbol for every space size above 1, one for equal sizes; returns their values."""
    values: dict[str, int] = {}
    for tensor in spec["inputs"].values():
        sizes, integer = tensor["shape"], tensor["dtype"] != "float32"
        roles = default_roles(len(sizes), spec["layout"], integer)
        for axis, (size, role) in enumerate(zip(sizes, roles, strict=True)):
            if role == SPACE and size > 1:
                values[f"S{size}"] = size
                sizes[axis] = f"S{size}"
    spec["sizes"] = values
    return values


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
            name: {"shape": list(shape), "dtype": dtype}
            for name, shape, dtype in zip(names, shapes, dtypes, strict=True)
        },
        "layers": [*before, {"type": record["type"], "inputs": read, **params}],
    }
