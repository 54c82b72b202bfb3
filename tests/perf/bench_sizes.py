"""Accepted sizes: their time by themselves, and for random nets against isl.

Run it with ``python -m pytest tests/perf/bench_sizes.py -s``; the figures are printed, not
asserted.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import islpy
import pytest

import netlint
from netlint.engine.analysis import Analysis
from netlint.solve.sizes import accepted
from netlint.spec.model import Net
from tests.perf._ratio import best, told, within
from tests.solve.test_dags import Drawn, draw, spec

EXAMPLES = Path(__file__).parents[2] / "examples"
DRAWN = 300


@pytest.mark.parametrize("name", ["unet", "unet_2015"])
def test_unet(name: str) -> None:
    net = netlint.load(EXAMPLES / f"{name}.yaml")
    analyses = [Analysis(net) for _ in range(200)]
    axes = min(len(a.family.inputs[0].space) for a in analyses)
    left = iter(analyses)
    mine = best(lambda: accepted(next(left)), len(analyses) - 1)
    within(f"sizes of {name}, an axis", mine / axes, 0.2e-3)


def test_deep_encoder_with_unlike_strides() -> None:
    net = netlint.load(deep(16, (3, 5, 7, 11, 13)))
    (entry,) = netlint.accepted_sizes(net).values()
    assert 1 not in entry
    within("sizes of 16 levels, strides 3 to 13", best(lambda: netlint.accepted_sizes(net)), 10e-3)


def deep(levels: int, strides: Sequence[int]) -> dict[str, object]:
    """A U-Net of so many levels that takes the strides in turn."""
    steps = [strides[i % len(strides)] for i in range(levels)]
    rows: list[dict[str, object]] = []
    for i, stride in enumerate(steps):
        rows.append({"name": f"e{i}", "type": "conv1d", "out_channels": 2, "kernel_size": 1})
        rows.append({"type": "max_pool1d", "kernel_size": stride})
    for i, stride in reversed(list(enumerate(steps))):
        window = {"out_channels": 2, "kernel_size": stride, "stride": stride}
        rows.append({"name": f"u{i}", "type": "conv_transpose1d", **window})
        rows.append({"type": "add", "inputs": [f"e{i}", f"u{i}"]})
    return {"inputs": {"x": ["N", 2, "W"]}, "layers": rows}


def test_random_nets_against_isl() -> None:
    drawn = [draw(seed) for seed in range(DRAWN)]
    nets = [netlint.load(spec(net)) for net in drawn]
    mine = best(lambda: ours(nets), 3) / DRAWN
    theirs = best(lambda: solved(drawn), 3) / DRAWN
    told("sizes of a random net", mine, "isl", theirs, 0.2)


def ours(nets: Sequence[Net]) -> list[str]:
    """The sets of netlint, from the layers on."""
    return [str(netlint.accepted_sizes(net)["W"]) for net in nets]


def solved(drawn: Sequence[Drawn]) -> list[str]:
    """The sets of isl, from the finished formulas on."""
    found = []
    for net in drawn:
        positive = [f"{text} >= 1" for text in net.texts.values()]
        demands = " and ".join([*positive, *net.demands])
        found.append(str(islpy.Set(f"{{ [w] : {demands} }}").coalesce()))
    return found
