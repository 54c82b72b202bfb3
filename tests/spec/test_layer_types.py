"""Layer types: suffixes, foreign spellings, paddings, ``like``, bad keys (LANGUAGE 3, 7, 8, 11)."""

from __future__ import annotations

import pytest

from netlint.app.check import check_net
from netlint.app.load import load_text
from netlint.core.finding import Finding, RenameKey, SetKey
from netlint.engine.analysis import Analysis

X = "[N, 3, 9, 9]"


def spec(layers: str, x: str = X) -> str:
    return f"netlint: 1\ninputs: {{x: {x}}}\nlayers: [{layers}]\n"


def found(layers: str, x: str = X) -> list[Finding]:
    return list(check_net(load_text(spec(layers, x))).findings)


def told(layers: str, x: str = X) -> list[str]:
    """Every finding as ``CODE key: message``."""
    return [f"{f.code} {f.key}: {f.message}" for f in found(layers, x)]


def last(layers: str, x: str = X) -> str:
    """The output of the last layer; the net has no fault."""
    net = load_text(spec(layers, x))
    assert [f.message for f in check_net(net).findings] == []
    (y, *_) = Analysis(net).outputs(net.nodes[-1]) or ()
    return y.text()


CLAIMS = [
    pytest.param("{type: conv2d, out_channels: 4, kernel_size: 3}", X, "4x7x7", id="conv2d"),
    pytest.param("{type: conv, out_channels: 4, kernel_size: 3}", X, "4x7x7", id="no-claim"),
    pytest.param(
        "{type: conv1d, out_channels: 4, kernel_size: 3}", "[N, 3, 9]", "4x7", id="conv1d"
    ),
    pytest.param(
        "{type: conv3d, out_channels: 4, kernel_size: 3}", "[N, 3, 5, 6, 7]", "4x3x4x5", id="conv3d"
    ),
    pytest.param("batch_norm2d", X, "3x9x9", id="batch_norm2d"),
    pytest.param("batch_norm1d", "[N, 3]", "3", id="batch_norm1d-without-space"),
    pytest.param("{type: adaptive_avg_pool2d, output_size: 2}", X, "3x2x2", id="adaptive-pool"),
]


@pytest.mark.parametrize(("layer", "x", "shape"), CLAIMS)
def test_a_suffix_claims_the_space_axes(layer: str, x: str, shape: str) -> None:
    assert last(layer, x) == shape


REFUTED = [
    pytest.param(
        "{type: conv2d, out_channels: 4, kernel_size: 3}",
        "[N, 3, 9]",
        'NL106 layers/0/type: "conv2d_1" needs 2 space axes, the input [N, 3, 9] has 1',
        id="conv2d-on-a-sequence",
    ),
    pytest.param(
        "{type: max_pool1d, kernel_size: 2}",
        X,
        'NL106 layers/0/type: "max_pool1d_1" needs 1 space axis, the input [N, 3, 9, 9] has 2',
        id="max_pool1d-on-an-image",
    ),
    pytest.param(
        "{type: conv2d, out_channels: 4, kernel_size: 3}",
        "[N, 3]",
        'NL106 layers/0/type: "conv2d_1" needs 2 space axes, the input [N, 3] has none',
        id="conv2d-on-features",
    ),
    pytest.param(
        "{type: max_pool2d, kernel_size: [2, 2, 2]}",
        X,
        'NL004 layers/0/kernel_size: "max_pool2d_1" has 3 values in kernel_size but max_pool2d has'
        " 2 space axes",
        id="a-list-too-long-for-the-claim",
    ),
    pytest.param(
        "{type: max_pool, kernel_size: [2, 2, 2]}",
        X,
        'NL004 layers/0/kernel_size: "max_pool_1" has 3 values in kernel_size but the input has'
        " 2 space axes",
        id="a-list-too-long-for-the-input",
    ),
]


@pytest.mark.parametrize(("layer", "x", "words"), REFUTED)
def test_a_claim_is_checked(layer: str, x: str, words: str) -> None:
    assert told(layer, x) == [words]


def test_the_claim_that_would_hold_is_the_remedy() -> None:
    (finding,) = found("{type: conv2d, out_channels: 4, kernel_size: 3}", "[N, 3, 9]")
    assert finding.help == '"conv1d" has 1'


