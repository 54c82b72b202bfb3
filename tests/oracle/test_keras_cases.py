"""The layer calls of Keras' own tests, as netlint specs: every one passes or is explained."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from netlint import Analysis, Severity, analyse, check
from tests.oracle._keras_layers import LAYERS, Spec, Unsaid

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "keras_cases.json"

NO_LAYER = "no such layer"
EXPLAINED = {
    ("ConvLSTM1D", NO_LAYER): 3,
    ("ConvLSTM2D", NO_LAYER): 3,
    ("ConvLSTM3D", NO_LAYER): 3,
    ("SpectralNormalization", NO_LAYER): 3,
    ("BatchNormalization", "batch renormalisation keeps further statistics"): 3,
    ("LayerNormalization", "every size is at least 1"): 1,
}
"""By class and reason, the number of calls that the language cannot say."""

Row = dict[str, Any]


@cache
def rows() -> list[Row]:
    """Both parts of the corpus in one form."""
    if not CORPUS.exists():
        pytest.skip(f"{CORPUS.name} is not there: the corpora lie beside the repository")
    corpus = json.loads(CORPUS.read_text(encoding="utf-8"))
    return [one_form(row) for part in ("expected", "observed") for row in corpus[part]]


def one_form(row: Row) -> Row:
    init = row["init"] if "init" in row else row["config"]
    output = row.get("output_shape", row.get("expected_output_shape"))
    several = isinstance(row["input_shape"][0], list)
    return {
        "cls": row["cls"],
        "init": init,
        "inputs": row["input_shape"] if several else [row["input_shape"]],
        "outputs": None if output is None else list(flat(output)),
        "params": row["params"],
        "trainable": row.get("trainable_params"),
    }


def flat(shapes: list[Any]) -> Iterator[list[int | None]]:
    """The shapes of nested lists of them."""
    if shapes and isinstance(shapes[0], list):
        for shape in shapes:
            yield from flat(shape)
    else:
        yield shapes


def test_every_case_passes_or_is_explained() -> None:
    unsaid: Counter[tuple[str, str]] = Counter()
    wrong = []
    for row in rows():
        try:
            why = difference(row)
        except Unsaid as reason:
            unsaid[row["cls"], str(reason)] += 1
            continue
        if why:
            wrong.append((row["cls"], row["init"], row["inputs"], why))
    assert wrong == []
    assert dict(unsaid) == EXPLAINED


def difference(row: Row) -> str | None:
    """How netlint's answer differs from Keras' own; None where it does not."""
    if row["cls"] not in LAYERS:
        raise Unsaid("no such layer")
    spec = Spec([named(shape) for shape in row["inputs"]])
    LAYERS[row["cls"]](row["init"], spec)
    analysis = analyse(spec.document())
    told = [f.message for f in check(analysis).findings if f.severity >= Severity.ERROR]
    if row["params"] is None:
        return None if told else "accepted, though Keras refuses it"
    if told:
        return f"told {told}"
    return wrong_shapes(row, analysis, spec) or wrong_weights(row, analysis, spec)


def named(shape: list[int | None]) -> list[int | str]:
    """An open size is a symbol of its own."""
    return [f"S{i}" if n is None else n for i, n in enumerate(shape)]


def wrong_shapes(row: Row, analysis: Analysis, spec: Spec) -> str | None:
    """Where the corpus has no shape, netlint must have one all the same."""
    outputs = spec.document()["outputs"]
    ports = zip(dict.fromkeys(outputs), analysis.net.outputs, strict=True)
    shapes = {name: analysis.shape(port) for name, port in ports}
    found = [list(shape.sizes) for name in outputs if (shape := shapes[name])]
    if len(found) != len(outputs):
        return "no shape"
    if row["outputs"] is None:
        return None
    same = len(found) == len(row["outputs"]) and all(
        len(ours) == len(theirs)
        and all(n is None or n == m for n, m in zip(theirs, ours, strict=True))
        for ours, theirs in zip(found, row["outputs"], strict=True)
    )
    return None if same else f"{found}, not {row['outputs']}"


def wrong_weights(row: Row, analysis: Analysis, spec: Spec) -> str | None:
    """Keras counts running statistics, and no counter of batches."""
    statistics = sum(
        cost.buffers - (node.layer is not None and node.layer.type == "batch_norm")
        for cost, node in zip(analysis.costs, analysis.nodes, strict=True)
        if isinstance(cost.buffers, int)
    )
    assert isinstance(analysis.params, int)
    trained = analysis.params - spec.fewer
    found = (trained + statistics, trained)
    wanted = (row["params"], trained if row["trainable"] is None else row["trainable"])
    return None if found == wanted else f"weights {found}, not {wanted}"
