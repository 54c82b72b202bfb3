"""The machine contract, version 1: keys, types, ranges and order of what is printed as JSON."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from netlint.cli.main import cli

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
BROKEN = sorted((ROOT / "examples" / "broken").glob("*.yaml"))
Json = dict[str, Any]

FINDING = {
    "code",
    "name",
    "severity",
    "message",
    "help",
    "layer",
    "key",
    "range",
    "related",
    "fixes",
    "url",
}
SUMMARY = {"files", "skipped", "errors", "warnings", "infos", "fixable"}
SHOW = {"version", "name", "inputs", "outputs", "complete", "layers", "totals", "accepts"}
LAYER = {
    "name",
    "index",
    "type",
    "inputs",
    "shapes",
    "params",
    "trainable",
    "buffers",
    "macs",
    "flops",
    "activation_bytes",
    "receptive_field",
    "jump",
    "centre",
    "closed_form",
    "range",
}
TOTALS = {
    "params",
    "trainable",
    "buffers",
    "macs",
    "flops",
    "activation_bytes",
    "peak_activation_bytes",
    "layers",
}
NUMBERS = {"min", "max", "period", "residues", "exceptions"}
ACCEPTS = {"symbols", "text", "rectangles", "factors"} | NUMBERS


def ran(*arguments: str, stdin: str | None = None) -> tuple[int, Json]:
    result = CliRunner().invoke(cli, [*arguments, "--format", "json"], input=stdin)
    return result.exit_code, json.loads(result.stdout)


def is_range(value: Json) -> bool:
    """Places that count from 1, the end not before the start."""
    assert value.keys() == {"start", "end"}
    for place in value.values():
        assert place.keys() == {"line", "column"}
        assert all(type(n) is int and n >= 1 for n in place.values())
    return order(value)[0] <= order(value)[1]


def order(range_: Json) -> tuple[tuple[int, int], tuple[int, int]]:
    start, end = range_["start"], range_["end"]
    return (start["line"], start["column"]), (end["line"], end["column"])


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and "\n" not in value


@pytest.mark.parametrize("file", [*EXAMPLES, *BROKEN], ids=lambda f: f.stem)
def test_check(file: Path) -> None:
    status, document = ran("check", str(file))
    assert document.keys() == {"version", "files", "summary"}
    assert document["version"] == 1
    (checked,) = document["files"]
    assert checked.keys() == {"path", "ok", "findings"}
    assert checked["path"] == str(file)
    findings = checked["findings"]
    for finding in findings:
        assert finding.keys() == FINDING
        assert re.fullmatch(r"NL\d{3}", finding["code"])
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", finding["name"])
        assert finding["severity"] in ("error", "warning", "info")
        assert is_text(finding["message"])
        assert finding["help"] is None or is_text(finding["help"])
        assert finding["layer"] is None or is_text(finding["layer"])
        assert isinstance(finding["key"], str)
        assert is_range(finding["range"])
        assert finding["url"] is None
        for related in finding["related"]:
            assert related.keys() == {"message", "layer", "range"}
            assert is_text(related["message"])
            assert is_range(related["range"])
        for fix in finding["fixes"]:
            assert fix.keys() == {"title", "applicability", "edits"}
            assert is_text(fix["title"])
            assert fix["applicability"] in ("safe", "unsafe")
            assert fix["edits"]
            for edit in fix["edits"]:
                assert edit.keys() == {"range", "text"}
                assert is_range(edit["range"])
                assert isinstance(edit["text"], str)
    keys = [(order(f["range"]), f["code"], f["layer"] or "") for f in findings]
    assert keys == sorted(keys)
    counts = {s: sum(f["severity"] == s for f in findings) for s in ("error", "warning", "info")}
    safe = sum(any(x["applicability"] == "safe" for x in f["fixes"]) for f in findings)
    assert document["summary"] == {
        "files": 1,
        "skipped": 0,
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "fixable": safe,
    }
    assert checked["ok"] == (counts["error"] == 0)
    assert status == int(not checked["ok"])


def test_check_of_nothing(tmp_path: Path) -> None:
    status, document = ran("check", str(tmp_path))
    assert (status, document) == (
        0,
        {"version": 1, "files": [], "summary": dict.fromkeys(SUMMARY, 0)},
    )


MESSAGES = [f for f in BROKEN if f.stem != "broken_text"]


@pytest.mark.parametrize("file", MESSAGES, ids=lambda f: f.stem)
def test_messages_keep_the_style(file: Path) -> None:
    """No full stop, and the layer's name before the fact."""
    _, document = ran("check", str(file))
    for finding in document["files"][0]["findings"]:
        assert not finding["message"].endswith(".")
        assert not (finding["help"] or "").endswith(".")
        if finding["layer"] is not None and finding["code"] not in ("NL002", "NL006"):
            assert finding["message"].startswith(f'"{finding["layer"]}" ')