EQUAL = [
    pytest.param("Conv2d", "conv2d", id="Conv2d"),
    pytest.param("Conv2D", "conv2d", id="Conv2D"),
    pytest.param("nn.Conv1d", "conv1d", id="nn.Conv1d"),
    pytest.param("torch.nn.Conv3d", "conv3d", id="torch.nn.Conv3d"),
    pytest.param("keras.layers.Conv2D", "conv2d", id="keras.layers.Conv2D"),
    pytest.param("ConvTranspose2d", "conv_transpose2d", id="ConvTranspose2d"),
    pytest.param("Conv2DTranspose", "conv_transpose2d", id="Conv2DTranspose"),
    pytest.param("DepthwiseConv2D", "depthwise_conv2d", id="DepthwiseConv2D"),
    pytest.param("SeparableConv2D", "separable_conv2d", id="SeparableConv2D"),
    pytest.param("MaxPool2d", "max_pool2d", id="MaxPool2d"),
    pytest.param("MaxPooling2D", "max_pool2d", id="MaxPooling2D"),
    pytest.param("AvgPool2d", "avg_pool2d", id="AvgPool2d"),
    pytest.param("AveragePooling2D", "avg_pool2d", id="AveragePooling2D"),
    pytest.param("AdaptiveAvgPool2d", "adaptive_avg_pool2d", id="AdaptiveAvgPool2d"),
    pytest.param("nn.ReLU", "relu", id="nn.ReLU"),
    pytest.param("ReLU6", "relu6", id="ReLU6"),
    pytest.param("GELU", "gelu", id="GELU"),
    pytest.param("SiLU", "silu", id="SiLU"),
    pytest.param("Swish", "silu", id="Swish"),
    pytest.param("PReLU", "prelu", id="PReLU"),
    pytest.param("Tanh", "tanh", id="Tanh"),
    pytest.param("LogSoftmax", "log_softmax", id="LogSoftmax"),
    pytest.param("BatchNorm2d", "batch_norm2d", id="BatchNorm2d"),
    pytest.param("GroupNorm", "group_norm", id="GroupNorm"),
    pytest.param("InstanceNorm2d", "instance_norm2d", id="InstanceNorm2d"),
    pytest.param("Linear", "linear", id="Linear"),
    pytest.param("Dense", "linear", id="Dense"),
    pytest.param("Embedding", "embedding", id="Embedding"),
    pytest.param("Flatten", "flatten", id="Flatten"),
    pytest.param("Dropout", "dropout", id="Dropout"),
    pytest.param("Dropout2d", "spatial_dropout", id="Dropout2d"),
    pytest.param("dropout2d", "spatial_dropout", id="dropout2d"),
    pytest.param("SpatialDropout2D", "spatial_dropout2d", id="SpatialDropout2D"),
    pytest.param("PixelShuffle", "pixel_shuffle", id="PixelShuffle"),
    pytest.param("Add", "add", id="Add"),
    pytest.param("Multiply", "mul", id="Multiply"),
    pytest.param("cat", "concat", id="cat"),
]


@pytest.mark.parametrize(("foreign", "word"), EQUAL)
def test_a_foreign_type_of_equal_meaning_has_a_safe_fix(foreign: str, word: str) -> None:
    (finding,) = found(f"{{type: {foreign}}}")
    assert (finding.code, finding.key) == ("NL002", "layers/0/type")
    assert finding.message == f'unknown layer type "{foreign}"'
    assert finding.help == f'netlint calls it "{word}"'
    (fix,) = finding.fixes
    assert fix.safe
    assert fix.changes == (SetKey(("layers", 0, "type"), word),)


DIFFERENT = [
    pytest.param("BatchNormalization", "batch_norm", id="eps-and-momentum"),
    pytest.param("LayerNormalization", "layer_norm", id="eps"),
    pytest.param("GlobalAveragePooling2D", "global_avg_pool", id="drops-the-space-axes"),
    pytest.param("UpSampling2D", "upsample", id="size-is-a-factor"),
    pytest.param("nn.LSTM", "lstm", id="time-first"),
    pytest.param("nn.GRU", "gru", id="gru-time-first"),
    pytest.param("nn.MultiheadAttention", "multihead_attention", id="attention-time-first"),
]


@pytest.mark.parametrize(("foreign", "word"), DIFFERENT)
def test_a_foreign_type_with_other_defaults_has_no_fix(foreign: str, word: str) -> None:
    (finding,) = found(f"{{type: {foreign}}}")
    assert finding.message == f'unknown layer type "{foreign}"'
    assert f'"{word}' in (finding.help or "")
    assert finding.fixes == ()


