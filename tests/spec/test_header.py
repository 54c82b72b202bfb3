"""Header: a document's keys, inputs and symbols (LANGUAGE 1, 2, 12, 13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from netlint.app.check import check_net
from netlint.app.load import NotASpec, load_dict, load_path, load_text
from netlint.app.show import shown_net
from netlint.core.expression import Expression
from netlint.core.finding import FILE_START, Finding, Severity
from netlint.engine.analysis import Analysis
from netlint.spec.model import Range


def spec(inputs: str = "{x: [N, 3, 8, 8]}", more: str = "", layers: str = "[relu]") -> str:
    return f"netlint: 1\ninputs: {inputs}\n{more}\nlayers: {layers}\n"


def found(text: str) -> list[Finding]:
    return list(check_net(load_text(text)).findings)


def told(text: str) -> list[str]:
    """Every finding as ``CODE key: message``."""
    return [f"{f.code} {f.key}: {f.message}" for f in found(text)]


VERSIONS = [
    pytest.param("1", [], id="one"),
    pytest.param("1.0", [], id="a-float-without-a-fraction"),
    pytest.param("2", ["NL004 netlint: netlint is 2; the language version is 1"], id="two"),
    pytest.param(
        "true", ["NL004 netlint: netlint is true; the language version is 1"], id="a-boolean"
    ),
    pytest.param('"1"', ['NL004 netlint: netlint is "1"; the language version is 1'], id="a-text"),
    pytest.param("", ["NL004 netlint: netlint is null; the language version is 1"], id="nothing"),
]


@pytest.mark.parametrize(("version", "words"), VERSIONS)
def test_version(version: str, words: list[str]) -> None:
    assert told(f"netlint: {version}\ninputs: {{x: [N, 3]}}\nlayers: [relu]\n") == words


NO_SPECS = [
    pytest.param("a: 1\n", id="another-yaml"),
    pytest.param("layers: [relu]\n", id="layers-alone"),
    pytest.param("inputs: {x: [N]}\n", id="inputs-alone"),
    pytest.param("- netlint: 1\n", id="in-a-list"),
    pytest.param("a: {netlint: 1}\n", id="deeper"),
    pytest.param("", id="empty"),
    pytest.param("# netlint: 1\n", id="a-comment"),
    pytest.param("just words, inputs and layers\n", id="words"),
    pytest.param("lint: 1\n", id="three-edits-away"),
]


@pytest.mark.parametrize("text", NO_SPECS)
def test_a_yaml_without_the_key_is_no_spec(text: str) -> None:
    with pytest.raises(NotASpec, match="is no netlint spec"):
        load_text(text)


MISSPELT = [
    pytest.param("netlnt", id="a-letter-left-out"),
    pytest.param("nettlint", id="a-letter-too-many"),
    pytest.param("netlimt", id="another-letter"),
    pytest.param("netlitn", id="a-swap"),
    pytest.param("Netlint", id="a-capital"),
]


@pytest.mark.parametrize("key", MISSPELT)
def test_the_key_one_edit_away_has_a_safe_fix(key: str) -> None:
    (finding,) = found(f"{key}: 1\ninputs: {{x: [N, 3]}}\nlayers: [relu]\n")
    assert (finding.code, finding.message) == ("NL001", f'the key "{key}" is misspelt')
    (fix,) = finding.fixes
    assert fix.safe
    assert finding.range is not None
    assert finding.range.end.column == len(key) + 1


def test_layers_and_inputs_without_the_key_have_an_unsafe_fix() -> None:
    (finding,) = found("inputs: {x: [N, 3]}\nlayers: [relu]\n")
    assert (finding.code, finding.message) == ("NL001", "the key netlint is missing")
    assert finding.range == FILE_START
    (fix,) = finding.fixes
    assert not fix.safe


def test_a_dict_needs_no_key() -> None:
    net = load_dict({"inputs": {"x": ["N", 3]}, "layers": ["relu"]})
    assert check_net(net).findings == ()


def test_the_name_is_that_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "my-net.yaml"
    file.write_text(spec())
    assert load_path(file).name == "my-net"
    file.write_text(spec(more="name: other"))
    assert load_path(file).name == "other"


KEYS = [
    pytest.param("layer: [relu]", ['NL002 layer: a spec has no key "layer"'], id="unknown"),
    pytest.param("budgets: {}", ['NL002 budgets: a spec has no key "budgets"'], id="plural"),
    pytest.param("name: 3", ["NL004 name: name is 3; it must be a text"], id="a-number-as-name"),
    pytest.param(
        "description: [a]",
        ['NL004 description: description is ["a"]; it must be a text'],
        id="a-list-as-description",
    ),
    pytest.param(
        "name: a\nname: b", ['NL006 name: "name" stands twice in one mapping'], id="twice"
    ),
    pytest.param(
        "layout: channels_frist",
        [
            (
                'NL004 layout: layout is "channels_frist"; it must be one of channels_first,'
                ' channels_last, tokens; did you mean "channels_first"?'
            )
        ],
        id="an-unknown-layout",
    ),
]


@pytest.mark.parametrize(("keys", "words"), KEYS)
def test_keys_of_a_document(keys: str, words: list[str]) -> None:
    assert told(spec(more=keys)) == words


def test_an_unknown_key_names_the_nearest() -> None:
    (finding,) = found(spec(more="budgets: {}"))
    assert finding.help == 'did you mean "budget"?'


MISSING = [
    pytest.param("netlint: 1\n", "the spec lacks the keys inputs, layers", id="both"),
    pytest.param("netlint: 1\nlayers: [relu]\n", "the spec lacks the key inputs", id="inputs"),
    pytest.param("netlint: 1\ninputs: {x: [N]}\n", "the spec lacks the key layers", id="layers"),
]


@pytest.mark.parametrize(("text", "message"), MISSING)
def test_what_is_missing_stands_at_the_start_of_the_file(text: str, message: str) -> None:
    assert [(f.code, f.message, f.range) for f in found(text) if "lacks" in f.message] == [
        ("NL004", message, FILE_START)
    ]


BAD_KEYS = [
    pytest.param("inputs: []", "NL004 inputs", id="inputs-a-list"),
    pytest.param("inputs: {}", "NL004 inputs", id="inputs-empty"),
    pytest.param("inputs: null", "NL004 inputs", id="inputs-null"),
    pytest.param("layers: {}", "NL004 layers", id="layers-a-mapping"),
    pytest.param("layers: []", "NL004 layers", id="layers-empty"),
    pytest.param("layers: relu", "NL004 layers", id="layers-a-word"),
    pytest.param("blocks: []", "NL004 blocks", id="blocks-a-list"),
    pytest.param("sizes: []", "NL004 sizes", id="sizes-a-list"),
    pytest.param("outputs: []", "NL004 outputs", id="outputs-empty"),
    pytest.param("outputs: 3", "NL004 outputs", id="outputs-a-number"),
    pytest.param("outputs: [3]", "NL004 outputs/0", id="an-output-a-number"),
    pytest.param("outputs: nowhere", "NL007 outputs", id="an-unknown-output"),
    pytest.param("outputs: [x, nowhere]", "NL007 outputs/1", id="an-unknown-output-in-a-list"),
]


@pytest.mark.parametrize(("keys", "place"), BAD_KEYS)
def test_the_form_of_a_document(keys: str, place: str) -> None:
    whole = {"netlint": "1", "inputs": "{x: [N, 3]}", "layers": "[relu]"}
    word, _, value = keys.partition(": ")
    whole[word] = value
    words = told("".join(f"{k}: {v}\n" for k, v in whole.items()))
    assert [w.split(": ")[0] for w in words] == [place]


OUTPUTS = [
    pytest.param("", ["b"], id="the-last-layer"),
    pytest.param("outputs: a", ["a"], id="one"),
    pytest.param("outputs: [b, a]", ["b", "a"], id="in-the-order-written"),
    pytest.param("outputs: [a, a]", ["a"], id="each-once"),
    pytest.param("outputs: [x]", ["x"], id="an-input"),
    pytest.param("outputs: [c.*]", ["c.0", "c.1"], id="all-copies"),
]


@pytest.mark.parametrize(("outputs", "names"), OUTPUTS)
def test_outputs(outputs: str, names: list[str]) -> None:
    layers = "[{name: a, type: relu}, {name: c, type: relu, repeat: 2}, {name: b, type: gelu}]"
    net = load_text(spec(more=outputs, layers=layers))
    assert [net.port_name(p) for p in net.outputs] == names


SHAPES = [
    pytest.param("{x: 3}", "inputs/x", "inputs.x is 3; it must be a list of sizes", id="a-number"),
    pytest.param("{x: []}", "inputs/x", "inputs.x is []; it must be a list of sizes", id="empty"),
    pytest.param("{x: [N, 0]}", "inputs/x/1", "axis 1 of x is 0; it must be 1 or more", id="zero"),
    pytest.param("{x: [N, -1]}", "inputs/x/1", "axis 1 of x is -1; it must be", id="minus-one"),
    pytest.param("{x: [N, 1.5]}", "inputs/x/1", "axis 1 of x is 1.5; it must be", id="a-fraction"),
    pytest.param('{x: [N, "3"]}', "inputs/x/1", 'axis 1 of x is "3"; it must be', id="a-text"),
    pytest.param("{x: [N, true]}", "inputs/x/1", "axis 1 of x is true; it must be", id="a-boolean"),
    pytest.param("{x: [N, null]}", "inputs/x/1", "axis 1 of x is null; it must be", id="null"),
    pytest.param("{x: [N, _]}", "inputs/x/1", 'axis 1 of x is "_"; it must be', id="underscore"),
    pytest.param(
        "{x: [N, H/2]}", "inputs/x/1", 'axis 1 of x is "H/2"; it must', id="an-expression"
    ),
    pytest.param("{2x: [N, 3]}", "inputs/2x", '"2x" is no name', id="a-digit-first"),
    pytest.param(
        "{x: {dtype: int64}}", "inputs/x", "inputs.x lacks the key shape", id="without-a-shape"
    ),
    pytest.param(
        "{x: {shape: [N, 3], dtype: float}}",
        "inputs/x/dtype",
        'inputs.x.dtype is "float"; it must be one of',
        id="an-unknown-dtype",
    ),
    pytest.param(
        "{x: {shape: [N, 3], layout: nchw}}",
        "inputs/x/layout",
        'inputs.x.layout is "nchw"; it must be one of',
        id="an-unknown-layout",
    ),
]


@pytest.mark.parametrize(("inputs", "key", "message"), SHAPES)
def test_the_form_of_an_input(inputs: str, key: str, message: str) -> None:
    (finding,) = found(spec(inputs))
    assert (finding.code, finding.key) == ("NL004", key)
    assert finding.message.startswith(message)


def test_an_unknown_key_of_an_input() -> None:
    (words,) = told(spec("{x: {shape: [N, 3], type: int64}}"))
    assert words == 'NL002 inputs/x/type: input x has no key "type"'


def test_an_input_twice() -> None:
    assert told(spec("{x: [N, 3], x: [N, 4]}")) == [
        'NL006 inputs/x: "x" stands twice in one mapping'
    ]


def test_a_broken_input_silences_its_readers() -> None:
    layers = "[{type: conv2d, out_channels: 8, kernel_size: 3}, {type: dropout, p: 2}]"
    assert [f.code for f in found(spec("{x: [N, 0, 8, 8]}", layers=layers))] == ["NL004", "NL004"]


CONV = "{type: conv, out_channels: 8, kernel_size: 3}"
ROLES = [
    pytest.param("{x: [N, 3, 8, 9]}", "", CONV, "8x6x7", id="channels-first"),
    pytest.param("{x: [N, 8, 9, 3]}", "layout: channels_last", CONV, "6x7x8", id="channels-last"),
    pytest.param("{x: [N, 9, 3]}", "layout: tokens", CONV, "7x8", id="tokens"),
    pytest.param("{x: [N, 3, 9]}", "", CONV, "8x7", id="one-space-axis"),
    pytest.param("{x: [N, 3, 5, 6, 7]}", "", CONV, "8x3x4x5", id="three-space-axes"),
    pytest.param(
        "{x: {shape: [N, 8, 9, 3], layout: channels_last}}", "", CONV, "6x7x8", id="per-input"
    ),
    pytest.param(
        "{x: {shape: [N, 3, 8, 9], layout: channels_first}}",
        "layout: channels_last",
        CONV,
        "8x6x7",
        id="an-input-overrides-the-net",
    ),
    pytest.param("{x: [N, 7]}", "", "batch_norm", "7", id="rank-2-is-batch-and-channel"),
    pytest.param(
        "{x: {shape: [N, 7], dtype: int64}}",
        "",
        "{type: embedding, num_embeddings: 10, embedding_dim: 4}",
        "7x4",
        id="rank-2-of-integers-is-batch-and-space",
    ),
]


@pytest.mark.parametrize(("inputs", "more", "layer", "shape"), ROLES)
def test_axes_have_roles(inputs: str, more: str, layer: str, shape: str) -> None:
    net = load_text(spec(inputs, more, f"[{layer}]"))
    assert [f.message for f in check_net(net).findings] == []
    (y,) = Analysis(net).outputs(net.nodes[0]) or ()
    assert y.text() == shape


def test_an_embedding_appends_the_channel_axis() -> None:
    layers = "[{type: embedding, num_embeddings: 10, embedding_dim: 4}, " + CONV + "]"
    net = load_text(spec("{x: {shape: [N, 7], dtype: int64}}", layers=layers))
    (y,) = Analysis(net).outputs(net.nodes[1]) or ()
    assert y.text() == "5x8"


DTYPES = [
    pytest.param("float32", 4 * 192, id="float32"),
    pytest.param("float16", 2 * 192, id="float16"),
    pytest.param("bfloat16", 2 * 192, id="bfloat16"),
    pytest.param("float64", 8 * 192, id="float64"),
    pytest.param("uint8", 192, id="uint8"),
    pytest.param("int64", 8 * 192, id="int64"),
]


@pytest.mark.parametrize(("dtype", "size"), DTYPES)
def test_the_dtype_decides_the_bytes(dtype: str, size: int) -> None:
    text = spec(f"{{x: {{shape: [N, 3, 8, 8], dtype: {dtype}}}}}", layers="[identity]")
    (layer,) = shown_net(Analysis(load_text(text))).layers
    assert layer.activation_bytes == size


SIZES = [
    pytest.param("64", 64, id="a-number"),
    pytest.param("64.0", 64, id="a-float-without-a-fraction"),
    pytest.param("W", Expression("W"), id="a-symbol"),
    pytest.param("2*W + 1", Expression("2*W + 1"), id="an-expression"),
    pytest.param("{}", Range(1, None, 1, 1), id="a-range-of-everything"),
    pytest.param("{min: 5}", Range(5, None, 1, 5), id="min"),
    pytest.param("{min: 5, max: 9}", Range(5, 9, 1, 5), id="min-and-max"),
    pytest.param("{max: 9, multiple_of: 4}", Range(4, 9, 4, 4), id="the-first-multiple"),
    pytest.param("{min: 5, multiple_of: 4}", Range(8, None, 4, 8), id="the-first-multiple-in-it"),
    pytest.param("{min: 64, max: 96, default: 80}", Range(64, 96, 1, 80), id="default"),
    pytest.param("{min: 64.0, max: 96}", Range(64, 96, 1, 64), id="a-float-as-min"),
]


@pytest.mark.parametrize(("size", "declared"), SIZES)
def test_sizes(size: str, declared: object) -> None:
    net = load_text(spec("{x: [N, 3, H, W]}", f"sizes: {{H: {size}}}"))
    assert [f.message for f in check_net(net).findings if f.severity is Severity.ERROR] == []
    assert net.sizes["H"] == declared


BAD_SIZES = [
    pytest.param("0", "NL004 sizes/H: sizes.H is 0; it must be 1 or more", id="zero"),
    pytest.param("-8", "NL004 sizes/H: sizes.H is -8; it must be 1 or more", id="negative"),
    pytest.param(
        "true",
        "NL004 sizes/H: sizes.H is true; it must be a size, a range {min, max, multiple_of,"
        " default} or a symbol",
        id="a-boolean",
    ),
    pytest.param(
        "[8]",
        "NL004 sizes/H: sizes.H is [8]; it must be a size, a range {min, max, multiple_of,"
        " default} or a symbol",
        id="a-list",
    ),
    pytest.param(
        "1.5",
        "NL004 sizes/H: sizes.H is 1.5; it must be a size, a range {min, max, multiple_of,"
        " default} or a symbol",
        id="a-fraction",
    ),
    pytest.param(
        "{min: 8, max: 4}",
        "NL004 sizes/H: sizes.H has no member: no size in 8..4",
        id="no-member",
    ),
    pytest.param(
        "{min: 5, max: 7, multiple_of: 4}",
        "NL004 sizes/H: sizes.H has no member: no size in 5..7 that is a multiple of 4",
        id="no-multiple",
    ),
    pytest.param(
        "{min: 4, max: 8, default: 9}",
        "NL004 sizes/H/default: sizes.H has default 9, outside its range 4..8",
        id="default-outside",
    ),
    pytest.param(
        "{min: 4, multiple_of: 4, default: 9}",
        "NL004 sizes/H/default: sizes.H has default 9, outside its range 4 and up, multiples of 4",
        id="default-no-multiple",
    ),
    pytest.param(
        "{min: 0}",
        "NL004 sizes/H/min: sizes.H.min is 0; it must be a whole number of 1 or more",
        id="min-zero",
    ),
    pytest.param(
        "{max: W}",
        'NL004 sizes/H/max: sizes.H.max is "W"; it must be a whole number of 1 or more',
        id="max-a-symbol",
    ),
    pytest.param(
        "{minimum: 4}", 'NL002 sizes/H/minimum: sizes.H has no key "minimum"', id="an-unknown-key"
    ),
    pytest.param("H", "NL007 sizes/H: sizes form a cycle: H -> H", id="itself"),
    pytest.param("H + 1", "NL007 sizes/H: sizes form a cycle: H -> H", id="itself-and-more"),
    pytest.param(
        "K", 'NL007 sizes/H: sizes.H reads the symbol "K", which no input has', id="unknown"
    ),
    pytest.param(
        "W/0", 'NL004 sizes/H: sizes.H: "W/0" divides by 0; a divisor is 1 or more', id="by-zero"
    ),
    pytest.param(
        "W**2",
        'NL004 sizes/H: sizes.H: "W**2" is no size; write an int, a symbol, or an expression'
        ' like "H/2"',
        id="a-power",
    ),
]


@pytest.mark.parametrize(("size", "words"), BAD_SIZES)
def test_what_no_symbol_stands_for(size: str, words: str) -> None:
    assert told(spec("{x: [N, 3, H, W]}", f"sizes: {{H: {size}}}")) == [words]


def test_a_cycle_of_sizes_is_told_once() -> None:
    text = spec("{x: [N, 3, H, W]}", "sizes: {H: W, W: H + 1}")
    assert told(text) == ["NL007 sizes/H: sizes form a cycle: H -> W -> H"]


def test_a_symbol_that_is_no_symbol() -> None:
    assert told(spec(more="sizes: {2H: 3, _: 4}")) == [
        'NL004 sizes/2H: "2H" is no symbol; a symbol is letters, digits and _',
        'NL004 sizes/_: "_" is no symbol; a symbol is letters, digits and _',
    ]


SHOWN = [
    pytest.param("sizes: {H: 8, W: 6}", (1, 3, 8, 6), id="numbers"),
    pytest.param("sizes: {H: 8, W: H}", (1, 3, 8, 8), id="bound"),
    pytest.param("sizes: {W: H, H: 8}", (1, 3, 8, 8), id="bound-to-a-later-one"),
    pytest.param("sizes: {H: 8, W: 2*H + 1}", (1, 3, 8, 17), id="an-expression"),
    pytest.param("sizes: {H: 8, W: H/2}", (1, 3, 8, 4), id="half"),
    pytest.param("sizes: {H: {min: 5, max: 9}, W: 4}", (1, 3, 5, 4), id="the-smallest-of-a-range"),
    pytest.param("sizes: {H: {default: 7}, W: 4}", (1, 3, 7, 4), id="the-default-of-a-range"),
    pytest.param("sizes: {H: 8, W: 6, N: 4}", (4, 3, 8, 6), id="the-batch"),
    pytest.param("sizes: {H: K, K: 9, W: 'min(K, 4)'}", (1, 3, 9, 4), id="a-symbol-of-its-own"),
]


@pytest.mark.parametrize(("sizes", "shape"), SHOWN)
def test_shown_sizes(sizes: str, shape: tuple[int, ...]) -> None:
    net = load_text(spec("{x: [N, 3, H, W]}", sizes))
    assert [f.message for f in check_net(net).findings if f.severity is Severity.ERROR] == []
    (x,) = Analysis(net).shown.inputs
    assert x.sizes == shape


def test_an_unlisted_symbol_stays_symbolic() -> None:
    net = load_text(spec("{x: [N, 3, H, W]}", "sizes: {W: H}"))
    (x,) = Analysis(net).shown.inputs
    assert [str(n) for n in x.sizes] == ["1", "3", "H", "H"]


INEXACT = [
    pytest.param("sizes: {H: 7, W: H/2}", "sizes.W is H/2, but 7 / 2 leaves 1", id="a-remainder"),
    pytest.param("sizes: {H: 7, W: H - 7}", "sizes.W is H - 7, which is 0", id="below-1"),
]


@pytest.mark.parametrize(("sizes", "message"), INEXACT)
def test_a_bound_size_that_cannot_be_had(sizes: str, message: str) -> None:
    (finding,) = found(spec("{x: [N, 3, H, W]}", sizes))
    assert (finding.code, finding.key, finding.message) == ("NL105", "sizes/W", message)


OLD_NUMBERS = [
    pytest.param("inputs: {x: [N, 3, 1_024, 8]}", "inputs/x/2", 1024, id="an-axis"),
    pytest.param("sizes: {H: 1_024}", "sizes/H", 1024, id="a-size"),
    pytest.param("sizes: {H: {min: 1_024}}", "sizes/H/min", 1024, id="a-min"),
    pytest.param("causal: yes", "causal", True, id="causal"),
    pytest.param("causal: off", "causal", False, id="causal-off"),
    pytest.param("data: {x: {shape: [N, 3, 8, 8], batch: 1_0}}", "data/x/batch", 10, id="a-batch"),
    pytest.param(
        "data: {x: {shape: [N, 3, 8, 8], drop_last: no}}", "data/x/drop_last", False, id="drop-last"
    ),
]


@pytest.mark.parametrize(("keys", "key", "value"), OLD_NUMBERS)
def test_an_old_spelling_has_a_safe_fix(keys: str, key: str, value: object) -> None:
    """``yes``, ``no`` and ``1_000`` are texts in YAML 1.2: one error, and what it could mean."""
    head = "" if keys.startswith("inputs") else "inputs: {x: [N, 3, 8, 8]}\n"
    (finding,) = [f for f in found(f"netlint: 1\n{head}{keys}\nlayers: [relu]\n") if f.severity > 2]
    assert (finding.code, finding.key) == ("NL004", key)
    (fix,) = finding.fixes
    assert fix.safe
    assert [c.value for c in fix.changes] == [value]  # type: ignore[union-attr]


VALUES = [
    pytest.param("p: 0.5", None, id="a-number"),
    pytest.param("p: 1e-1", None, id="an-exponent"),
    pytest.param("p: 1", None, id="an-int-where-a-number-is-due"),
    pytest.param('p: "0.5"', '"d" has p "0.5"; it must be a number', id="a-text"),
    pytest.param("p: true", '"d" has p true; it must be a number', id="true-is-no-1"),
    pytest.param("p: null", '"d" has p null; it must be a number', id="null"),
    pytest.param("p: [0.5]", '"d" has p [0.5]; it must be a number', id="a-list"),
    pytest.param("p: -0.1", '"d" has p -0.1; it must lie in 0..1', id="below"),
    pytest.param("p: .nan", '"d" has p nan; it must', id="not-a-number"),
    pytest.param("p: .inf", '"d" has p inf; it must', id="infinite"),
]


@pytest.mark.parametrize(("key", "message"), VALUES)
def test_no_value_is_converted(key: str, message: str | None) -> None:
    words = [f.message for f in found(spec(layers=f"[{{name: d, type: dropout, {key}}}]"))]
    if message is None:
        assert words == []
        return
    (only,) = words
    assert only.startswith(message)


COUNTS = [
    pytest.param("8.0", None, id="a-float-without-a-fraction"),
    pytest.param("8.5", "it must be a whole number", id="a-fraction"),
    pytest.param('"8"', "it must be a whole number", id="a-text"),
    pytest.param("true", "it must be a whole number", id="a-boolean"),
    pytest.param("0", "it must be at least 1", id="zero"),
    pytest.param("-1", "it must be at least 1", id="negative"),
    pytest.param("9223372036854775807", None, id="the-largest-integer"),
    pytest.param("null", "it must be a whole number", id="null"),
]


@pytest.mark.parametrize(("count", "words"), COUNTS)
def test_a_count_is_a_whole_number(count: str, words: str | None) -> None:
    layer = f"{{name: c, type: conv2d, out_channels: {count}, kernel_size: 1}}"
    found_ = [f.message for f in found(spec(layers=f"[{layer}]"))]
    if words is None:
        assert found_ == []
        return
    (only,) = found_
    assert words in only
    assert only.startswith(f'"c" has out_channels {count}; ')


def test_one_document_a_file() -> None:
    (finding,) = found(spec() + "---\nnetlint: 1\n")
    assert finding.code == "NL001"
    assert "a second document" in finding.message


def test_anchors_and_merges_work() -> None:
    layers = "[&c {type: conv2d, out_channels: 3, kernel_size: 1}, {<<: *c, kernel_size: 3}, *c]"
    net = load_text(spec(layers=layers))
    assert [f.message for f in check_net(net).findings] == []
    shapes = [Analysis(net).outputs(n) for n in net.nodes]
    assert [y[0].text() for y in shapes if y] == ["3x8x8", "3x6x6", "3x6x6"]


def test_a_finding_behind_an_anchor_points_at_the_value() -> None:
    (finding,) = found("netlint: 1\ninputs: {x: [N, 3]}\nlayers: [{type: dropout, p: &p 50}]\n")
    assert finding.range is not None
    assert [tuple(p) for p in finding.range] == [(3, 32), (3, 34)]