HEAD = "netlint: 1\ninputs: {x: [N, 3, 8, 8]}\n"
RANGES = [
    pytest.param(HEAD + "layers: [{type: relu, «foo»: 1}]\n", id="an-unknown-key"),
    pytest.param(HEAD + "«foo»: 1\nlayers: [relu]\n", id="an-unknown-key-of-the-document"),
    pytest.param(HEAD + "layers: [{type: dropout, p: 0.1, «p»: 0.5}]\n", id="a-key-twice"),
    pytest.param(HEAD + "layers: [{type: «rleu»}]\n", id="an-unknown-type"),
    pytest.param(HEAD + "layers: [relu, «rleu»]\n", id="an-unknown-bare-type"),
    pytest.param(HEAD + "layers: [{type: add, inputs: [x, «y»]}]\n", id="a-name-in-inputs"),
    pytest.param(HEAD + "layers: [{type: relu, inputs: «y»}]\n", id="a-single-input"),
    pytest.param(HEAD + "layers: [relu]\noutputs: [x, «y»]\n", id="a-name-in-outputs"),
    pytest.param(HEAD + "layers: [{type: dropout, p: «50»}]\n", id="a-value"),
    pytest.param(
        HEAD + "layers: [{type: conv2d, out_channels: 2, kernel_size: «[3, 0]»}]\n",
        id="a-whole-list",
    ),
    pytest.param(
        HEAD + "layers: [{type: max_pool2d, kernel_size: 2, padding: «[2, 1]»}]\n",
        id="a-padding-as-a-whole",
    ),
    pytest.param(
        HEAD + "layers: [{type: relu, expect: «[N, 3, 9, 8]»}]\n", id="an-expect-as-a-whole"
    ),
    pytest.param(
        HEAD + "layers: [{type: conv2d, out_channels: 4, kernel_size: 1, groups: «2»}]\n",
        id="groups",
    ),
    pytest.param(HEAD + "layers: [«{type: conv2d}»]\n", id="missing-keys"),
    pytest.param(
        HEAD + "layers:\n  - «type: conv2d\n    kernel_size: 3»\n  # a comment\n  - relu\n",
        id="a-layer-in-block-style-ends-with-its-last-value",
    ),
    pytest.param(HEAD + "layers: [«{type: max_pool2d, kernel_size: 9}»]\n", id="a-size-below-1"),
    pytest.param(
        HEAD + "layers: [{type: conv2d, out_channels: 2, kernel_size: «9»}]\n",
        id="a-kernel-too-large",
    ),
    pytest.param(HEAD + "layers: [relu, «{type: add}»]\n", id="a-merge-without-inputs"),
    pytest.param(
        HEAD + "layers: [{name: c, type: conv2d, out_channels: 2, kernel_size: 3},"
        " {type: concat, inputs: «[x, c]»}]\n",
        id="a-merge-that-does-not-meet",
    ),
    pytest.param(HEAD + "layers: [{type: add, inputs: «x»}]\n", id="too-few-inputs"),
    pytest.param(
        HEAD + "layers: [{type: «conv1d», out_channels: 2, kernel_size: 3}]\n", id="a-claim"
    ),
    pytest.param("netlint: «2»\ninputs: {x: [N, 3]}\nlayers: [relu]\n", id="the-version"),
    pytest.param("«»netlint: 1\ninputs: {x: [N, 3]}\n", id="a-missing-key-of-the-document"),
    pytest.param(HEAD + "layers: [relu]\nsizes: {H: {default: «9», max: 8}}\n", id="a-default"),
    pytest.param(HEAD + "layers: [{name: «x», type: relu}]\n", id="a-name"),
    pytest.param(HEAD + "layers: [{name: relu_1, type: gelu}, «relu»]\n", id="a-generated-name"),
    pytest.param(
        HEAD + "blocks: {«conv»: {layers: [relu]}}\nlayers: [relu]\n", id="a-block-by-its-key"
    ),
    pytest.param(HEAD + "layers: [{type: dropout, p: &p «50»}]\n", id="without-its-anchor"),
    pytest.param(HEAD + "layers: [{type: dropout, p: !!int «50»}]\n", id="without-its-tag"),
    pytest.param(
        HEAD + "layers: [{description: 漢字, type: dropout, p: «50»}]\n",
        id="behind-wide-characters",
    ),
]