def test_a_bare_foreign_word_is_mended_in_its_place() -> None:
    (finding,) = found("nn.ReLU")
    (fix,) = finding.fixes
    (change,) = fix.changes
    assert isinstance(change, SetKey)
    assert (change.path[:2], change.value) == (("layers", 0), "relu")


FOREIGN_KEYS = [
    pytest.param(
        "{type: conv2d, filters: 8, kernel_size: 3}", "filters", "out_channels", id="filters"
    ),
    pytest.param(
        "{type: conv2d, out_channels: 8, kernel_size: 3, strides: 2}",
        "strides",
        "stride",
        id="strides",
    ),
    pytest.param(
        "{type: conv2d, out_channels: 8, kernel_size: 3, dilation_rate: 2}",
        "dilation_rate",
        "dilation",
        id="dilation_rate",
    ),
    pytest.param(
        "{type: conv2d, out_channels: 8, kernel_size: 3, use_bias: false}",
        "use_bias",
        "bias",
        id="use_bias",
    ),
    pytest.param("{type: max_pool2d, pool_size: 2}", "pool_size", "kernel_size", id="pool_size"),
    pytest.param("{type: linear, units: 2}", "units", "out_features", id="units"),
    pytest.param("{type: batch_norm, epsilon: 0.001}", "epsilon", "eps", id="epsilon"),
]


@pytest.mark.parametrize(("layer", "foreign", "word"), FOREIGN_KEYS)
def test_a_foreign_key_of_equal_meaning_has_a_safe_fix(layer: str, foreign: str, word: str) -> None:
    (finding,) = [f for f in found(layer) if f.code == "NL002"]
    kind = layer[7:].split(",")[0]
    assert finding.key == f"layers/0/{foreign}"
    assert finding.message == f'"{kind}_1" has no key "{foreign}"'
    assert finding.help == f'{kind} calls it "{word}"'
    (fix,) = finding.fixes
    assert fix.safe
    assert fix.changes == (RenameKey(("layers", 0, foreign), word),)


def test_a_foreign_key_is_told_without_the_key_that_it_stands_for() -> None:
    assert [f.code for f in found("{type: conv2d, filters: 8, kernel_size: 3}")] == ["NL002"]


NEAR = [
    pytest.param("conv2", "NL002", id="a-letter-short"),
    pytest.param("rleu", "NL002", id="a-swap"),
    pytest.param("conv4d", "NL002", id="four-axes"),
    pytest.param("conv0d", "NL002", id="no-axes"),
    pytest.param("2d", "NL002", id="a-suffix-alone"),
    pytest.param("_base", "NL002", id="a-module-that-is-no-layer"),
    pytest.param("blabla", "NL002", id="nothing-like-it"),
]


@pytest.mark.parametrize(("name", "code"), NEAR)
def test_an_unknown_type(name: str, code: str) -> None:
    (finding,) = found(f"{{name: a, type: {name}}}")
    assert (finding.code, finding.key) == (code, "layers/0/type")
    assert finding.message == f'unknown layer type "{name}"'
    assert not any(fix.safe for fix in finding.fixes)


@pytest.mark.parametrize("name", ["relu2d", "linear1d", "softmax2d"])
def test_a_suffix_stands_only_where_windows_run(name: str) -> None:
    (finding,) = found(f"{{type: {name}}}")
    assert finding.code == "NL002"
    assert f'"{name[:-2]}"' in (finding.help or "")


def test_an_unknown_type_names_the_nearest() -> None:
    (finding,) = found("{type: rleu}")
    assert finding.help == 'did you mean "relu"?'
    (fix,) = finding.fixes
    assert (fix.safe, fix.changes) == (False, (SetKey(("layers", 0, "type"), "relu"),))


def test_a_block_is_among_the_nearest() -> None:
    text = spec("{type: dubble}").replace("layers:", "blocks: {double: {layers: [relu]}}\nlayers:")
    (finding,) = [f for f in check_net(load_text(text)).findings if f.code == "NL002"]
    assert finding.help == 'did you mean "double"?'


