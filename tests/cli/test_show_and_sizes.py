"""``netlint show`` and ``netlint sizes`` as text, and their options and exit statuses."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netlint.cli.main import cli

NET = """\
netlint: 1
inputs: {x: [N, 3, H, 8]}
blocks:
  unit:
    layers: [{type: conv2d, out_channels: 4, kernel_size: 3, padding: 1}, relu]
layers:
  - {name: enc, type: unit, repeat: 2}
  - {name: pool, type: max_pool2d, kernel_size: 4}
  - {name: up, type: upsample, scale_factor: 4}
  - {name: join, type: concat, inputs: [up, x]}
"""


@pytest.fixture
def net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.yaml").write_text(NET, encoding="utf-8")
    return "net.yaml"


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=stdin)


def test_show_as_text(net: str) -> None:
    result = run("show", net, "--size", "H=16")
    assert result.exit_code == 0
    assert result.stdout == (
        "net: x 1x3x16x8 float32\n"
        "\n"
        "layer           type        output    params    MACs  receptive field  jump\n"
        "--------------  ----------  --------  ------  ------  ---------------  ----\n"
        "enc.0.conv2d_1  conv2d      1x4x16x8     112  13,824  3x3              1x1\n"
        "enc.0.relu_1    relu        1x4x16x8       0       0  3x3              1x1\n"
        "enc.1.conv2d_1  conv2d      1x4x16x8     148  18,432  5x5              1x1\n"
        "enc.1.relu_1    relu        1x4x16x8       0       0  5x5              1x1\n"
        "pool            max_pool2d  1x4x4x2        0       0  8x8              4x4\n"
        "up              upsample    1x4x16x8       0       0  8x8              1x1\n"
        "join            concat      1x7x16x8       0       0  8x8              1x1\n"
        "\n"
        "parameters        260\n"
        "trainable         260\n"
        "buffers           0\n"
        "MACs              32,256\n"
        "activations       13,952 bytes\n"
        "peak activations  7,168 bytes\n"
        "accepts           H: multiples of 4\n"
    )


def test_show_folds_blocks(net: str) -> None:
    rows = run("show", net, "--size", "H=16", "--depth", "1").stdout.splitlines()[2:9]
    assert [r.split()[0] for r in rows[2:]] == ["enc.0", "enc.1", "pool", "up", "join"]
    assert rows[2].split()[1:3] == ["2", "layers"]


def test_show_as_csv(net: str) -> None:
    result = run("show", net, "--size", "H=16", "--format", "csv")
    rows = list(csv.reader(StringIO(result.stdout)))
    assert rows[0] == ["layer", "type", "output", "params", "MACs", "receptive field", "jump"]
    assert rows[1] == ["enc.0.conv2d_1", "conv2d", "1x4x16x8", "112", "13824", "3x3", "1x1"]
    assert len(rows) == 8


def test_show_as_markdown(net: str) -> None:
    lines = run("show", net, "--size", "H=16", "--format", "markdown").stdout.splitlines()
    assert lines[0] == "# net"
    assert lines[2].startswith("| layer | type | output |")
    assert lines[4].startswith("| enc.0.conv2d_1 | conv2d | 1x4x16x8 | 112 | 13,824 |")
    assert "- parameters: 260" in lines


def test_show_with_an_open_symbol(net: str) -> None:
    result = run("show", net)
    assert result.exit_code == 0
    assert "1x4xHx8" in result.stdout
    assert "1x4x(4*floor(H/4))x8" in result.stdout


def test_show_of_standard_input(net: str) -> None:
    result = run("show", "-", stdin=NET)
    assert result.exit_code == 0
    assert result.stdout.startswith("net: x 1x3xHx8 float32\n")


STATUSES = [
    pytest.param(["show", "nowhere.yaml"], 2, id="show-of-nothing"),
    pytest.param(["show", "net.yaml", "--size", "K=3"], 2, id="show-with-an-unknown-symbol"),
    pytest.param(["show", "net.yaml", "--size", "H=7"], 1, id="show-of-a-refused-size"),
    pytest.param(["show", "net.yaml", "--depth", "0"], 2, id="show-to-depth-0"),
    pytest.param(["sizes", "net.yaml"], 0, id="sizes"),
    pytest.param(["sizes", "nowhere.yaml"], 2, id="sizes-of-nothing"),
    pytest.param(["sizes", "net.yaml", "--why", "16"], 0, id="why-of-an-accepted-size"),
    pytest.param(["sizes", "net.yaml", "--why", "17"], 1, id="why-of-a-refused-size"),
    pytest.param(["sizes", "net.yaml", "--within", "16..16"], 0, id="within-an-accepted-window"),
    pytest.param(["sizes", "net.yaml", "--within", "16..20"], 1, id="within-a-window-with-gaps"),
    pytest.param(["sizes", "net.yaml", "--within", "20..16"], 2, id="a-window-upside-down"),
    pytest.param(["sizes", "net.yaml", "--within", "a..b"], 2, id="a-window-in-words"),
    pytest.param(["sizes", "net.yaml", "--within", "0..4"], 2, id="a-window-from-0"),
    pytest.param(["sizes", "net.yaml", "--near", "17"], 0, id="near"),
    pytest.param(["sizes", "net.yaml", "--near", "0"], 2, id="near-0"),
    pytest.param(["sizes", "net.yaml", "--explain"], 0, id="explain"),
]


@pytest.mark.parametrize(("arguments", "status"), STATUSES)
def test_exit_status(net: str, arguments: list[str], status: int) -> None:
    assert run(*arguments).exit_code == status


def test_sizes_as_text(net: str) -> None:
    assert run("sizes", net).stdout == "H: multiples of 4\n"


def test_sizes_of_numbers_says_that_they_are_freed(net: str) -> None:
    Path(net).write_text(NET.replace("H, 8", "16, 8"), encoding="utf-8")
    assert run("sizes", net).stdout == (
        "freed: H (written 16), W (written 8)\nH: multiples of 4\nW: multiples of 4\n"
    )


def test_near_says_what_to_crop_and_to_pad(net: str) -> None:
    lines = run("sizes", net, "--near", "18").stdout.splitlines()
    assert lines[2:] == ["nearest to H = 18:", "  16  crop 1 and 1", "  20  pad 1 and 1"]
    document = json.loads(run("sizes", net, "--near", "19", "--format", "json").stdout)
    assert document["near"] == [
        {"symbol": "H", "wanted": 19, "smaller": 16, "larger": 20, "crop": [1, 2], "pad": [0, 1]}
    ]


def test_why_names_the_layer_and_the_condition(net: str) -> None:
    out = run("sizes", net, "--why", "18").stdout
    assert 'H = 18 is refused at "join": ' in out
    assert '"join" joins "up", which is 4x16x8, with "x", which is 3x18x8' in out
    assert "H = 16 is accepted" in run("sizes", net, "--why", "16").stdout


def test_within_lists_the_window(net: str) -> None:
    assert "H in 14..22: H in {16, 20}" in run("sizes", net, "--within", "14..22").stdout
    document = json.loads(run("sizes", net, "--within", "14..22", "--format", "json").stdout)
    assert document["within"][0]["sizes"] == [16, 20]


def test_explain_shows_each_condition_in_order(net: str) -> None:
    lines = run("sizes", net, "--explain").stdout.splitlines()
    body = lines[lines.index("H") + 1 :]
    assert body[0].split() == ["layer", "condition", "leaves", "left"]
    assert [row.split()[0] for row in body[1:]] == ["pool", "up", "join"] or "join" in body[-1]
    assert body[-1].endswith("multiples of 4")


def test_a_net_that_takes_no_size_is_exit_1(net: str) -> None:
    Path(net).write_text(
        "netlint: 1\ninputs: {x: [N, 3, T]}\nlayers: [{type: relu, expect: [N, 3, T + 1]}]\n",
        encoding="utf-8",
    )
    result = run("sizes", net)
    assert (result.exit_code, result.stdout) == (1, "T: none\n")


def test_wide_names_are_aligned(net: str) -> None:
    Path(net).write_text(
        NET.replace("name: pool", "description: 漢字, name: pool"), encoding="utf-8"
    )
    rows = run("show", net).stdout.splitlines()[2:10]
    assert len({row.index("  ") for row in rows[:1]}) == 1
    assert run("show", net).exit_code == 0


EXPLAINED = [
    pytest.param("NL104", "NL104 concat-shape-mismatch (error)", id="a-code"),
    pytest.param("nl104", "NL104 concat-shape-mismatch (error)", id="a-small-code"),
    pytest.param("concat-shape-mismatch", "NL104 concat-shape-mismatch (error)", id="a-name"),
    pytest.param("conv", "conv: ", id="a-layer"),
    pytest.param("conv2d", "conv: ", id="a-layer-with-its-rank"),
]


@pytest.mark.parametrize(("topic", "start"), EXPLAINED)
def test_explain(topic: str, start: str) -> None:
    result = run("explain", topic)
    assert result.exit_code == 0
    assert result.stdout.startswith(start)


def test_explain_lists_rules_and_layers() -> None:
    out = run("explain").stdout
    assert out.startswith("rules\n  NL001  yaml-syntax")
    assert "\nlayers\n" in out
    assert "\n  conv " in out


def test_explain_names_the_nearest() -> None:
    result = run("explain", "conw")
    assert result.exit_code == 2
    assert result.stderr == (
        'netlint: no rule and no layer is called "conw"; did you mean "conv"?\n'
    )


def test_every_rule_and_every_layer_has_a_page() -> None:
    names = [
        line.split()[0] for line in run("explain").stdout.splitlines() if line.startswith("  ")
    ]
    assert len(names) > 100
    for name in names:
        result = run("explain", name)
        assert result.exit_code == 0, name
        assert len(result.stdout.splitlines()) > 2