@pytest.mark.parametrize("marked", RANGES)
def test_a_range_is_the_narrowest_node_at_fault(marked: str, tmp_path: Path) -> None:
    begin, end = marked.index("«"), marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")
    file = tmp_path / "net.yaml"
    file.write_text(text, encoding="utf-8")
    _, document = ran("check", str(file))
    (finding,) = [f for f in document["files"][0]["findings"] if f["severity"] == "error"]

    def place(at: int) -> tuple[int, int]:
        return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)

    assert order(finding["range"]) == (place(begin), place(end))


def test_two_keys_missing_are_one_finding(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(HEAD + "layers: [{name: c, type: conv2d}]\n", encoding="utf-8")
    _, document = ran("check", str(file))
    (finding,) = document["files"][0]["findings"]
    assert finding["message"] == '"c" lacks the keys out_channels, kernel_size'


SMALL_UNET = """\
# yaml-language-server: $schema=../schemas/net.schema.json
netlint: 1                                # language version; a YAML without this key is not a spec
name: small-unet
inputs:
  image: [N, 3, H, W]                     # batch first; an int or a symbol per axis
sizes:                                    # what the symbols stand for
  H: {default: 256, min: 64, max: 1024, multiple_of: 16}   # a range: proved for every member
  W: H                                    # bound to another symbol: always equal
frameworks: [pytorch, onnx]               # where it must be expressible (portability rules)
vars: {widths: [32, 64, 128]}
blocks:
  double_conv:
    params: {ch: null}                    # null = required
    layers:
      - {type: conv2d, out_channels: $ch, kernel_size: 3, padding: same, bias: false}
      - batch_norm
      - relu
      - {type: conv2d, out_channels: $ch, kernel_size: 3, padding: same, bias: false}
      - batch_norm
      - relu
  down:
    params: {ch: null}
    outputs: {skip: features}             # a port: enc.0.skip, enc.1.skip ...
    layers:
      - {name: features, type: double_conv, ch: $ch}
      - {type: max_pool2d, kernel_size: 2}
  up:
    params: {ch: null}
    inputs: [below, skip]
    layers:
      - {name: grown, type: conv_transpose2d, inputs: below, out_channels: $ch, kernel_size: 2, stride: 2}
      - {type: concat, inputs: [grown, skip]}
      - {type: double_conv, ch: $ch}
layers:
  - {name: enc, type: down, ch: "$(widths[i])", repeat: 3}
  - {name: mid, type: double_conv, ch: 256}
  - {name: dec, type: up, inputs: [mid, enc.$(2 - i).skip], ch: "$(widths[2 - i])", repeat: 3}
  - {name: head, type: conv2d, out_channels: 2, kernel_size: 1, expect: [N, 2, H, W]}
outputs: [head]                           # default: the last layer
budget: {params: 3M, macs: 20G, activations: 512MiB}
"""  # noqa: E501
"""The net on the first page of the language, whose documents that page prints."""


@pytest.fixture
def unet(tmp_path: Path) -> str:
    file = tmp_path / "unet.yaml"
    file.write_text(SMALL_UNET, encoding="utf-8")
    return str(file)


def test_show_prints_the_page_of_the_language(unet: str) -> None:
    status, document = ran("show", unet)
    assert status == 0
    assert document.keys() == SHOW
    assert document["version"] == 1
    assert document["name"] == "small-unet"
    assert document["inputs"] == {"image": {"shape": [1, 3, 256, 256], "dtype": "float32"}}
    assert document["outputs"] == ["head"]
    assert document["complete"] is True
    assert document["layers"][0] == {
        "name": "enc.0.features.conv2d_1",
        "index": 0,
        "type": "conv2d",
        "inputs": ["image"],
        "shapes": [[1, 32, 256, 256]],
        "params": 864,
        "trainable": 864,
        "buffers": 0,
        "macs": 56623104,
        "flops": 113246208,
        "activation_bytes": 8388608,
        "receptive_field": [3, 3],
        "jump": [1, 1],
        "centre": [0, 0],
        "closed_form": ["H", "H"],
        "range": {"start": {"line": 15, "column": 9}, "end": {"line": 15, "column": 86}},
    }
    assert document["accepts"] == [
        {
            "symbols": ["H"],
            "text": "multiples of 8",
            "min": 8,
            "max": None,
            "period": 8,
            "residues": [0],
            "exceptions": [],
            "rectangles": None,
            "factors": None,
        }
    ]
    assert document["totals"]["layers"] == len(document["layers"]) == 3 * 7 + 6 + 3 * 8 + 1


def test_a_fault_is_told_as_the_page_of_the_language_has_it(unet: str) -> None:
    _, document = ran("check", unet, "--size", "H=36")
    (finding,) = [f for f in document["files"][0]["findings"] if f["severity"] == "error"]
    assert (finding["code"], finding["name"]) == ("NL104", "concat-shape-mismatch")
    assert finding["layer"] == "dec.0.concat_1"
    assert finding["key"] == "blocks/up/layers/1/inputs"
    assert finding["range"] == {
        "start": {"line": 32, "column": 32},
        "end": {"line": 32, "column": 45},
    }
    assert "enc.2.max_pool2d_1" in [r["layer"] for r in finding["related"]]


def is_amount(value: object) -> bool:
    return value is None or type(value) is int or is_symbolic(value)


def is_symbolic(value: object) -> bool:
    """Ints, symbols, ``+ - * /``, parentheses, ``floor(...)``, ``min``, ``max``."""
    return isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9_+\-*/(), ]+", value) is not None


