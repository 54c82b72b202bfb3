"""The zoo: known nets give no finding, and count what their authors and torchvision count."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from netlint import Analysis, Severity, analyse, check

ROOT = Path(__file__).parent.parent
ZOO = ROOT / "examples" / "zoo"
CORPORA = ROOT.parent / "shared" / "corpora"
FILES = [*sorted(ZOO.glob("*.yaml")), *sorted((ROOT / "examples").glob("*.yaml"))]

LISTED = """
    alexnet vgg11 vgg16 vgg19 vgg11_bn vgg16_bn vgg19_bn resnet18 resnet34 resnet50 resnet101
    resnet152 resnext50_32x4d wide_resnet50_2 densenet121 squeezenet1_0 squeezenet1_1 googlenet
    inception_v3 mobilenet_v2 mobilenet_v3_large mobilenet_v3_small shufflenet_v2_x1_0 mnasnet1_0
    efficientnet_b0 efficientnet_v2_s regnet_y_400mf convnext_tiny vit_b_16 swin_t fcn_resnet50
    deeplabv3_resnet50 lraspp_mobilenet_v3_large r3d_18 unet dcgan bert_base gpt2_small lstm_lm
    seq2seq_attention yolov8n conv_tasnet
"""
NAMES = LISTED.split()

WITHOUT_AUX = {
    "googlenet": "the reference counts the two auxiliary heads, which eval mode leaves out",
    "inception_v3": "the reference and the published figure count the auxiliary head",
}
"""Nets whose reference counts more parameters; the rows that it runs are compared instead."""

ATTENTION = {
    "swin_t": "the reference has no rows for the products and projections of attention",
    "vit_b_16": "the same, and one row of netlint's is a whole encoder layer",
}
"""Nets whose rows are cut differently; the totals are compared all the same."""

Json = dict[str, Any]
Row = tuple[object, object]


def example_id(path: Path) -> str:
    return "zoo-" + path.stem if path.parent == ZOO else path.stem


@cache
def analysis_of(path: Path) -> Analysis:
    return analyse(path)


def opening(path: Path) -> str:
    """The comment lines that a file begins with, as one line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    return " ".join(line.removeprefix("# ") for line in lines[:first])


def stated(path: Path, noun: str) -> int | None:
    """The first number before a noun in the opening comment."""
    found = re.search(rf"([\d,]+) {noun}", opening(path))
    return int(found[1].replace(",", "")) if found else None


def corpus(name: str) -> Json:
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"{name} is not there: the corpora lie beside the repository, in {CORPORA}")
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_the_zoo_is_complete() -> None:
    assert len(NAMES) == 42
    assert {p.stem for p in ZOO.glob("*.yaml")} >= set(NAMES)


@pytest.mark.parametrize("path", FILES, ids=example_id)
def test_examples_give_no_warning(path: Path) -> None:
    findings = check(analysis_of(path)).findings
    assert [f for f in findings if f.severity >= Severity.WARNING] == []


@pytest.mark.parametrize("path", FILES, ids=example_id)
def test_stated_numbers_are_those_counted(path: Path) -> None:
    analysis = analysis_of(path)
    params, macs = stated(path, "parameters"), stated(path, "MACs")
    assert params is not None or path.parent != ZOO
    assert params in (None, analysis.params)
    assert macs in (None, analysis.macs)


@pytest.mark.parametrize("path", FILES, ids=example_id)
def test_stated_sizes_are_those_shown(path: Path) -> None:
    found = re.search(r"MACs at (\d+(?:x\d+)+)", opening(path))
    if found:
        shape = analysis_of(path).shown.shapes(len(analysis_of(path).nodes))
        assert shape is not None
        assert "x".join(map(str, shape[0].sizes)) == found[1]


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_those_of_torchvision(name: str) -> None:
    reference = corpus(f"torchvision_ref/{name}.json")
    analysis = analysis_of(ZOO / f"{name}.yaml")
    macs = reference["macs_torch_flopcounter_total"] or reference["macs_conv_linear_modules"]
    params = reference["params"]
    if name in WITHOUT_AUX:
        params = sum(params for params, _ in main_rows(reference))
        assert params < reference["params"]
    assert (analysis.params, analysis.macs) == (params, macs)


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ATTENTION])
def test_rows_are_those_of_torchvision(name: str) -> None:
    """As multisets: every leaf with weights has a row of the same parameters and MACs."""
    reference = corpus(f"torchvision_ref/{name}.json")
    costs = analysis_of(ZOO / f"{name}.yaml").costs
    rows: Counter[Row] = Counter((c.params, c.macs) for c in costs if c.params)
    wanted: Counter[Row] = Counter(main_rows(reference))
    assert (rows - wanted, wanted - rows) == (Counter(), Counter())


def main_rows(reference: Json) -> Iterator[tuple[int, int]]:
    """Own parameters and MACs of the leaves with weights that run in eval mode."""
    for module, _, _, _, params, macs in reference["layers"]:
        if params and not module.startswith(("aux1", "aux2", "AuxLogits")):
            yield params, macs


def test_figures_are_those_that_torchvision_publishes() -> None:
    rows = [r for r in corpus("torchvision_table.json")["rows"] if r["model"] in NAMES]
    wrong = [f"{r['weights']}: {why}" for r in rows if (why := departure(r))]
    assert rows
    assert wrong == []


def departure(row: Json) -> str | None:
    """How the parameters and GMACs of a row, at its own input size, differ from netlint's."""
    path = ZOO / f"{row['model']}.yaml"
    edges = row["input"].get("crop_size") or row["input"]["resize_size"]
    height, width = edges[0], edges[-1]
    spec = analysis_of(path)
    if {"H", "W"} <= spec.net.sizes.keys():
        spec = analyse(path, {"H": height, "W": width})
    assert isinstance(spec.macs, int)
    if row["model"] != "inception_v3" and spec.params != row["num_params"]:
        return f"{spec.params} parameters, not {row['num_params']}"
    if abs(round(spec.macs / 1e9, 3) - row["ops"]) > 0.001:
        return f"{spec.macs / 1e9} GMACs, not {row['ops']}"
    return None


def test_yolov8n_is_that_of_ultralytics() -> None:
    (row,) = (r for r in corpus("ultralytics_published.json")["rows"] if r["name"] == "yolov8-n")
    analysis = analysis_of(ZOO / "yolov8n.yaml")
    assert analysis.params == row["published"]["params"]
    trainable = [c.trainable for c in analysis.costs]
    assert sum(n for n in trainable if isinstance(n, int)) == row["published"]["gradients"]


def test_yolov8n_costs_what_ultralytics_measures() -> None:
    reference = corpus("ultralytics_ref/yolov8-n.json")
    analysis = analysis_of(ZOO / "yolov8n.yaml")
    found = (analysis.params, analysis.macs)
    assert found == (reference["params"], reference["macs_conv_linear"])
