"""Contract: the form of frameworks, causal, budget, data and losses (LANGUAGE 15, 16)."""

from __future__ import annotations

import pytest

from netlint.app.check import check_net
from netlint.app.load import load_text
from netlint.spec.contract import amount

FORMS = ("NL001", "NL002", "NL004", "NL006", "NL007")


def told(more: str) -> list[str]:
    """Every finding about the form as ``CODE key: message``."""
    text = f"netlint: 1\ninputs: {{x: [N, 3, 8, 8]}}\n{more}\nlayers: [relu]\n"
    found = check_net(load_text(text)).findings
    return [f"{f.code} {f.key}: {f.message}" for f in found if f.code in FORMS]


AMOUNTS = [
    pytest.param(3, 3, id="an-int"),
    pytest.param(0, 0, id="zero"),
    pytest.param(3.0, 3, id="a-float-without-a-fraction"),
    pytest.param("3M", 3_000_000, id="mega"),
    pytest.param("20G", 20_000_000_000, id="giga"),
    pytest.param("1.5k", 1_500, id="kilo"),
    pytest.param("2T", 2_000_000_000_000, id="tera"),
    pytest.param("512MiB", 512 << 20, id="mebi"),
    pytest.param("1GiB", 1 << 30, id="gibi"),
    pytest.param("4KiB", 4096, id="kibi"),
    pytest.param("8MB", 8_000_000, id="megabytes"),
    pytest.param("0.1M", 100_000, id="no-rounding"),
    pytest.param("3 M", 3_000_000, id="a-blank"),
    pytest.param("3m", None, id="milli-is-no-unit"),
    pytest.param("M", None, id="a-unit-alone"),
    pytest.param("3MM", None, id="two-units"),
    pytest.param("-3M", None, id="negative-text"),
    pytest.param(-3, None, id="negative"),
    pytest.param(1.5, None, id="half-a-byte"),
    pytest.param(True, None, id="a-boolean"),
    pytest.param(None, None, id="null"),
    pytest.param([3], None, id="a-list"),
]


@pytest.mark.parametrize(("value", "number"), AMOUNTS)
def test_amount(value: object, number: int | None) -> None:
    assert amount(value) == number


FINE = [
    pytest.param("frameworks: [pytorch, keras, onnx]", id="frameworks"),
    pytest.param("frameworks: []", id="no-frameworks"),
    pytest.param("causal: true", id="causal"),
    pytest.param("budget: {params: 3M, macs: 20G, activations: 512MiB}", id="budget"),
    pytest.param("data: {x: {shape: [N, 3, 8, 8]}}", id="data"),
    pytest.param(
        "data: {x: {shape: [64, 3, 8, 8], dtype: float32, layout: channels_first,"
        " range: [0, 1], batch: 32, drop_last: true}}",
        id="all-of-data",
    ),
    pytest.param("data: {x: {shape: [N, 3, H/4, 2*H]}}", id="size-expressions"),
    pytest.param("losses: []", id="no-losses"),
    pytest.param("losses: [{type: mse, target: x}]", id="a-target-by-name"),
    pytest.param(
        "losses: [{type: mse, target: {shape: [N, 3, 8, 8], dtype: float32, range: [0, 1]}}]",
        id="a-target-by-shape",
    ),
    pytest.param("losses: [{type: custom, name: mine, description: words}]", id="custom"),
    pytest.param(
        "losses: [{type: cross_entropy, input: relu_1, class_weight: [1, 2, 3], weight: 0.5,"
        " label_smoothing: 0.1, ignore_index: -100, reduction: mean, when: true}]",
        id="keys-of-cross-entropy",
    ),
    pytest.param(
        "data: {w: {shape: [3], dtype: float32}}\nlosses: [{type: cross_entropy, class_weight: w}]",
        id="a-weight-from-data",
    ),
    pytest.param("losses: [{type: triplet, input: [x, x, x], margin: 1.0}]", id="three-inputs"),
]


@pytest.mark.parametrize("more", FINE)
def test_what_is_well_formed(more: str) -> None:
    assert told(more) == []