def is_shape(value: object) -> bool:
    return isinstance(value, list) and all(type(n) is int or is_symbolic(n) for n in value)


@pytest.mark.parametrize("file", [*EXAMPLES, *MESSAGES], ids=lambda f: f.stem)
def test_show(file: Path) -> None:
    status, document = ran("show", str(file))
    assert document.keys() == SHOW
    assert isinstance(document["complete"], bool)
    for name, x in document["inputs"].items():
        assert is_text(name)
        assert x.keys() == {"shape", "dtype"}
        assert is_shape(x["shape"])
    for index, layer in enumerate(document["layers"]):
        assert layer.keys() == LAYER
        assert layer["index"] == index
        assert is_text(layer["name"])
        assert is_text(layer["type"])
        assert all(isinstance(n, str | None) for n in layer["inputs"])
        assert layer["shapes"] is None or all(map(is_shape, layer["shapes"]))
        for key in ("params", "trainable", "buffers", "macs", "flops", "activation_bytes"):
            assert is_amount(layer[key]), key
        for key in ("receptive_field", "jump", "centre"):
            assert layer[key] is None or is_shape(layer[key])
        assert layer["closed_form"] is None or all(isinstance(n, str) for n in layer["closed_form"])
        assert is_range(layer["range"])
        if isinstance(layer["macs"], int):
            assert layer["flops"] == 2 * layer["macs"]
    assert document["totals"].keys() == TOTALS
    assert all(map(is_amount, document["totals"].values()))
    assert document["totals"]["layers"] == len(document["layers"])
    for key in ("params", "trainable", "buffers", "macs", "flops", "activation_bytes"):
        rows = [layer[key] for layer in document["layers"]]
        if None in rows:
            assert document["totals"][key] is None
            assert document["complete"] is False
        elif all(isinstance(n, int) for n in rows):
            assert document["totals"][key] == sum(rows)
    assert all(map(is_entry, document["accepts"]))
    assert status == ran("check", str(file))[0]