KEYS = [
    pytest.param(
        "{name: c, type: conv2d, out_channels: 8, kernel_size: 3, paddding: 1}",
        ['NL002 layers/0/paddding: "c" has no key "paddding"'],
        id="misspelt",
    ),
    pytest.param(
        "{name: c, type: conv2d}",
        ['NL004 layers/0: "c" lacks the keys out_channels, kernel_size'],
        id="missing",
    ),
    pytest.param(
        "{name: c, type: conv2d, out_channels: 8, kernel_size: 0}",
        ['NL004 layers/0/kernel_size: "c" has kernel_size 0; it must be at least 1'],
        id="kernel-0",
    ),
    pytest.param(
        "{name: c, type: conv2d, out_channels: 8, kernel_size: [3, 0]}",
        ['NL004 layers/0/kernel_size: "c" has kernel_size [3, 0]; it must be at least 1'],
        id="kernel-0-in-a-list",
    ),
    pytest.param(
        "{name: c, type: conv2d, out_channels: 8, kernel_size: []}",
        ['NL004 layers/0/kernel_size: "c" has kernel_size []; it must not be empty'],
        id="kernel-empty",
    ),
    pytest.param(
        "{name: c, type: conv2d, out_channels: H, kernel_size: 3}",
        ['NL004 layers/0/out_channels: "c" has out_channels "H"; it must be a whole number'],
        id="a-weight's-extent-is-no-symbol",
    ),
    pytest.param(
        "{name: c, type: conv2d, out_channels: 8, kernel_size: 3,"
        " stride: 0, dilation: 0, groups: 0}",
        [
            'NL004 layers/0/stride: "c" has stride 0; it must be at least 1',
            'NL004 layers/0/dilation: "c" has dilation 0; it must be at least 1',
            'NL004 layers/0/groups: "c" has groups 0; it must be at least 1',
        ],
        id="three-faults-of-one-layer",
    ),
    pytest.param(
        "{name: c, type: conv2d, out_channels: 8, kernel_size: 3, padding_mode: mirror}",
        [
            (
                'NL004 layers/0/padding_mode: "c" has padding_mode "mirror"; it must be one of'
                " zeros,"
                " reflect, replicate, circular"
            )
        ],
        id="a-word-that-is-none",
    ),
]


@pytest.mark.parametrize(("layer", "words"), KEYS)
def test_bad_keys(layer: str, words: list[str]) -> None:
    assert told(layer) == words


CONV = "{type: conv, out_channels: 4, kernel_size: 3"
PADDINGS = [
    pytest.param(f"{CONV}, padding: 1}}", X, "4x9x9", id="an-int"),
    pytest.param(f"{CONV}, padding: [1, 0]}}", X, "4x9x7", id="one-int-an-axis"),
    pytest.param(f"{CONV}, padding: [[1, 0], [0, 2]]}}", X, "4x8x9", id="pairs"),
    pytest.param(f"{CONV}, padding: [1]}}", "[N, 3, 9]", "4x9", id="one-int-in-1-d"),
    pytest.param(f"{CONV}, padding: [[2, 1]]}}", "[N, 3, 9]", "4x10", id="a-pair-in-1-d"),
    pytest.param(f"{CONV}, padding: valid}}", X, "4x7x7", id="valid"),
    pytest.param(f"{CONV}, padding: same}}", X, "4x9x9", id="same"),
    pytest.param(f"{CONV}, padding: same, stride: 2}}", X, "4x5x5", id="same-with-stride"),
    pytest.param(f"{CONV}, padding: same_lower, stride: 2}}", X, "4x5x5", id="same-lower"),
    pytest.param(f"{CONV}, padding: same, dilation: 4}}", X, "4x9x9", id="same-dilated"),
    pytest.param(
        "{type: conv, out_channels: 4, kernel_size: 4, padding: same}", X, "4x9x9", id="same-even"
    ),
    pytest.param(f"{CONV}, padding: causal}}", "[N, 3, 9]", "4x9", id="causal"),
    pytest.param(f"{CONV}, padding: causal, stride: 2}}", "[N, 3, 9]", "4x5", id="causal-stride"),
    pytest.param(
        "{type: conv_transpose, out_channels: 4, kernel_size: 3, stride: 2, padding: same}",
        X,
        "4x18x18",
        id="same-transposed",
    ),
    pytest.param(
        "{type: conv_transpose, out_channels: 4, kernel_size: 3, padding: [[1, 0], [0, 2]]}",
        X,
        "4x10x9",
        id="pairs-transposed",
    ),
    pytest.param("{type: max_pool, kernel_size: 2, padding: same}", X, "3x5x5", id="same-pool"),
    pytest.param(
        "{type: max_pool, kernel_size: 3, stride: 2, padding: [[0, 1], [1, 1]]}",
        X,
        "3x4x5",
        id="pairs-of-a-pool",
    ),
    pytest.param("{type: pad, padding: [[1, 2], [0, 3]]}", X, "3x12x12", id="pad"),
    pytest.param("{type: crop, cropping: [[1, 2], [0, 3]]}", X, "3x6x6", id="crop"),
]


