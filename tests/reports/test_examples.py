"""Examples: every net holds what its first comment says, and what its authors published."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

import netlint
from netlint.app.show import shown_net
from netlint.engine.analysis import Analysis
from netlint.reports.shown import ShownNet

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = sorted(EXAMPLES.glob("*.yaml"))


class Published(NamedTuple):
    """Totals, the shape of the last layer, and words that the comment must hold."""

    params: int
    macs: int | None
    output: tuple[int, ...] | None
    words: tuple[str, ...]


PUBLISHED = {
    "alexnet": Published(
        61_100_840,
        714_188_480,
        (1, 1000),
        ("61,100,840 parameters", "714,188,480 MACs", "223 <= H <= 254"),
    ),
    "dcgan": Published(3_576_704, None, (1, 3, 64, 64), ("3,576,704 parameters", "16*H + 48")),
    "fcn8s": Published(134_489_759, None, (1, 21, 500, 500), ("134,489,759 parameters",)),
    "lenet5": Published(61_706, 416_520, (1, 10), ("61,706 parameters", "416,520 MACs")),
    "mobilenet_v2": Published(
        3_504_872, 300_774_272, (1, 1000), ("3,504,872 parameters", "300,774,272 MACs")
    ),
    "resnet50": Published(
        25_557_032, 4_089_184_256, (1, 1000), ("25,557,032 parameters", "4,089,184,256 MACs")
    ),
    "unet": Published(31_037_698, None, None, ("multiples of 16",)),
    "unet3d": Published(
        19_071_394, None, (1, 2, 64, 128, 128), ("19,071,394 parameters", "multiples of 8")
    ),
    "unet_2015": Published(
        31_030_658, None, (1, 2, 388, 388), ("31,030,658 parameters", "572 -> 388", "H mod 16 = 12")
    ),
    "vgg16": Published(
        138_357_544,
        15_470_264_320,
        (1, 1000),
        ("138,357,544 parameters", "15,470,264,320 MACs"),
    ),
    "wavenet": Published(549_728, None, None, ("3,070 samples",)),
}
"""torchvision's model pages, the PyTorch tutorial for DCGAN, the papers, sums by hand."""


def shown(name: str) -> ShownNet:
    return shown_net(Analysis(netlint.load(EXAMPLES / f"{name}.yaml")))


def comment(name: str) -> str:
    lines = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    head = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    return " ".join(line.removeprefix("#").strip() for line in lines[:head])


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_an_example_has_no_finding(file: Path) -> None:
    assert [f.message for f in netlint.check(file).findings] == []


@pytest.mark.parametrize("file", FILES, ids=[f.stem for f in FILES])
def test_an_example_holds_what_its_comment_says(file: Path) -> None:
    totals = shown(file.stem).totals
    words = comment(file.stem)
    for number in re.findall(r"([0-9][0-9,]*) parameters", words):
        assert f"{totals.params:,}" == number
    for number in re.findall(r"([0-9][0-9,]*) MACs", words):
        assert f"{totals.macs:,}" == number
    sets = " ".join(e.text for e in shown(file.stem).accepts)
    for said in re.findall(r"multiples of [0-9]+", words):
        assert said in sets
    if "all sizes from 1 on" in words:
        assert {e.text for e in shown(file.stem).accepts} <= {f"all {s} >= 1" for s in "DHWT"}


@pytest.mark.parametrize(("name", "figures"), PUBLISHED.items(), ids=PUBLISHED)
def test_totals(name: str, figures: Published) -> None:
    net = shown(name)
    assert net.complete
    assert net.totals.params == figures.params
    if figures.macs is not None:
        assert net.totals.macs == figures.macs
    if figures.output is not None:
        assert net.layers[-1].shapes == (figures.output,)
    for words in figures.words:
        assert words in comment(name)


@pytest.mark.parametrize("name", PUBLISHED)
def test_totals_are_the_sums_of_the_rows(name: str) -> None:
    net = shown(name)
    for key in ("params", "trainable", "buffers", "macs", "activation_bytes"):
        whole = 0
        for row in net.layers:
            whole = getattr(row, key) + whole
        assert getattr(net.totals, key) == whole
    assert net.totals.layers == len(net.layers)


def test_unet_is_the_one_of_2015_with_batch_norms() -> None:
    """Two weights a channel in place of one bias, and an image of three channels, not of one."""
    channels = 2 * (64 + 128 + 256 + 512) + 2 * 1024 + 2 * (512 + 256 + 128 + 64)
    assert shown("unet").totals.params == 31_030_658 + channels + 2 * 64 * 9


def test_the_buffers_of_resnet50() -> None:
    """53 batch norms: mean and variance for 26,560 channels, and a counter each."""
    assert shown("resnet50").totals.buffers == 2 * 26_560 + 53


def test_the_field_of_wavenet() -> None:
    """Three stacks of 1 + 2 + ... + 512, kernel 2, and the cell itself."""
    assert shown("wavenet").layers[-1].receptive_field == (3 * 1023 + 1,)


def test_the_fields_of_resnet50_at_its_stages() -> None:
    """Layers of torchvision's v1.5, whose stride stands in the 3x3: 7, 11, 35, 91, 267, 427."""
    rows = {x.name: x for x in shown("resnet50").layers}
    names = ["stem.conv2d_1", "max_pool2d_1"]
    names += [f"layer.{i}.unit.{n - 1}.relu_3" for i, n in enumerate((3, 4, 6, 3))]
    assert [rows[n].receptive_field for n in names] == [
        (7, 7),
        (11, 11),
        (35, 35),
        (91, 91),
        (267, 267),
        (427, 427),
    ]


def test_dcgan_grows_any_seed() -> None:
    text = (EXAMPLES / "dcgan.yaml").read_text(encoding="utf-8").replace("1, 1]", "H, W]")
    analysis = Analysis(netlint.load(text.replace(", expect: [N, 3, 64, 64]", "")))
    (y,) = analysis.outputs(analysis.nodes[-1]) or ()
    assert [str(n) for n in y.space] == ["16*H+48", "16*W+48"]
