"""Names: how layers are called, and what a reference stands for (LANGUAGE 4 and 5)."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from netlint.app.check import check_net
from netlint.app.load import load_text
from netlint.engine.analysis import Analysis

DOWN = """
  down:
    outputs: {skip: features}
    layers:
      - {name: features, type: relu}
      - {type: max_pool2d, kernel_size: 2}
"""


def spec(layers: str, blocks: str = "", inputs: str = "x: [N, 3, 32, 32]") -> str:
    head = f"netlint: 1\ninputs: {{{inputs}}}\n" + (f"blocks:{blocks}" if blocks else "")
    return f"{head}layers:\n{indent(dedent(layers).strip(), '  ')}\n"


def wired(text: str) -> list[str]:
    """Every node as ``name <- what it reads``; the net has no fault."""
    net = load_text(text)
    assert [f.message for f in check_net(net).findings] == []
    reads = [", ".join(net.port_name(p) if p else "?" for p in n.inputs) for n in net.nodes]
    return [f"{n.name} <- {r}" for n, r in zip(net.nodes, reads, strict=True)]


def told(text: str) -> list[str]:
    """Every finding as ``CODE key: message``."""
    return [f"{f.code} {f.key}: {f.message}" for f in check_net(load_text(text)).findings]


NAMING = [
    pytest.param("- relu\n- relu", ["relu_1", "relu_2"], id="a-type-and-its-count"),
    pytest.param(
        "- relu\n- {type: dropout}\n- relu",
        ["relu_1", "dropout_1", "relu_2"],
        id="each-type-counts-for-itself",
    ),
    pytest.param(
        "- {type: max_pool2d, kernel_size: 2}\n- {type: max_pool, kernel_size: 2}\n"
        "- {type: max_pool2d, kernel_size: 2}",
        ["max_pool2d_1", "max_pool_1", "max_pool2d_2"],
        id="spellings-count-apart",
    ),
    pytest.param("- {name: a, type: relu}\n- relu", ["a", "relu_2"], id="named-ones-count"),
    pytest.param("- {type: relu, when: false}\n- relu", ["relu_2"], id="removed-ones-count"),
    pytest.param("- {type: relu, repeat: 0}\n- relu", ["relu_2"], id="no-copies-count-too"),
    pytest.param(
        "- {type: relu, repeat: 2}\n- relu",
        ["relu_1.0", "relu_1.1", "relu_2"],
        id="a-repeated-one-counts-once",
    ),
    pytest.param("- {type: relu, repeat: 1}", ["relu_1.0"], id="one-copy-has-an-index"),
    pytest.param("- {name: _a1, type: relu}", ["_a1"], id="underscore-and-digits"),
]


@pytest.mark.parametrize(("layers", "names"), NAMING)
def test_layers_are_named(layers: str, names: list[str]) -> None:
    assert [row.split(" <- ")[0] for row in wired(spec(layers))] == names


def test_each_list_counts_for_itself() -> None:
    blocks = "\n  twice:\n    layers: [relu, relu]\n"
    layers = "- relu\n- {name: a, type: twice}\n- twice\n- relu"
    names = ["relu_1", "a.relu_1", "a.relu_2", "twice_2.relu_1", "twice_2.relu_2", "relu_2"]
    assert [row.split(" <- ")[0] for row in wired(spec(layers, blocks))] == names


def test_types_count_after_expansion() -> None:
    text = (
        "netlint: 1\ninputs: {x: [N, 3]}\nvars: {act: relu}\n"
        "layers:\n  - relu\n  - {type: $act}\n  - {type: '$(act)6'}\n  - {type: re$(\"lu\")}\n"
    )
    names = ["relu_1", "relu_2", "relu6_1", "relu_3"]
    assert [n.name for n in load_text(text).nodes] == names
    assert told(text) == []


WIRING = [
    pytest.param("- relu\n- gelu", ["relu_1 <- x", "gelu_1 <- relu_1"], id="the-layer-before"),
    pytest.param(
        "- relu\n- {type: gelu, inputs: x}",
        ["relu_1 <- x", "gelu_1 <- x"],
        id="an-input-by-name",
    ),
    pytest.param(
        "- relu\n- gelu\n- {type: add, inputs: [relu_1, gelu_1, x]}",
        ["relu_1 <- x", "gelu_1 <- relu_1", "add_1 <- relu_1, gelu_1, x"],
        id="a-list",
    ),
    pytest.param(
        "- relu\n- {type: gelu, inputs: [relu_1]}",
        ["relu_1 <- x", "gelu_1 <- relu_1"],
        id="a-list-of-one",
    ),
    pytest.param(
        "- {name: mid, type: relu, repeat: 3}\n- {type: add, inputs: [mid, mid.0]}",
        ["mid.0 <- x", "mid.1 <- mid.0", "mid.2 <- mid.1", "add_1 <- mid.2, mid.0"],
        id="the-last-copy-and-the-first",
    ),
    pytest.param(
        "- {name: mid, type: relu, repeat: 3}\n- {type: add, inputs: [x, mid.*]}",
        ["mid.0 <- x", "mid.1 <- mid.0", "mid.2 <- mid.1", "add_1 <- x, mid.0, mid.1, mid.2"],
        id="all-copies",
    ),
    pytest.param(
        "- {name: mid, type: relu, repeat: 3, when: $(i != 1)}\n- {type: add, inputs: [mid.*]}",
        ["mid.0 <- x", "mid.2 <- mid.0", "add_1 <- mid.0, mid.2"],
        id="removed-copies-are-left-out",
    ),
    pytest.param(
        "- {name: mid, type: relu, repeat: 0}\n- {type: add, inputs: [x, x, mid.*]}",
        ["add_1 <- x, x"],
        id="all-of-no-copies",
    ),
    pytest.param(
        "- {name: mid, type: relu, repeat: 2}\n- {type: gelu, inputs: mid.1}",
        ["mid.0 <- x", "mid.1 <- mid.0", "gelu_1 <- mid.1"],
        id="a-copy-by-its-index",
    ),
    pytest.param(
        "- {name: mid, type: relu, repeat: 2}\n- {type: gelu, inputs: mid.$(0)}",
        ["mid.0 <- x", "mid.1 <- mid.0", "gelu_1 <- mid.0"],
        id="an-index-by-expression",
    ),
]


@pytest.mark.parametrize(("layers", "rows"), WIRING)
def test_layers_are_wired(layers: str, rows: list[str]) -> None:
    assert wired(spec(layers)) == rows


PORTS = [
    pytest.param(
        "- {name: enc, type: down}\n- {type: gelu, inputs: enc.skip}",
        "gelu_1 <- enc.features",
        id="a-port-of-a-block",
    ),
    pytest.param(
        "- {name: enc, type: down, repeat: 2}\n- {type: gelu, inputs: enc.skip}",
        "gelu_1 <- enc.1.features",
        id="a-port-of-the-last-copy",
    ),
    pytest.param(
        "- {name: enc, type: down, repeat: 2}\n- {type: gelu, inputs: enc.0.skip}",
        "gelu_1 <- enc.0.features",
        id="a-port-of-a-copy",
    ),
    pytest.param(
        "- {name: enc, type: down}\n- gelu",
        "gelu_1 <- enc.max_pool2d_1",
        id="a-bare-name-is-the-result",
    ),
    pytest.param(
        "- {name: enc, type: down, repeat: 1}\n- {type: gelu, inputs: enc.0.skip}",
        "gelu_1 <- enc.0.features",
        id="one-copy-has-an-index",
    ),
]


@pytest.mark.parametrize(("layers", "row"), PORTS)
def test_ports(layers: str, row: str) -> None:
    assert wired(spec(layers, DOWN))[-1] == row


def test_a_port_of_all_copies() -> None:
    blocks = "\n  tap:\n    outputs: {skip: a}\n    layers: [{name: a, type: relu}, gelu]\n"
    layers = "- {name: t, type: tap, repeat: 2}\n- {type: concat, inputs: t.*.skip}"
    assert wired(spec(layers, blocks))[-1] == "concat_1 <- t.0.a, t.1.a"


def test_a_merge_reads_several_inputs_of_the_net() -> None:
    inputs = "a: [N, 3, 8, 8], b: [N, 3, 8, 8]"
    assert wired(spec("- {type: add, inputs: [a, b]}", inputs=inputs)) == ["add_1 <- a, b"]


BROKEN = [
    pytest.param(
        "- {name: relu3, type: relu}\n- {name: add1, type: add, inputs: [x, relu33]}",
        'NL007 layers/1/inputs/1: "add1" reads "relu33", which does not exist',
        id="an-unknown-name",
    ),
    pytest.param(
        "- {type: gelu, inputs: late}\n- {name: late, type: relu}",
        'NL007 layers/0/inputs: "gelu_1" reads "late", which is declared later',
        id="a-later-one",
    ),
    pytest.param(
        "- {name: a, type: relu, inputs: a}",
        'NL007 layers/0/inputs: "a" reads "a", which is declared later',
        id="itself",
    ),
    pytest.param(
        "- {name: a, type: relu}\n- {type: gelu, inputs: a.0}",
        'NL007 layers/1/inputs: "gelu_1" reads "a.0": "a" has no port "0"; it has only one output',
        id="an-index-where-nothing-is-repeated",
    ),
    pytest.param(
        "- {name: a, type: relu, repeat: 2}\n- {type: gelu, inputs: a.2}",
        'NL007 layers/1/inputs: "gelu_1" reads "a.2": "a" has 2 copies, 0 to 1;'
        ' "a.2" does not exist',
        id="a-copy-too-many",
    ),
    pytest.param(
        "- {type: gelu, inputs: x.0}",
        'NL007 layers/0/inputs: "gelu_1" reads "x.0": "x" has no port "0"; it has only one output',
        id="a-port-of-an-input",
    ),
    pytest.param(
        "- {type: gelu, inputs: -1}",
        'NL004 layers/0/inputs: "gelu_1" reads -1; it must be the name of a layer or an input',
        id="a-relative-number",
    ),
    pytest.param(
        "- {type: add, inputs: [x, 0]}",
        'NL004 layers/0/inputs/1: "add_1" reads 0; it must be the name of a layer or an input',
        id="a-number-in-a-list",
    ),
    pytest.param(
        "- {name: 2d, type: relu}",
        'NL004 layers/0/name: "relu_1" has name "2d"; a name is letters, digits and _,'
        " and no digit first",
        id="a-digit-first",
    ),
    pytest.param(
        "- {name: a.b, type: relu}",
        'NL004 layers/0/name: "relu_1" has name "a.b"; a name is letters, digits and _,'
        " and no digit first",
        id="a-dot",
    ),
    pytest.param(
        '- {name: "a$(1)", type: relu}',
        'NL004 layers/0/name: "relu_1" has name "a$(1)"; a name is letters, digits and _,'
        " and no digit first",
        id="an-expression-in-a-name",
    ),
    pytest.param(
        "- {name: a, type: relu}\n- {name: a, type: gelu}",
        'NL006 layers/1/name: "a" names two layers',
        id="a-name-twice",
    ),
    pytest.param(
        "- {name: relu_2, type: gelu}\n- relu\n- relu",
        'NL006 layers/2: "relu_2" names two layers',
        id="a-given-name-before-a-generated-one",
    ),
    pytest.param(
        "- relu\n- {name: relu_1, type: gelu}",
        'NL006 layers/1/name: "relu_1" names two layers',
        id="a-given-name-after-a-generated-one",
    ),
    pytest.param(
        "- {name: x, type: relu}",
        'NL006 layers/0/name: "x" is an input',
        id="the-name-of-an-input",
    ),
]


@pytest.mark.parametrize(("layers", "words"), BROKEN)
def test_what_a_name_cannot_be(layers: str, words: str) -> None:
    assert told(spec(layers)) == [words]


PRIVATE = [
    pytest.param(
        "- {name: enc, type: down}\n- {type: gelu, inputs: enc.features}",
        'NL007 layers/1/inputs: "gelu_1" reads "enc.features": "enc" has no port "features";'
        " its ports are skip",
        id="an-inner-name",
    ),
    pytest.param(
        "- {name: enc, type: down}\n- {type: gelu, inputs: features}",
        'NL007 layers/1/inputs: "gelu_1" reads "features", which does not exist',
        id="an-inner-name-alone",
    ),
    pytest.param(
        "- {name: enc, type: down, repeat: 2}\n- {type: gelu, inputs: enc.0.skip.x}",
        'NL007 layers/1/inputs: "gelu_1" reads "enc.0.skip.x": "enc.0.skip.x" has too many dots',
        id="too-many-dots",
    ),
]


@pytest.mark.parametrize(("layers", "words"), PRIVATE)
def test_what_a_block_does_not_give_out(layers: str, words: str) -> None:
    assert told(spec(layers, DOWN)) == [words]


def test_a_block_does_not_see_what_is_outside() -> None:
    blocks = "\n  both:\n    layers: [{type: add, inputs: [input, stem]}]\n"
    text = spec("- {name: stem, type: relu}\n- {name: s, type: both}", blocks)
    words = 'NL007 blocks/both/layers/0/inputs/1: "s.add_1" reads "stem", which does not exist'
    assert told(text) == [words]


def test_a_removed_copy_stands_for_its_first_input() -> None:
    layers = "- {name: m, type: relu, repeat: 3, when: $(i != 1)}\n- {type: gelu, inputs: m.1}"
    assert wired(spec(layers))[-1] == "gelu_1 <- m.0"


UNNAMED_INPUTS = [
    pytest.param("- relu", 'NL004 layers/0: "relu_1" names no inputs; relu takes 1', id="relu"),
    pytest.param(
        "- add", 'NL004 layers/0: "add_1" names no inputs; add takes 1 or more', id="a-merge"
    ),
]


@pytest.mark.parametrize(("layers", "words"), UNNAMED_INPUTS)
def test_the_first_layer_of_a_net_with_two_inputs_names_its_own(layers: str, words: str) -> None:
    assert told(spec(layers, inputs="a: [N, 3], b: [N, 3]")) == [words]


def test_a_merge_without_inputs_is_told_at_the_whole_layer() -> None:
    (finding,) = check_net(load_text(spec("- relu\n- {type: concat}\n- gelu"))).findings
    assert (finding.code, finding.key) == ("NL004", "layers/1")
    assert str(finding.message).startswith('"concat_1" ')


NEAR = [
    pytest.param("relu33", ["relu3"], id="one-edit"),
    pytest.param("rleu3", ["relu3"], id="a-swap"),
    pytest.param("re3", [], id="two-edits"),
    pytest.param("zzz", [], id="nothing-like-it"),
]


@pytest.mark.parametrize(("name", "texts"), NEAR)
def test_only_the_one_name_at_one_edit_is_offered_as_a_fix(name: str, texts: list[str]) -> None:
    net = load_text(spec(f"- {{name: relu3, type: relu}}\n- {{type: gelu, inputs: {name}}}"))
    (finding,) = check_net(net).findings
    assert [c.value for fix in finding.fixes for c in fix.changes] == texts  # type: ignore[union-attr]
    assert not any(fix.safe for fix in finding.fixes)


LAYER_PORTS = [
    pytest.param("{type: split, split_size_or_sections: 2}", "a.1", "a.1", "1x32x32", id="split"),
    pytest.param("{type: chunk, chunks: 3}", "a.2", "a.2", "1x32x32", id="chunk"),
    pytest.param("{type: chunk, chunks: 3}", "a", "a.0", "1x32x32", id="a-bare-name-is-the-first"),
]


@pytest.mark.parametrize(("layer", "reference", "port", "shape"), LAYER_PORTS)
def test_ports_of_layers(layer: str, reference: str, port: str, shape: str) -> None:
    layers = f"- {layer.replace('{', '{name: a, ')}\n- {{type: gelu, inputs: {reference}}}"
    assert wired(spec(layers))[-1] == f"gelu_1 <- {port}"
    net = load_text(spec(layers))
    (y,) = Analysis(net).outputs(net.nodes[-1]) or ()
    assert y.text() == shape


RECURRENT = [
    pytest.param("lstm", "output", "5x8", id="lstm-output"),
    pytest.param("lstm", "h_n", "7x8", id="lstm-h_n"),
    pytest.param("lstm", "c_n", "7x8", id="lstm-c_n"),
    pytest.param("gru", "h_n", "7x8", id="gru-h_n"),
    pytest.param("rnn", "output", "5x8", id="rnn-output"),
]


@pytest.mark.parametrize(("kind", "port", "shape"), RECURRENT)
def test_ports_of_recurrent_layers(kind: str, port: str, shape: str) -> None:
    """States are [layers, N, H] as in PyTorch, outputs [N, T, H]."""
    layers = f"- {{name: a, type: {kind}, hidden_size: 8}}\n- {{type: identity, inputs: a.{port}}}"
    net = load_text(spec(layers, inputs="x: {shape: [7, 5, 4], layout: tokens}"))
    assert [f.message for f in check_net(net).findings if f.severity > 2] == []
    (y,) = Analysis(net).outputs(net.nodes[-1]) or ()
    assert y.text() == shape


def test_a_port_that_a_layer_has_not() -> None:
    layers = "- {name: a, type: lstm, hidden_size: 8}\n- {type: identity, inputs: a.hidden}"
    (words,) = told(spec(layers, inputs="x: {shape: [N, 5, 4], layout: tokens}"))
    assert words == (
        'NL007 layers/1/inputs: "identity_1" reads "a.hidden": "a" has no port "hidden";'
        " its ports are output, h_n, c_n"
    )


def test_a_piece_that_a_split_has_not() -> None:
    layers = "- {name: a, type: split, split_size_or_sections: 2}\n- {type: gelu, inputs: a.2}"
    (words,) = told(spec(layers))
    assert words.startswith('NL007 layers/1/inputs: "gelu_1" reads "a.2"')