@pytest.mark.parametrize(("layer", "x", "shape"), PADDINGS)
def test_padding(layer: str, x: str, shape: str) -> None:
    assert last(layer, x) == shape


BAD_PADDINGS = [
    pytest.param("-1", X, "has padding -1; it must be at least 0", id="negative"),
    pytest.param(
        "[1, -1]", X, "has padding [1, -1]; it must be at least 0", id="negative-in-a-list"
    ),
    pytest.param(
        "[[0, -1], [0, 0]]",
        X,
        "has padding [[0, -1], [0, 0]]; it must be at least 0",
        id="in-a-pair",
    ),
    pytest.param(
        "[[1], [1]]",
        X,
        "has padding [[1], [1]]; a pair is [begin, end], here it has 1 values",
        id="half-a-pair",
    ),
    pytest.param("[1, 1, 1]", X, "has 3 values in padding but the input has 2 space axes", id="3"),
    pytest.param(
        "[1, 0]", "[N, 3, 9]", "has 2 values in padding but the input has 1 space axis", id="1-d"
    ),
    pytest.param(
        "sane",
        X,
        'has padding "sane"; it must be one of same, same_lower, valid, causal or numbers;'
        ' did you mean "same"?',
        id="misspelt",
    ),
    pytest.param("causal", X, "has padding causal on 2 space axes; causal is", id="causal-2-d"),
    pytest.param("1.5", X, "has padding 1.5; it must be a whole number", id="a-fraction"),
    pytest.param("true", X, "has padding true; it must be a whole number", id="a-boolean"),
    pytest.param("null", X, "has padding null; it must be a whole number", id="null"),
]


@pytest.mark.parametrize(("padding", "x", "words"), BAD_PADDINGS)
def test_a_padding_that_is_none(padding: str, x: str, words: str) -> None:
    (only,) = told(
        f"{{name: c, type: conv, out_channels: 4, kernel_size: 3, padding: {padding}}}", x
    )
    assert only.startswith(f'NL004 layers/0/padding: "c" {words.replace("1 values", "1 value")}')


def test_a_negative_pad_names_crop() -> None:
    (finding,) = found("{name: p, type: pad, padding: -1}")
    assert (finding.code, finding.key) == ("NL004", "layers/0/padding")
    assert "crop" in f"{finding.message} {finding.help}"


LIKES = [
    pytest.param(
        "{type: max_pool, kernel_size: 2}, {type: upsample, like: x}", "3x9x9", id="upsample"
    ),
    pytest.param(f"{CONV}}}, {{type: crop, inputs: x, like: conv_1}}", "3x7x7", id="crop"),
    pytest.param(f"{CONV}}}, {{type: pad, like: x}}", "4x9x9", id="pad"),
    pytest.param(
        f"{CONV}, stride: 2}}, {{type: conv_transpose, out_channels: 3, kernel_size: 3, stride: 2,"
        " like: x}",
        "3x9x9",
        id="conv_transpose",
    ),
    pytest.param(
        "{type: max_pool, kernel_size: 2}, {type: conv_transpose, out_channels: 5,"
        " kernel_size: 2, stride: 2, like: x}",
        "5x9x9",
        id="conv_transpose-one-cell-more",
    ),
    pytest.param(
        "{name: p, type: max_pool, kernel_size: 2}, {type: max_unpool, indices: p, like: x}",
        "3x9x9",
        id="max_unpool",
    ),
]


@pytest.mark.parametrize(("layers", "shape"), LIKES)
def test_like_takes_the_space_of_another_tensor(layers: str, shape: str) -> None:
    assert last(layers) == shape