def is_entry(entry: Json) -> bool:
    assert entry.keys() == ACCEPTS
    assert all(map(is_text, entry["symbols"]))
    assert is_text(entry["text"])
    for rectangle in entry["rectangles"] or ():
        assert set(rectangle) <= set(entry["symbols"])
        assert all(set(numbers) == NUMBERS for numbers in rectangle.values())
    for factor in entry["factors"] or ():
        assert factor.keys() == NUMBERS
    return True


FAULTY = HEAD + (
    "layers:\n  - {type: conv2d, out_channels: 4, kernel_size: 9}\n"
    "  - relu\n  - {type: linear, out_features: 3, inputs: nowhere}\n"
)


def test_show_of_a_faulty_net(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(FAULTY, encoding="utf-8")
    status, document = ran("show", str(file))
    assert status == 1
    assert document["complete"] is False
    assert [x["shapes"] for x in document["layers"]] == [None, None, None]
    assert [x["params"] for x in document["layers"]] == [None, None, None]
    assert document["layers"][2]["inputs"] == [None]
    assert document["totals"]["params"] is None


def test_show_of_a_layer_that_could_not_be_read_accepts_nothing_certain(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(
        "netlint: 1\ninputs: {x: [N, 3, H, W]}\nlayers: [relu, blabla]\n", encoding="utf-8"
    )
    status, document = ran("show", str(file))
    assert (status, document["accepts"]) == (1, [])


def test_show_tells_its_errors_on_stderr(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(FAULTY, encoding="utf-8")
    result = CliRunner().invoke(cli, ["show", str(file), "--format", "json"])
    assert [line.split(" ")[2] for line in result.stderr.splitlines()] == ["NL206", "NL007"]


def entry(text: str, tmp_path: Path) -> Json:
    file = tmp_path / "net.yaml"
    file.write_text(text, encoding="utf-8")
    _, document = ran("show", str(file))
    (only,) = document["accepts"]
    assert is_entry(only)
    return dict(only)


SEQUENCE = "netlint: 1\ninputs: {x: [N, 2, T]}\nlayers: "
ENTRIES = [
    pytest.param("[relu]", ("all T >= 1", 1, None, 1, [0], []), id="all"),
    pytest.param(
        "[{type: max_pool1d, kernel_size: 4}]", ("T >= 4", 4, None, 1, [0], []), id="from-a-size"
    ),
    pytest.param(
        "[{type: reshape, shape: [N, 8, -1]}]",
        ("multiples of 4", 4, None, 4, [0], []),
        id="multiples",
    ),
    pytest.param(
        "[{type: relu, expect: [N, 2, 7]}]", ("T in {7}", 7, 7, 1, [0], []), id="one-size"
    ),
    pytest.param(
        "[{type: max_pool1d, kernel_size: 4, expect: [N, 2, 3]}]",
        ("12 <= T <= 15", 12, 15, 1, [0], []),
        id="an-interval",
    ),
    pytest.param(
        "[{type: relu, expect: [N, 2, T + 1]}]", ("none", None, None, None, [], []), id="none"
    ),
]


@pytest.mark.parametrize(("layers", "expected"), ENTRIES)
def test_an_entry_of_accepts(layers: str, expected: tuple[object, ...], tmp_path: Path) -> None:
    found = entry(f"{SEQUENCE}{layers}\n", tmp_path)
    keys = ("text", "min", "max", "period", "residues", "exceptions")
    assert tuple(found[k] for k in keys) == expected
    assert found["symbols"] == ["T"]
    assert (found["rectangles"], found["factors"]) == (None, None)


def test_an_entry_of_coupled_axes(tmp_path: Path) -> None:
    linear = "{type: linear, out_features: 1, in_features: 8}"
    text = f"netlint: 1\ninputs: {{x: [N, 2, H, W]}}\nlayers: [flatten, {linear}]\n"
    found = entry(text, tmp_path)
    assert found["symbols"] == ["H", "W"]
    assert [found[k] for k in sorted(NUMBERS)] == [None] * 5
    sides = sorted((r["H"]["min"], r["W"]["min"]) for r in found["rectangles"])
    assert sides == [(1, 4), (2, 2), (4, 1)]
    assert found["rectangles"][0]["H"] == {
        "min": 2,
        "max": 2,
        "period": 1,
        "residues": [0],
        "exceptions": [],
    }
    assert found["factors"] is None


def test_an_entry_that_is_not_expanded(tmp_path: Path) -> None:
    rows = [
        row
        for p in (2, 3, 5, 7, 11, 13, 17, 19, 23)
        for row in (
            f"  - {{type: max_pool1d, kernel_size: {p}, inputs: x}}",
            f"  - {{name: u{p}, type: upsample1d, scale_factor: {p}}}",
            f"  - {{type: concat, inputs: [u{p}, x]}}",
        )
    ]
    found = entry(f"{SEQUENCE}\n" + "\n".join(rows) + "\n", tmp_path)
    assert found["period"] == 223_092_870
    assert (found["residues"], found["factors"]) == ([0], None) or (
        found["residues"] is None and len(found["factors"]) > 1
    )


def test_an_entry_that_is_a_condition(tmp_path: Path) -> None:
    text = (
        "netlint: 1\ninputs: {a: [N, 2, T], b: [N, 2, U]}\nlayers: [{type: add, inputs: [a, b]}]\n"
    )
    found = entry(text, tmp_path)
    assert found["symbols"] == ["T", "U"]
    assert found["text"] == "T = U"
    assert [found[k] for k in sorted(NUMBERS | {"rectangles", "factors"})] == [None] * 7


def test_sizes_prints_the_same_entries(unet: str) -> None:
    status, document = ran("sizes", unet)
    assert status == 0
    assert {"version", "name", "accepts"} <= document.keys()
    assert document["version"] == 1
    assert document["accepts"] == ran("show", unet)[1]["accepts"]


FREED = [
    pytest.param("x: [N, 3, 8, 9]", [["H"], ["W"]], {"H": 8, "W": 9}, id="an-image"),
    pytest.param("x: [N, 3, 8]", [["T"]], {"T": 8}, id="a-sequence"),
    pytest.param(
        "x: [N, 3, 7, 8, 9]", [["D"], ["H"], ["W"]], {"D": 7, "H": 8, "W": 9}, id="a-volume"
    ),
    pytest.param("x: [N, 3]", [], {}, id="without-space"),
    pytest.param("x: [N, 3, H, W]", [["H"], ["W"]], {}, id="open-already"),
]


@pytest.mark.parametrize(("inputs", "symbols", "freed"), FREED)
def test_sizes_frees_what_is_written_in_numbers(
    inputs: str, symbols: list[list[str]], freed: Json, tmp_path: Path
) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(f"netlint: 1\ninputs: {{{inputs}}}\nlayers: [relu]\n", encoding="utf-8")
    status, document = ran("sizes", str(file))
    assert status == 0
    assert [e["symbols"] for e in document["accepts"]] == symbols
    assert document["freed"] == freed


def test_inputs_of_equal_space_share_their_symbols(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    inputs = "a: [N, 3, 8, 8], b: [N, 3, 8, 8], c: [N, 3, 4, 4]"
    file.write_text(
        f"netlint: 1\ninputs: {{{inputs}}}\nlayers: [{{type: add, inputs: [a, b]}}]\n",
        encoding="utf-8",
    )
    _, document = ran("sizes", str(file))
    assert document["freed"] == {"H": 8, "W": 8, "c_H": 4, "c_W": 4}
