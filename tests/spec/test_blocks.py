"""Blocks: params, inputs, ports, nesting and what is private to them (LANGUAGE 5 and 6)."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from netlint.app.check import check_net
from netlint.app.load import load_text
from netlint.core.finding import Finding
from netlint.engine.analysis import Analysis


def spec(blocks: str, layers: str, more: str = "", inputs: str = "x: [N, 3, 32, 32]") -> str:
    parts = [f"netlint: 1\ninputs: {{{inputs}}}\n", f"{dedent(more).strip()}\n" if more else ""]
    parts += [
        f"{key}:\n{indent(dedent(value).strip(), '  ')}\n"
        for key, value in (("blocks", blocks), ("layers", layers))
    ]
    return "".join(parts)


def wired(text: str) -> list[str]:
    """Every node as ``name <- what it reads``; the net has no fault."""
    net = load_text(text)
    assert [f.message for f in check_net(net).findings] == []
    reads = [", ".join(net.port_name(p) if p else "?" for p in n.inputs) for n in net.nodes]
    return [f"{n.name} <- {r}" for n, r in zip(net.nodes, reads, strict=True)]


def found(text: str) -> list[Finding]:
    return list(check_net(load_text(text)).findings)


def told(text: str) -> list[str]:
    """Every finding as ``CODE key: message``."""
    return [f"{f.code} {f.key}: {f.message}" for f in found(text)]


def shapes(text: str) -> list[str]:
    analysis = Analysis(load_text(text))
    assert [f.message for f in check_net(analysis.net).findings] == []
    return [y[0].text() for n in analysis.nodes if (y := analysis.outputs(n))]


INSIDE = [
    pytest.param(
        "b: {layers: [relu, gelu]}",
        "- {name: a, type: b}",
        ["a.relu_1 <- x", "a.gelu_1 <- a.relu_1"],
        id="the-only-input-is-called-input",
    ),
    pytest.param(
        "b: {layers: [relu, {type: add, inputs: [relu_1, input]}]}",
        "- {name: a, type: b}",
        ["a.relu_1 <- x", "a.add_1 <- a.relu_1, x"],
        id="input-by-name",
    ),
    pytest.param(
        "b: {inputs: below, layers: [relu, {type: add, inputs: [relu_1, below]}]}",
        "- {name: a, type: b}",
        ["a.relu_1 <- x", "a.add_1 <- a.relu_1, x"],
        id="one-input-of-another-name",
    ),
    pytest.param(
        "b: {inputs: [below, skip], layers: [{type: add, inputs: [below, skip]}]}",
        "- relu\n- {name: a, type: b, inputs: [relu_1, x]}",
        ["relu_1 <- x", "a.add_1 <- relu_1, x"],
        id="two-inputs",
    ),
    pytest.param(
        "b: {output: first, layers: [{name: first, type: relu}, gelu]}",
        "- {name: a, type: b}\n- tanh",
        ["a.first <- x", "a.gelu_1 <- a.first", "tanh_1 <- a.first"],
        id="output",
    ),
    pytest.param(
        "b: {outputs: {one: f, two: input}, layers: [{name: f, type: relu}, gelu]}",
        "- {name: a, type: b}\n- {type: add, inputs: [a, a.one, a.two]}",
        ["a.f <- x", "a.gelu_1 <- a.f", "add_1 <- a.gelu_1, a.f, x"],
        id="ports",
    ),
    pytest.param(
        "b: {layers: [{type: relu, when: false}]}",
        "- {name: a, type: b}\n- gelu",
        ["gelu_1 <- x"],
        id="an-empty-one-gives-its-input",
    ),
    pytest.param(
        "outer: {layers: [{name: in, type: inner}, relu]}\ninner: {layers: [gelu]}",
        "- {name: a, type: outer}",
        ["a.in.gelu_1 <- x", "a.relu_1 <- a.in.gelu_1"],
        id="nested-in-any-order",
    ),
    pytest.param(
        "b: {layers: [{name: u, type: relu, repeat: 2}, {type: add, inputs: [u.0, u.1]}]}",
        "- {name: a, type: b, repeat: 2}",
        [
            "a.0.u.0 <- x",
            "a.0.u.1 <- a.0.u.0",
            "a.0.add_1 <- a.0.u.0, a.0.u.1",
            "a.1.u.0 <- a.0.add_1",
            "a.1.u.1 <- a.1.u.0",
            "a.1.add_1 <- a.1.u.0, a.1.u.1",
        ],
        id="repeats-in-repeats",
    ),
    pytest.param(
        "b: {outputs: {taps: u.1}, layers: [{name: u, type: relu, repeat: 3}]}",
        "- {name: a, type: b}\n- {type: gelu, inputs: a.taps}",
        ["a.u.0 <- x", "a.u.1 <- a.u.0", "a.u.2 <- a.u.1", "gelu_1 <- a.u.1"],
        id="a-port-names-a-copy",
    ),
    pytest.param(
        "in: {outputs: {p: f}, layers: [{name: f, type: relu}, gelu]}\n"
        "out: {outputs: {q: i.p}, layers: [{name: i, type: in}, tanh]}",
        "- {name: a, type: out}\n- {type: silu, inputs: a.q}",
        ["a.i.f <- x", "a.i.gelu_1 <- a.i.f", "a.tanh_1 <- a.i.gelu_1", "silu_1 <- a.i.f"],
        id="a-port-of-a-port",
    ),
    pytest.param(
        "b: {layers: [relu]}",
        "- {name: a, type: $kind}",
        ["a.relu_1 <- x"],
        id="a-block-by-expression",
    ),
]


@pytest.mark.parametrize(("blocks", "layers", "rows"), INSIDE)
def test_a_block_becomes_its_layers(blocks: str, layers: str, rows: list[str]) -> None:
    more = "vars: {kind: b}" if "$kind" in layers else ""
    assert wired(spec(blocks, layers, more)) == rows


CONV = "{type: conv2d, out_channels: $ch, kernel_size: 1}"

PARAMS = [
    pytest.param(f"b: {{params: {{ch: 5}}, layers: [{CONV}]}}", "- b", ["5x32x32"], id="a-default"),
    pytest.param(
        f"b: {{params: {{ch: 5}}, layers: [{CONV}]}}", "- {type: b, ch: 7}", ["7x32x32"], id="given"
    ),
    pytest.param(
        f"b: {{params: {{ch: null}}, layers: [{CONV}]}}",
        "- {type: b, ch: $(2 ** i), repeat: 3}",
        ["1x32x32", "2x32x32", "4x32x32"],
        id="read-anew-by-every-copy",
    ),
    pytest.param(
        f"b: {{params: {{ch: null}}, layers: [{CONV}]}}\n"
        "o: {params: {ch: null}, layers: [{type: b, ch: $(ch + 1)}, {type: b, ch: $(ch + 2)}]}",
        "- {type: o, ch: 10}",
        ["11x32x32", "12x32x32"],
        id="passed-on",
    ),
    pytest.param(
        "b: {params: {ch: null}, layers: [{type: conv2d, out_channels: $(ch[i]),"
        " kernel_size: 1, repeat: 2}]}".replace("$(ch[i])", '"$(ch[i])"'),
        "- {type: b, ch: [4, 6]}",
        ["4x32x32", "6x32x32"],
        id="a-list-and-the-i-inside",
    ),
    pytest.param(
        f"b: {{params: {{ch: $(2 * width)}}, layers: [{CONV}]}}",
        "- b",
        ["16x32x32"],
        id="a-default-by-expression",
    ),
    pytest.param(
        "b: {params: {width: 3}, layers: [{type: conv2d, out_channels: $width, kernel_size: 1}]}",
        "- b",
        ["3x32x32"],
        id="a-param-hides-a-var",
    ),
    pytest.param(
        "b: {layers: [{type: conv2d, out_channels: $width, kernel_size: 1}]}",
        "- b",
        ["8x32x32"],
        id="vars-are-seen",
    ),
]


@pytest.mark.parametrize(("blocks", "layers", "expected"), PARAMS)
def test_params(blocks: str, layers: str, expected: list[str]) -> None:
    assert shapes(spec(blocks, layers, "vars: {width: 8}")) == expected


def test_the_output_may_be_named_by_an_expression() -> None:
    blocks = """
    b:
      params: {n: null}
      output: u.$(n - 1)
      outputs: {first: "u.$(0)"}
      layers: [{name: u, type: relu, repeat: 3}]
    """
    layers = "- {name: a, type: b, n: 2}\n- {type: add, inputs: [a, a.first]}"
    assert wired(spec(blocks, layers))[-1] == "add_1 <- a.u.1, a.u.0"


SCOPES = [
    pytest.param(
        "b: {layers: [{type: dropout, p: $q}]}\no: {params: {q: 0.5}, layers: [b]}",
        "- {type: o}",
        'NL007 blocks/b/layers/0/p: "o_1.b_1.dropout_1" reads "q", which is no var or param here',
        id="a-caller's-params-are-not-seen",
    ),
    pytest.param(
        "b: {layers: [{type: dropout, p: $(i / 10)}]}",
        "- {name: a, type: b, repeat: 1}",
        'NL007 blocks/b/layers/0/p: "a.0.dropout_1" reads "i" outside of a repeat',
        id="a-caller's-i-is-not-seen",
    ),
    pytest.param(
        "b: {params: {q: 0.5}, layers: [relu]}",
        "- b\n- {type: dropout, p: $q}",
        'NL007 layers/1/p: "dropout_1" reads "q", which is no var or param here',
        id="params-are-private",
    ),
    pytest.param(
        "b: {layers: [relu]}",
        "- {type: dropout, p: $(i / 10)}",
        'NL007 layers/0/p: "dropout_1" reads "i" outside of a repeat',
        id="i-without-a-repeat",
    ),
]


@pytest.mark.parametrize(("blocks", "layers", "words"), SCOPES)
def test_scope_is_lexical(blocks: str, layers: str, words: str) -> None:
    assert told(spec(blocks, layers)) == [words]


def test_the_nearest_i_counts() -> None:
    blocks = """
    b:
      params: {n: null}
      layers: [{name: c, type: conv2d, out_channels: $(10 * n + i + 1), kernel_size: 1, repeat: 2}]
    """
    channels = ["1x32x32", "2x32x32", "11x32x32", "12x32x32"]
    assert shapes(spec(blocks, "- {type: b, n: $i, repeat: 2}")) == channels


CALLS = [
    pytest.param(
        "b: {params: {ch: null, k: null}, layers: [relu]}",
        "- {name: a, type: b, k: 3}",
        'NL004 layers/0: "a" lacks the key ch',
        id="a-param-is-missing",
    ),
    pytest.param(
        "b: {params: {ch: null, k: null}, layers: [relu]}",
        "- {name: a, type: b}",
        'NL004 layers/0: "a" lacks the keys ch, k',
        id="two-are-missing",
    ),
    pytest.param(
        "b: {params: {width: 1}, layers: [relu]}",
        "- {name: a, type: b, widht: 3}",
        'NL002 layers/0/widht: "a" has no key "widht"',
        id="an-unknown-param",
    ),
    pytest.param(
        "b: {layers: [relu]}",
        "- {name: a, type: b, like: x}",
        'NL002 layers/0/like: "a" has no key "like"',
        id="like-is-no-key-of-a-block",
    ),
    pytest.param(
        "b: {inputs: [one, two], layers: [{type: add, inputs: [one, two]}]}",
        "- {name: a, type: b, inputs: x}",
        'NL004 layers/0/inputs: "a" has 1 input, b takes 2: one, two',
        id="too-few-inputs",
    ),
    pytest.param(
        "b: {inputs: [one, two], layers: [{type: add, inputs: [one, two]}]}",
        "- {name: a, type: b}",
        'NL004 layers/0: "a" has 1 input, b takes 2: one, two',
        id="no-inputs-where-two-are-due",
    ),
    pytest.param(
        "b: {layers: [relu]}",
        "- {name: a, type: b, inputs: [x, x]}",
        'NL004 layers/0/inputs: "a" has 2 inputs, b takes 1: input',
        id="too-many-inputs",
    ),
    pytest.param(
        "b: {inputs: [one, two], layers: [relu]}",
        "- {name: a, type: b, inputs: [x, x]}",
        'NL004 blocks/b/layers/0: "a.relu_1" names no inputs; relu takes 1',
        id="the-first-layer-does-not-say-which",
    ),
    pytest.param(
        "b: {output: nope, layers: [relu]}",
        "- b",
        'NL007 blocks/b/output: block "b" gives out "nope", which is none of its layers',
        id="an-unknown-output",
    ),
    pytest.param(
        "b: {outputs: {p: nope}, layers: [relu]}",
        "- b",
        'NL007 blocks/b/outputs/p: block "b" gives out "nope", which is none of its layers',
        id="an-unknown-port",
    ),
]


@pytest.mark.parametrize(("blocks", "layers", "words"), CALLS)
def test_a_block_is_called_with_what_it_takes(blocks: str, layers: str, words: str) -> None:
    assert told(spec(blocks, layers)) == [words]


FORMS = [
    pytest.param("conv: {layers: [relu]}", "NL006 blocks/conv", id="the-name-of-a-layer-type"),
    pytest.param("conv2d: {layers: [relu]}", "NL006 blocks/conv2d", id="with-its-rank"),
    pytest.param("2b: {layers: [relu]}", "NL004 blocks/2b", id="a-digit-first"),
    pytest.param("b: {params: {ch: 1}}", "NL004 blocks/b", id="no-layers"),
    pytest.param("b: {layers: []}", "NL004 blocks/b/layers", id="empty-layers"),
    pytest.param("b: {layers: relu}", "NL004 blocks/b/layers", id="layers-no-list"),
    pytest.param("b: [relu]", "NL004 blocks/b", id="a-list"),
    pytest.param("b: {layer: [relu]}", "NL002 blocks/b/layer", id="an-unknown-key"),
    pytest.param("b: {params: [ch], layers: [relu]}", "NL004 blocks/b/params", id="params-a-list"),
    pytest.param(
        "b: {params: {name: 1}, layers: [relu]}", "NL004 blocks/b/params/name", id="a-common-key"
    ),
    pytest.param("b: {params: {i: 1}, layers: [relu]}", "NL004 blocks/b/params/i", id="i"),
    pytest.param(
        "b: {params: {if: 1}, layers: [relu]}", "NL004 blocks/b/params/if", id="a-keyword"
    ),
    pytest.param("b: {inputs: [], layers: [relu]}", "NL004 blocks/b/inputs", id="no-inputs"),
    pytest.param("b: {inputs: 3, layers: [relu]}", "NL004 blocks/b/inputs", id="inputs-a-number"),
    pytest.param(
        "b: {inputs: [a, a], layers: [{type: relu, inputs: a}]}",
        "NL006 blocks/b/inputs",
        id="inputs-twice",
    ),
    pytest.param("b: {output: 3, layers: [relu]}", "NL004 blocks/b/output", id="output-a-number"),
    pytest.param(
        "b: {outputs: [relu_1], layers: [relu]}", "NL004 blocks/b/outputs", id="outputs-a-list"
    ),
    pytest.param(
        "b: {outputs: {p: 3}, layers: [relu]}", "NL004 blocks/b/outputs/p", id="a-port-a-number"
    ),
]


@pytest.mark.parametrize(("blocks", "place"), FORMS)
def test_the_form_of_a_block(blocks: str, place: str) -> None:
    assert place in [words.split(": ")[0] for words in told(spec(blocks, "- relu"))]


def test_a_block_that_cannot_be_read_silences_its_uses() -> None:
    assert told(spec("b: {layers: 3}", "- b\n- {type: dropout, p: 2}")) == [
        "NL004 blocks/b/layers: blocks.b.layers is 3; it must be a list of layers",
        'NL004 layers/1/p: "dropout_1" has p 2; it must lie in 0..1',
    ]


UNUSED = [
    pytest.param("b: {layers: [conv9]}", ["NL002 blocks/b/layers/0/type"], id="an-unknown-type"),
    pytest.param(
        "b: {layers: [{type: relu, foo: 1}]}", ["NL002 blocks/b/layers/0/foo"], id="an-unknown-key"
    ),
    pytest.param("b: {layers: [{type: relu, inputs: nowhere}]}", [], id="wiring-is-not-read"),
    pytest.param("b: {params: {p: null}, layers: [{type: dropout, p: $p}]}", [], id="a-param"),
    pytest.param("b: {layers: [{type: $kind}]}", [], id="a-type-by-expression"),
    pytest.param("b: {layers: [3]}", ["NL004 blocks/b/layers/0"], id="no-layer"),
    pytest.param(
        "b: {layers: [c]}\nc: {layers: [{type: relu, foo: 1}]}",
        ["NL002 blocks/c/layers/0/foo"],
        id="each-for-itself",
    ),
]


@pytest.mark.parametrize(("blocks", "places"), UNUSED)
def test_an_unused_block_is_read_for_keys_and_types(blocks: str, places: list[str]) -> None:
    assert [words.split(": ")[0] for words in told(spec(blocks, "- relu"))] == places


CYCLES = [
    pytest.param(
        "b: {layers: [b]}",
        "- {name: a, type: b}",
        'NL007 blocks/b/layers/0/type: "a.b_1" closes a cycle of blocks: b -> b',
        id="itself",
    ),
    pytest.param(
        "b: {layers: [c]}\nc: {layers: [relu, b]}",
        "- {name: a, type: b}",
        'NL007 blocks/c/layers/1/type: "a.c_1.b_1" closes a cycle of blocks: b -> c -> b',
        id="through-another",
    ),
    pytest.param(
        "b: {layers: [c]}\nc: {layers: [b]}",
        "- relu",
        "NL007 blocks/b: blocks form a cycle: b -> c -> b",
        id="unused",
    ),
]


@pytest.mark.parametrize(("blocks", "layers", "words"), CYCLES)
def test_a_block_never_contains_itself(blocks: str, layers: str, words: str) -> None:
    assert told(spec(blocks, layers)) == [words]


def test_a_recursion_that_ends_is_a_cycle_all_the_same() -> None:
    blocks = "b: {params: {n: null}, layers: [relu, {type: b, n: $(n - 1), when: $(n > 0)}]}"
    (finding,) = found(spec(blocks, "- {name: a, type: b, n: 2}"))
    assert finding.code == "NL007"
    assert "cycle of blocks: b -> b" in finding.message


def test_blocks_nest_no_deeper_than_the_limit() -> None:
    blocks = ["b0: {layers: [relu]}", *(f"b{i}: {{layers: [b{i - 1}]}}" for i in range(1, 70))]
    assert told(spec("\n".join(blocks), "- b63")) == []
    (words,) = told(spec("\n".join(blocks), "- b64"))
    assert words.startswith("NL010 ")
    assert words.endswith("nests blocks 65 deep; the limit is 64")


def test_a_fault_in_a_block_is_told_once() -> None:
    blocks = "b: {layers: [{type: dropout, p: 2}]}"
    (finding,) = found(spec(blocks, "- {name: a, type: b}\n- {type: b, repeat: 14}"))
    assert finding.layer == "a.dropout_1"
    assert finding.message == '"a.dropout_1" has p 2; it must lie in 0..1 (and 14 more copies)'
    assert [r.layer for r in finding.related] == ["a", "b_2.0"]


def test_two_copies_are_one_more_copy() -> None:
    (finding,) = found(spec("b: {layers: [{type: dropout, p: 2}]}", "- {type: b, repeat: 2}"))
    assert finding.message.endswith("(and 1 more copy)")


def test_expect_at_a_block_is_told_at_the_block() -> None:
    blocks = "b: {layers: [relu, gelu]}"
    (finding,) = found(spec(blocks, "- {name: a, type: b, expect: [N, 3, 16, 16]}"))
    assert (finding.code, finding.key, finding.layer) == ("NL108", "layers/0/expect", "a")
    assert finding.message == '"a" is 3x32x32, expected 3x16x16'


def test_names_in_a_block_clash_as_elsewhere() -> None:
    text = spec("b: {layers: [{name: input, type: relu}]}", "- {name: a, type: b}")
    assert told(text) == ['NL006 blocks/b/layers/0/name: "input" is an input']
