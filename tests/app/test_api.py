"""API: what programs call; the same answers from a text, a path, plain dicts and layer objects."""

from __future__ import annotations

from pathlib import Path

import pytest

import netlint
from netlint.layers import Conv, MaxPool  # type: ignore[attr-defined]

TEXT = """\
netlint: 1
inputs: {x: [N, 3, H, W]}
layers:
  - {type: conv2d, out_channels: 8, kernel_size: 3, padding: 1}
  - {type: max_pool2d, kernel_size: 2}
"""
VALUE = {
    "inputs": {"x": ["N", 3, "H", "W"]},
    "layers": [
        {"type": "conv2d", "out_channels": 8, "kernel_size": 3, "padding": 1},
        {"type": "max_pool2d", "kernel_size": 2},
    ],
}


def shapes(net: netlint.Net) -> list[str]:
    analysis = netlint.analyse(net)
    return [y[0].text() for n in analysis.nodes if (y := analysis.outputs(n))]


def test_the_same_net_from_every_source(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(TEXT, encoding="utf-8")
    objects = {
        "inputs": {"x": ("N", 3, "H", "W")},
        "layers": (Conv(out_channels=8, kernel_size=3, padding=1), MaxPool(kernel_size=2)),
    }
    sources = [TEXT, file, str(file), VALUE, objects, netlint.load(VALUE)]
    found = [shapes(netlint.load(s)) for s in sources]  # type: ignore[arg-type]
    assert found == [["8xHxW", "8xfloor(H/2)xfloor(W/2)"]] * len(sources)


def test_analyse_at_a_size() -> None:
    analysis = netlint.analyse(VALUE, {"H": 6, "W": 9})
    assert analysis.shape((1, 0)).text() == "8x3x4"  # type: ignore[union-attr]


REFUSED = [
    pytest.param({"K": 3}, 'the net has no symbol "K"; its symbols are N, H, W', id="unknown"),
    pytest.param({"H": 0}, "H is 0; a size is 1 or more", id="zero"),
]


@pytest.mark.parametrize(("sizes", "words"), REFUSED)
def test_a_size_that_cannot_be(sizes: dict[str, int], words: str) -> None:
    with pytest.raises(netlint.SpecError) as error:
        netlint.analyse(VALUE, sizes)
    assert str(error.value) == words


def test_a_bound_symbol_cannot_be_given() -> None:
    net = {**VALUE, "sizes": {"W": "H"}}
    with pytest.raises(netlint.SpecError, match='"W" is bound to H; give that size'):
        netlint.analyse(net, {"W": 3})


@pytest.mark.parametrize("path", ["nowhere.yaml", "."], ids=["missing", "a-folder"])
def test_a_path_that_cannot_be_read(path: str) -> None:
    with pytest.raises(netlint.SpecError):
        netlint.load(path)


def test_a_file_that_is_no_spec(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(netlint.SpecError, match="is no netlint spec: it has no key netlint"):
        netlint.load(file)


def test_findings_of_a_dict_have_key_paths_and_no_range() -> None:
    result = netlint.check({**VALUE, "layers": ["relu", {"type": "dropout", "p": 50}]})
    assert not result.ok
    (finding,) = result.findings
    assert (finding.code, finding.key, finding.layer) == ("NL004", "layers/1/p", "dropout_1")
    assert finding.range is None
    assert finding.severity is netlint.Severity.ERROR


def test_findings_of_a_text_have_a_range() -> None:
    (finding,) = netlint.check(TEXT.replace("kernel_size: 2", "kernel_size: 0")).findings
    assert finding.key == "layers/1/kernel_size"
    assert finding.range is not None
    assert [tuple(p) for p in finding.range] == [(5, 37), (5, 38)]


def test_check_of_an_analysis() -> None:
    assert netlint.check(netlint.analyse(VALUE)).ok


def test_a_warning_is_ok() -> None:
    layers = [
        {"name": "r", "type": "adaptive_avg_pool2d", "output_size": [1, 8]},
        {"type": "add", "inputs": ["x", "r"]},
    ]
    result = netlint.check({"inputs": {"x": ["N", 3, 8, 8]}, "layers": layers})
    assert result.ok
    assert [f.severity for f in result.findings] == [netlint.Severity.WARNING]


def test_accepted_sizes() -> None:
    found = netlint.accepted_sizes(VALUE)
    assert {symbol: str(entry) for symbol, entry in found.items()} == {"H": "H >= 2", "W": "W >= 2"}
    assert 2 in found["H"]
    assert 1 not in found["H"]
    assert 0 not in found["H"]


def test_accepted_sizes_of_coupled_axes() -> None:
    layers = ["flatten", {"type": "linear", "out_features": 1, "in_features": 12}]
    found = netlint.accepted_sizes({"inputs": {"x": ["N", 3, "H", "W"]}, "layers": layers})
    assert list(found) == [("H", "W")]
    assert (2, 2) in found["H", "W"]
    assert (2, 3) not in found["H", "W"]
    assert (0, 4) not in found["H", "W"]


def test_to_yaml_of_a_text_is_the_text() -> None:
    assert netlint.to_yaml(TEXT) == TEXT


def test_to_yaml_of_a_dict_reads_back_as_the_same_net() -> None:
    text = netlint.to_yaml(VALUE)
    assert text.startswith("netlint: 1\n")
    assert shapes(netlint.load(text)) == shapes(netlint.load(VALUE))


def test_findings_come_in_the_order_of_their_places() -> None:
    layers = [{"type": "dropout", "p": 2}, "blabla", {"type": "dropout", "p": 3, "foo": 1}]
    text = netlint.to_yaml({"inputs": {"x": ["N", 3]}, "layers": layers})
    found = [(f.range, f.code, f.layer) for f in netlint.check(text).findings]
    assert found == sorted(found)  # type: ignore[type-var]
    assert len(found) == 4


def test_two_facts_of_one_code_at_one_place_are_one_finding() -> None:
    layer = {"name": "c", "type": "conv2d", "out_channels": 8, "kernel_size": 1, "groups": 5}
    (finding,) = netlint.check({"inputs": {"x": ["N", 4, 8, 8]}, "layers": [layer]}).findings
    assert finding.message == '"c" has groups 5 on 4 channels in; has groups 5 on 8 channels out'


def test_copies_are_counted_by_their_names() -> None:
    blocks = {"b": {"layers": [{"type": "dropout", "p": 2}]}}
    layers = [{"name": "a", "type": "b", "repeat": 3}, {"name": "z", "type": "b"}]
    (finding,) = netlint.check(
        {"inputs": {"x": ["N", 4]}, "blocks": blocks, "layers": layers}
    ).findings
    assert finding.layer == "a.0.dropout_1"
    assert finding.message.endswith("(and 3 more copies)")
    assert [r.layer for r in finding.related] == ["a.0", "z"]


def test_tuples_and_layer_objects_are_read_as_a_text_gives_them() -> None:
    layers = (
        {"type": "conv2d", "out_channels": 2, "kernel_size": (3, 3), "padding": ((1, 1), (0, 0))},
    )
    net = netlint.load({"inputs": {"x": ("N", 3, 8, 8)}, "layers": layers})
    assert shapes(net) == ["2x8x6"]