UNLIKE = [
    pytest.param(
        f"{CONV}}}, {{type: crop, like: x}}",
        'NL105 layers/1/like: "crop_1" cannot crop 7 to the 9 of x',
        id="a-crop-from-something-smaller",
    ),
    pytest.param(
        f"{CONV}}}, {{type: pad, inputs: x, like: conv_1}}",
        'NL105 layers/1/like: "pad_1" cannot pad 9 to the 7 of conv_1',
        id="a-pad-to-something-smaller",
    ),
    pytest.param(
        "{type: max_pool, kernel_size: 3}, {type: conv_transpose, out_channels: 5,"
        " kernel_size: 2, stride: 2, like: x}",
        'NL105 layers/1/like: "conv_transpose_1" cannot give 9 cells like x, only 6 to 7',
        id="a-transposed-size-out-of-reach",
    ),
    pytest.param(
        "{type: upsample, like: y}",
        'NL007 layers/0/like: "upsample_1" takes the size of "y", which does not exist',
        id="nothing",
    ),
    pytest.param(
        "global_avg_pool, flatten, {type: upsample, inputs: x, like: flatten_1}",
        'NL105 layers/2/like: "upsample_1" is like 3, which has 0 space axes, not 2',
        id="without-space",
    ),
    pytest.param(
        "{type: relu, like: x}", 'NL002 layers/0/like: "relu_1" has no key "like"', id="relu"
    ),
]


@pytest.mark.parametrize(("layers", "words"), UNLIKE)
def test_like_that_cannot_be_met(layers: str, words: str) -> None:
    (only,) = told(layers)
    code, _, message = words.partition(": ")
    if code.startswith("NL007"):
        assert only.startswith(f"{code}: ")
        assert "which does not exist" in only
        return
    assert only.startswith(f"{code}: {message}")


DECLARED = [
    pytest.param("{type: conv, out_channels: 4, kernel_size: 3, in_channels: 3}", None, id="right"),
    pytest.param(
        "{type: conv, out_channels: 4, kernel_size: 3, in_channels: 4}", "in_channels", id="wrong"
    ),
    pytest.param("{type: batch_norm, num_features: 3}", None, id="num-features"),
    pytest.param("{type: batch_norm, num_features: 9}", "num_features", id="wrong-num-features"),
    pytest.param(
        "{type: conv, out_channels: 4, kernel_size: 3, in_channels: H - 6}",
        None,
        id="an-expression",
    ),
    pytest.param(
        "{type: conv, out_channels: 4, kernel_size: 3, in_channels: H}",
        "in_channels",
        id="a-wrong-expression",
    ),
]


@pytest.mark.parametrize(("layer", "key"), DECLARED)
def test_declared_channels_are_checked(layer: str, key: str | None) -> None:
    text = spec(layer, "[N, 3, H, 9]").replace("layers:", "sizes: {H: 9}\nlayers:")
    found_ = check_net(load_text(text)).findings
    assert [(f.code, f.key) for f in found_] == ([("NL101", f"layers/0/{key}")] if key else [])


def test_the_output_is_certain_where_channels_are_wrong() -> None:
    layers = "{type: conv, out_channels: 4, kernel_size: 3, in_channels: 8}, {type: dropout, p: 2}"
    assert [f.code for f in found(layers)] == ["NL101", "NL004"]


SIZED = [
    pytest.param("{type: upsample, size: [H, 2 * H]}", "3x9x18", id="size"),
    pytest.param("{type: upsample, size: H // 2}", "3x4x4", id="a-floor"),
    pytest.param("{type: reshape, shape: [N, 3, H * W]}", "3x81", id="shape"),
    pytest.param("{type: adaptive_avg_pool, output_size: [3, H // 3]}", "3x3x3", id="output_size"),
    pytest.param("{type: slice, dim: 2, start: 1, end: H - 1}", "3x7x9", id="start-and-end"),
]


@pytest.mark.parametrize(("layer", "shape"), SIZED)
def test_size_expressions_stand_in_sizes(layer: str, shape: str) -> None:
    text = spec(layer, "[N, 3, H, W]").replace("layers:", "sizes: {H: 9, W: 9}\nlayers:")
    net = load_text(text)
    assert [f.message for f in check_net(net).findings if f.severity > 2] == []
    (y,) = Analysis(net).outputs(net.nodes[0]) or ()
    assert y.text() == shape


def test_a_size_expression_with_a_rest() -> None:
    text = spec("{type: upsample, size: H / 2}", "[N, 3, H, W]")
    (finding,) = check_net(
        load_text(text.replace("layers:", "sizes: {H: 9, W: 9}\nlayers:"))
    ).findings
    assert (finding.code, finding.key) == ("NL105", "layers/0/size")
    assert "9 / 2 leaves 1" in finding.message


def test_a_size_expression_with_an_unknown_symbol() -> None:
    assert told("{type: upsample, size: K}") == [
        'NL007 layers/0/size: "upsample_1" reads the symbol "K", which no input has'
    ]