BAD = [
    pytest.param(
        "frameworks: pytorch",
        'NL004 frameworks: frameworks is "pytorch"; it must be a list of pytorch, keras, onnx',
        id="frameworks-a-word",
    ),
    pytest.param(
        "frameworks: [pytorhc]",
        'NL004 frameworks/0: frameworks.0 is "pytorhc"; it must be one of pytorch, keras, onnx;'
        ' did you mean "pytorch"?',
        id="an-unknown-framework",
    ),
    pytest.param(
        "causal: 1", "NL004 causal: causal is 1; it must be true or false", id="causal-a-number"
    ),
    pytest.param(
        "budget: 3M", 'NL004 budget: budget is "3M"; it must be a mapping', id="budget-a-number"
    ),
    pytest.param(
        "budget: {flops: 3M}", 'NL002 budget/flops: budget has no key "flops"', id="budget-of-flops"
    ),
    pytest.param(
        "budget: {params: many}",
        'NL004 budget/params: budget.params is "many"; it must be a number, as in 3M, 20G or'
        " 512MiB",
        id="a-budget-in-words",
    ),
    pytest.param("data: []", "NL004 data: data is []; it must be a mapping", id="data-a-list"),
    pytest.param(
        "data: {x: [N, 3]}",
        'NL004 data/x: data.x is ["N", 3]; it must be a mapping with shape',
        id="an-entry-a-list",
    ),
    pytest.param(
        "data: {x: {dtype: int64}}", "NL004 data/x: data.x lacks the key shape", id="no-shape"
    ),
    pytest.param(
        "data: {x: {shape: [N, 3, 8, 8], size: 3}}",
        'NL002 data/x/size: data.x has no key "size"',
        id="an-unknown-key-of-data",
    ),
    pytest.param(
        "data: {x: {shape: 3}}",
        "NL004 data/x/shape: data.x.shape is 3; it must be a list of sizes, batch axis first",
        id="a-shape-that-is-none",
    ),
    pytest.param(
        "data: {x: {shape: [N, 0, 8, 8]}}",
        "NL004 data/x/shape/1: axis 1 is 0; it must be 1 or more, or a symbol",
        id="a-size-of-0",
    ),
    pytest.param(
        "data: {x: {shape: [N, 3, 8, 8], range: [1, 0]}}",
        "NL004 data/x/range: data.x.range is [1, 0]; it must be [lowest, highest]",
        id="a-range-upside-down",
    ),
    pytest.param(
        "data: {x: {shape: [N, 3, 8, 8], range: [0]}}",
        "NL004 data/x/range: data.x.range is [0]; it must be [lowest, highest]",
        id="half-a-range",
    ),
    pytest.param(
        "data: {x: {shape: [N, 3, 8, 8], batch: 0}}",
        "NL004 data/x/batch: data.x.batch is 0; it must be a whole number of 1 or more",
        id="a-batch-of-0",
    ),
    pytest.param(
        "data: {y: {shape: [N], dtype: int64}}",
        "NL007 data/y: data.y is no input, and no loss names it",
        id="data-that-nobody-reads",
    ),
    pytest.param(
        "losses: {type: mse}",
        "NL004 losses: losses is a mapping; it must be a list of losses",
        id="losses-a-mapping",
    ),
    pytest.param(
        "losses: [mse]",
        'NL004 losses/0: losses.0 is "mse"; it must be a mapping with type',
        id="a-loss-a-word",
    ),
    pytest.param(
        "losses: [{target: x}]", "NL004 losses/0: losses.0 lacks the key type", id="no-type"
    ),
    pytest.param(
        "losses: [{type: mse, tagret: x}]",
        'NL002 losses/0/tagret: a loss has no key "tagret"',
        id="an-unknown-key-of-a-loss",
    ),
    pytest.param(
        "losses: [{type: mes}]", 'NL002 losses/0/type: unknown loss "mes"', id="an-unknown-loss"
    ),
    pytest.param(
        "losses: [{type: nn.CrossEntropyLoss}]",
        'NL002 losses/0/type: unknown loss "nn.CrossEntropyLoss"',
        id="a-loss-of-pytorch",
    ),
    pytest.param(
        "losses: [{type: mse, target: 3}]",
        "NL004 losses/0/target: losses.0.target is 3; it must be a name or a mapping with shape",
        id="a-target-a-number",
    ),
    pytest.param(
        "losses: [{type: mse, target: {dtype: int64}}]",
        "NL004 losses/0/target: losses.0.target lacks the key shape",
        id="a-target-without-a-shape",
    ),
    pytest.param(
        "losses: [{type: mse, weight: true}]",
        "NL004 losses/0/weight: losses.0.weight is true; it must be a number",
        id="a-weight-a-boolean",
    ),
    pytest.param(
        "losses: [{type: mse, input: nowhere}]",
        'NL007 losses/0/input: losses.0 reads "nowhere", which does not exist',
        id="an-input-that-is-no-layer",
    ),
    pytest.param(
        "losses: [{type: mse, target: nowhere}]",
        'NL007 losses/0/target: losses.0 reads "nowhere", which does not exist',
        id="a-target-that-is-nothing",
    ),
]


@pytest.mark.parametrize(("more", "words"), BAD)
def test_what_is_not_well_formed(more: str, words: str) -> None:
    (only,) = told(more)
    place, _, message = words.partition(": ")
    if place.startswith("NL007"):
        assert only.startswith(f"{place}: ")
        return
    assert (only.partition(": ")[0], only.partition(": ")[2]) == (place, message)


LOSSES = [
    pytest.param("nn.CrossEntropyLoss", "cross_entropy", id="pytorch"),
    pytest.param("F.cross_entropy", "cross_entropy", id="functional"),
    pytest.param("MSELoss", "mse", id="mse"),
    pytest.param("BCEWithLogitsLoss", "bce_with_logits", id="bce-with-logits"),
    pytest.param("sparse_categorical_crossentropy", "sparse_categorical_cross_entropy", id="keras"),
    pytest.param("mae", "l1", id="mae"),
]


@pytest.mark.parametrize(("foreign", "word"), LOSSES)
def test_a_loss_of_a_framework_is_told_the_languages_word(foreign: str, word: str) -> None:
    text = f"netlint: 1\ninputs: {{x: [N, 3]}}\nlayers: [relu]\nlosses: [{{type: {foreign}}}]\n"
    (finding,) = [f for f in check_net(load_text(text)).findings if f.code == "NL002"]
    (fix,) = finding.fixes
    assert fix.safe
    assert [c.value for c in fix.changes] == [word]  # type: ignore[union-attr]
