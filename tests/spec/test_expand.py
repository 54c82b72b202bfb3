"""Expand: ``repeat``, ``when``, ``share``, ``trainable`` and ``expect`` (LANGUAGE 7)."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from netlint.app.check import check_net
from netlint.app.load import load_text
from netlint.app.show import shown_net
from netlint.core.finding import Severity
from netlint.engine.analysis import Analysis


def spec(layers: str, more: str = "", inputs: str = "x: [N, 3, 32, 32]") -> str:
    keys = dedent(more).strip()
    head = f"netlint: 1\ninputs: {{{inputs}}}\n" + (f"{keys}\n" if keys else "")
    return f"{head}layers:\n{indent(dedent(layers).strip(), '  ')}\n"


def wired(text: str) -> list[str]:
    """Every node as ``name <- what it reads``; the net has no error."""
    net = load_text(text)
    assert [f.message for f in check_net(net).findings if f.severity is Severity.ERROR] == []
    reads = [", ".join(net.port_name(p) if p else "?" for p in n.inputs) for n in net.nodes]
    return [f"{n.name} <- {r}" for n, r in zip(net.nodes, reads, strict=True)]


def shapes(text: str) -> list[str]:
    """Every node as ``name CxHxW``."""
    analysis = Analysis(load_text(text))
    found = [analysis.outputs(n) for n in analysis.nodes]
    return [
        f"{n.name} {s[0].text() if s else '?'}" for n, s in zip(analysis.nodes, found, strict=True)
    ]


def told(text: str) -> list[str]:
    """Every finding as ``CODE key: message``."""
    return [f"{f.code} {f.key}: {f.message}" for f in check_net(load_text(text)).findings]


REPEATS = [
    pytest.param(
        "- {name: a, type: relu, repeat: 3}",
        ["a.0 <- x", "a.1 <- a.0", "a.2 <- a.1"],
        id="a-chain",
    ),
    pytest.param(
        "- {name: s, type: gelu}\n- {name: a, type: add, inputs: [x, s], repeat: 3}",
        ["s <- x", "a.0 <- x, s", "a.1 <- a.0, s", "a.2 <- a.1, s"],
        id="through-the-first-input",
    ),
    pytest.param(
        "- {name: s, type: relu, repeat: 3}\n"
        "- {name: a, type: add, inputs: [s, s.$(2 - i)], repeat: 3}",
        [
            "s.0 <- x",
            "s.1 <- s.0",
            "s.2 <- s.1",
            "a.0 <- s.2, s.2",
            "a.1 <- a.0, s.1",
            "a.2 <- a.1, s.0",
        ],
        id="other-inputs-are-read-anew",
    ),
    pytest.param(
        "- {name: a, type: relu, repeat: 3}\n- gelu",
        ["a.0 <- x", "a.1 <- a.0", "a.2 <- a.1", "gelu_1 <- a.2"],
        id="the-next-layer-reads-the-last-copy",
    ),
    pytest.param(
        "- {name: a, type: relu, repeat: 0}\n- gelu", ["gelu_1 <- x"], id="none-is-not-there"
    ),
    pytest.param(
        "- {name: a, type: relu, repeat: 0}\n- {type: gelu, inputs: a}",
        ["gelu_1 <- x"],
        id="none-stands-for-its-first-input",
    ),
    pytest.param("- {name: a, type: relu, repeat: 2.0}", ["a.0 <- x", "a.1 <- a.0"], id="a-float"),
    pytest.param(
        "- {name: a, type: relu, repeat: $(4 // 2)}", ["a.0 <- x", "a.1 <- a.0"], id="computed"
    ),
]


@pytest.mark.parametrize(("layers", "rows"), REPEATS)
def test_repeat_chains_copies(layers: str, rows: list[str]) -> None:
    assert wired(spec(layers)) == rows


def test_every_copy_reads_its_keys_anew() -> None:
    layers = "- {name: c, type: conv2d, out_channels: $(8 * 2 ** i), kernel_size: 3, repeat: 3}"
    assert shapes(spec(layers)) == ["c.0 8x30x30", "c.1 16x28x28", "c.2 32x26x26"]


def test_every_copy_reads_its_type_anew() -> None:
    layers = "- {name: a, type: '$(acts[i])', repeat: 2}"
    text = spec(layers, "vars: {acts: [relu, gelu]}")
    assert wired(text) == ["a.0 <- x", "a.1 <- a.0"]
    assert [n.type for n in load_text(text).nodes] == ["relu", "gelu"]


def test_every_copy_meets_its_own_expect() -> None:
    layers = """
    - {type: conv2d, out_channels: 4, kernel_size: 1, expect: [N, $(4 + i), 32, 32], repeat: 3}
    """
    (finding,) = check_net(load_text(spec(layers))).findings
    assert finding.layer == "conv2d_1.1"
    assert finding.message == ('"conv2d_1.1" is 4x32x32, expected 5x32x32 (and 1 more copy)')


REMOVALS = [
    pytest.param(
        "- relu\n- {name: a, type: gelu, when: false}\n- tanh",
        ["relu_1 <- x", "tanh_1 <- relu_1"],
        id="the-next-layer-reads-its-first-input",
    ),
    pytest.param(
        "- relu\n- {name: a, type: gelu, when: false}\n- {type: add, inputs: [x, a]}",
        ["relu_1 <- x", "add_1 <- x, relu_1"],
        id="its-name-stands-for-its-first-input",
    ),
    pytest.param(
        "- relu\n- {name: a, type: add, inputs: [relu_1, x], when: false}\n- tanh",
        ["relu_1 <- x", "tanh_1 <- relu_1"],
        id="the-first-of-two",
    ),
    pytest.param(
        "- relu\n- {type: gelu, inputs: x, when: false}\n- tanh",
        ["relu_1 <- x", "tanh_1 <- x"],
        id="an-input-by-name",
    ),
    pytest.param("- {type: relu, when: true}", ["relu_1 <- x"], id="true-keeps-it"),
    pytest.param(
        "- {name: a, type: relu, repeat: 3, when: $(i > 0)}",
        ["a.1 <- x", "a.2 <- a.1"],
        id="the-first-copy-removed",
    ),
    pytest.param(
        "- {name: a, type: relu, repeat: 3, when: $(i != 1)}\n- gelu",
        ["a.0 <- x", "a.2 <- a.0", "gelu_1 <- a.2"],
        id="a-middle-copy-keeps-its-index",
    ),
    pytest.param(
        "- {name: a, type: relu, repeat: 3, when: $(i < 2)}\n- {type: gelu, inputs: a}",
        ["a.0 <- x", "a.1 <- a.0", "gelu_1 <- a.1"],
        id="the-last-copy-removed",
    ),
    pytest.param(
        "- relu\n- {name: a, type: gelu, repeat: 2, when: $(i > 5)}\n- {type: tanh, inputs: a}",
        ["relu_1 <- x", "tanh_1 <- relu_1"],
        id="all-copies-removed",
    ),
    pytest.param(
        "- {name: a, type: conv2d, out_channels: $(1 / 0), kernel_size: 3, when: false}\n- relu",
        ["relu_1 <- x"],
        id="keys-of-a-removed-layer-are-not-read",
    ),
]


@pytest.mark.parametrize(("layers", "rows"), REMOVALS)
def test_when_removes(layers: str, rows: list[str]) -> None:
    assert wired(spec(layers)) == rows


def test_a_removed_block_stands_for_its_first_input() -> None:
    blocks = "blocks: {b: {inputs: [left, right], layers: [{type: add, inputs: [left, right]}]}}"
    layers = "- relu\n- gelu\n- {name: s, type: b, inputs: [relu_1, gelu_1], when: false}\n- tanh"
    assert wired(spec(layers, blocks))[-1] == "tanh_1 <- relu_1"


WRONG = [
    pytest.param("repeat: -1", '"a" has repeat -1; it must be a whole number, 0 or more', id="-1"),
    pytest.param(
        "repeat: 1.5", '"a" has repeat 1.5; it must be a whole number, 0 or more', id="1.5"
    ),
    pytest.param(
        "repeat: true", '"a" has repeat true; it must be a whole number, 0 or more', id="a-boolean"
    ),
    pytest.param(
        'repeat: "3"', '"a" has repeat "3"; it must be a whole number, 0 or more', id="a-text"
    ),
    pytest.param(
        "repeat: null", '"a" has repeat null; it must be a whole number, 0 or more', id="null"
    ),
    pytest.param(
        "repeat: [2]", '"a" has repeat [2]; it must be a whole number, 0 or more', id="a-list"
    ),
    pytest.param("when: yes", '"a" has when "yes"; it must be true or false', id="yes"),
    pytest.param("when: 1", '"a" has when 1; it must be true or false', id="1-is-no-boolean"),
    pytest.param("when: null", '"a" has when null; it must be true or false', id="when-null"),
    pytest.param("when: $(2)", '"a" has when 2; it must be true or false', id="a-number-computed"),
    pytest.param(
        "trainable: no", '"a" has trainable "no"; it must be true or false', id="trainable-no"
    ),
    pytest.param(
        "expect: 3",
        '"a" has expect 3; it must be a list of sizes, batch axis first',
        id="expect-no-list",
    ),
    pytest.param(
        "expect: []",
        '"a" has expect []; it must be a list of sizes, batch axis first',
        id="expect-empty",
    ),
    pytest.param(
        "expect: [N, 3, true, 32]",
        '"a" has true in expect; write an int, a symbol, _ or an expression',
        id="expect-a-boolean",
    ),
]


@pytest.mark.parametrize(("key", "message"), WRONG)
def test_a_common_key_has_its_values(key: str, message: str) -> None:
    word = key.partition(":")[0]
    assert told(spec(f"- {{name: a, type: relu, {key}}}")) == [f"NL004 layers/0/{word}: {message}"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("when: yes", True, id="when-yes"),
        pytest.param("when: off", False, id="when-off"),
        pytest.param("repeat: 1_0", 10, id="repeat-1_0"),
        pytest.param("trainable: no", False, id="trainable-no"),
    ],
)
def test_an_old_spelling_has_a_safe_fix(key: str, value: object) -> None:
    (finding,) = check_net(load_text(spec(f"- {{type: relu, {key}}}"))).findings
    (fix,) = finding.fixes
    assert fix.safe
    assert [c.value for c in fix.changes] == [value]  # type: ignore[union-attr]


LIMITS = [
    pytest.param(
        "- {type: relu, repeat: 100001}",
        'NL010 layers/0/repeat: "relu_1" has repeat 100001; the limit is 100000',
        id="copies",
    ),
    pytest.param(
        "- {type: identity, repeat: 100000}\n- {type: tanh, repeat: 100000}\n- relu\n- gelu",
        'NL010 layers/2: "relu_1" is layer 200001 after expansion; the limit is 200000',
        id="layers",
    ),
]


@pytest.mark.parametrize(("layers", "words"), LIMITS)
def test_a_limit_stops_the_reading(layers: str, words: str) -> None:
    assert told(spec(layers)) == [words]


def test_blocks_in_blocks_pass_the_limit_at_once() -> None:
    blocks = ["b0: {layers: [{type: relu, repeat: 1000}]}"]
    blocks += [f"b{i}: {{layers: [{{type: b{i - 1}, repeat: 1000}}]}}" for i in range(1, 8)]
    more = "blocks:\n" + "\n".join(f"  {b}" for b in blocks)
    (words,) = told(spec("- b7", more))
    assert words.startswith("NL010 blocks/b0/layers/0: ")
    assert words.endswith("is layer 200001 after expansion; the limit is 200000")


def test_200_000_layers_are_read() -> None:
    text = spec("- {type: identity, repeat: 100000}\n- {type: tanh, repeat: 100000}")
    assert len(load_text(text).nodes) == 200_000


SHARED = """
- {name: a, type: conv2d, out_channels: 3, kernel_size: 3, padding: 1}
- {name: b, type: conv2d, out_channels: 3, kernel_size: 3, padding: 1, share: a}
"""


def test_a_sharing_row_has_no_parameters_of_its_own() -> None:
    net = shown_net(Analysis(load_text(spec(SHARED))))
    assert [(x.params, x.trainable, x.macs) for x in net.layers] == [
        (84, 84, 82_944),
        (0, 0, 82_944),
    ]
    assert net.totals.params == 84


def test_a_block_shares_its_layers_one_by_one() -> None:
    more = """
    blocks:
      unit:
        layers:
          - {type: conv2d, out_channels: 3, kernel_size: 1, bias: false}
          - batch_norm
    """
    net = load_text(spec("- {name: a, type: unit}\n- {name: b, type: unit, share: a}", more))
    assert [n.share for n in net.nodes] == [None, None, 0, 1]
    layers = shown_net(Analysis(net)).layers
    assert [x.params for x in layers] == [9, 6, 0, 0]


def test_a_tied_output_shares_an_embedding() -> None:
    layers = """
    - {name: table, type: embedding, num_embeddings: 100, embedding_dim: 16}
    - {name: out, type: linear, out_features: 100, bias: false, share: table}
    """
    text = spec(layers, inputs="t: {shape: [N, T], dtype: int64}")
    assert told(text) == []
    assert [x.params for x in shown_net(Analysis(load_text(text))).layers] == [1600, 0]


SHARES = [
    pytest.param(
        "- {name: a, type: relu}\n- {type: gelu, share: a}",
        'NL114 layers/1/share: "gelu_1" shares "a", which is relu, not gelu',
        id="another-type",
    ),
    pytest.param(
        "- {name: a, type: linear, out_features: 3}\n"
        "- {name: b, type: linear, out_features: 3, bias: false, share: a}",
        'NL114 layers/1/share: "b" shares "a", which has weight, bias; here it is weight',
        id="one-has-a-bias",
    ),
    pytest.param(
        "- {name: a, type: linear, out_features: 4}\n"
        "- {name: b, type: linear, out_features: 4, share: a}",
        'NL114 layers/1/share: "b" shares "a", whose weight is 4x3; here it is 4x4',
        id="another-width",
    ),
    pytest.param(
        "- {name: a, type: linear, out_features: 3, share: z}",
        'NL007 layers/0/share: "a" shares "z", which does not exist',
        id="nothing",
    ),
    pytest.param(
        "- {name: a, type: linear, out_features: 3, share: x}",
        'NL004 layers/0/share: "a" shares "x", which is an input and has no weights',
        id="an-input",
    ),
    pytest.param(
        "- {name: a, type: linear, out_features: 3, share: b}\n"
        "- {name: b, type: linear, out_features: 3}",
        'NL007 layers/0/share: "a" shares "b", which is declared later',
        id="a-later-one",
    ),
    pytest.param(
        "- {name: a, type: linear, out_features: 3, share: 1}",
        'NL004 layers/0/share: "a" shares 1; it must be the name of a layer or an input',
        id="a-number",
    ),
]


@pytest.mark.parametrize(("layers", "words"), SHARES)
def test_what_cannot_be_shared(layers: str, words: str) -> None:
    assert told(spec(layers, inputs="x: [N, 3]")) == [words]


def test_a_block_of_another_length_is_not_shared() -> None:
    more = "blocks: {one: {layers: [relu]}, two: {layers: [relu, gelu]}}"
    layers = "- {name: a, type: one}\n- {name: b, type: two, share: a}"
    assert told(spec(layers, more)) == [
        'NL004 layers/1/share: "b" shares "a", which is 1 layer, not 2'
    ]


def test_a_shared_copy() -> None:
    layers = """
    - {name: a, type: linear, out_features: $(3 + i), repeat: 2}
    - {name: b, type: linear, out_features: 4, inputs: a.0, share: a.1}
    """
    assert wired(spec(layers, inputs="x: [N, 3]"))[-1] == "b <- a.0"
    net = load_text(spec(layers, inputs="x: [N, 3]"))
    assert net.nodes[2].share == 1


def test_frozen_weights_count_in_params_alone() -> None:
    more = "blocks: {unit: {layers: [{type: linear, out_features: 3}]}}"
    layers = """
    - {type: linear, out_features: 3, trainable: false}
    - {type: unit, trainable: false}
    - unit
    """
    net = shown_net(Analysis(load_text(spec(layers, more, inputs="x: [N, 3]"))))
    assert [(x.params, x.trainable) for x in net.layers] == [(12, 0), (12, 0), (12, 12)]
    assert (net.totals.params, net.totals.trainable) == (36, 12)


EXPECTS = [
    pytest.param("[N, 3, 32, 32]", None, id="met"),
    pytest.param("[_, _, _, _]", None, id="any"),
    pytest.param("[N, 3, H, W]", None, id="symbols"),
    pytest.param("[N, 3, H/2 + 16, 2 * W - 32]", None, id="expressions"),
    pytest.param("[N, 3, 64.0 / 2, 32]", "NL004", id="a-float-in-an-expression"),
    pytest.param("[1, 3, 32, 32]", None, id="the-batch-as-1"),
    pytest.param("[N, 3, 32.0, 32]", None, id="a-float-without-a-fraction"),
    pytest.param("[N, 3, 33, 32]", '"a" is 3x32x32, expected 3x33x32', id="another-size"),
    pytest.param("[N, 3, H//3, W]", '"a" is 3x32x32, expected 3x10x32', id="a-floor"),
    pytest.param(
        "[N, 3, H/3, W]",
        '"a" is 3x32x32: it expects H/3 on axis 2, but 32 / 3 leaves 2',
        id="a-remainder",
    ),
    pytest.param("[N, 3, 32]", '"a" is 3x32x32: it has 4 axes, expected 3', id="too-few-axes"),
    pytest.param('[N, 3, "max(H, 40)", W]', '"a" is 3x32x32, expected 3x40x32', id="a-maximum"),
]


@pytest.mark.parametrize(("expect", "message"), EXPECTS)
def test_expect(expect: str, message: str | None) -> None:
    sizes = "sizes: {H: 32, W: 32}"
    text = spec(f"- {{name: a, type: relu, expect: {expect}}}", sizes, "x: [N, 3, H, W]")
    found = check_net(load_text(text)).findings
    if message == "NL004":
        assert [f.code for f in found] == ["NL004"]
        return
    assert [f.message for f in found] == ([] if message is None else [message])
    assert {(f.code, f.key) for f in found} <= {("NL108", "layers/0/expect")}


def test_expect_reads_no_unknown_symbol() -> None:
    text = spec("- {name: a, type: relu, expect: [N, 3, K, 32]}")
    assert told(text) == ['NL007 layers/0/expect: "a" reads the symbol "K", which no input has']


def test_a_layer_is_a_mapping_or_a_word() -> None:
    assert told(spec("- relu\n- [relu]\n- 3")) == [
        'NL004 layers/1: a layer is a mapping or a type name, not ["relu"]',
        "NL004 layers/2: a layer is a mapping or a type name, not 3",
    ]


TYPELESS = [
    pytest.param("- {name: a}", "NL004 layers/0", id="no-type"),
    pytest.param("- {class: Conv2d}", "NL002 layers/0/class", id="class"),
    pytest.param("- {op: relu}", "NL002 layers/0/op", id="op"),
    pytest.param("- {type: 3}", "NL004 layers/0/type", id="a-number"),
    pytest.param("- {type: null}", "NL004 layers/0/type", id="null"),
    pytest.param("- {type: $(1 + 1)}", "NL004 layers/0/type", id="a-number-computed"),
    pytest.param("- {type: $nope}", "NL007 layers/0/type", id="an-unknown-var"),
]


@pytest.mark.parametrize(("layers", "place"), TYPELESS)
def test_a_layer_needs_a_type(layers: str, place: str) -> None:
    (words,) = told(spec(layers))
    assert words.startswith(f"{place}: ")
