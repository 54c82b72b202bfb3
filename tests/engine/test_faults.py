"""Faults: what layers refuse of their inputs and of their keys, by code and key, with the words."""

from __future__ import annotations

import pytest

import netlint
from netlint.core.finding import Severity

IMAGE = ["N", 4, 8, 8]
TOKENS = ["N", 6, 12]

Keys = dict[str, object]


def told(layers: list[object], x: list[object], layout: str = "channels_first") -> list[str]:
    """Every error as ``CODE key: message``."""
    net = {"inputs": {"x": x}, "layout": layout, "layers": layers}
    errors = [f for f in netlint.check(net).findings if f.severity is Severity.ERROR]
    return [f"{f.code} {f.key}: {f.message}" for f in errors]


REFUSED = [
    pytest.param(
        {"type": "crop", "name": "c"},
        'NL004 layers/0: "c" has no target; give cropping or like',
        id="crop-without-a-target",
    ),
    pytest.param(
        {"type": "crop", "name": "c", "cropping": 1, "like": "x"},
        'NL004 layers/0: "c" has cropping and like; give cropping or like',
        id="crop-with-two-targets",
    ),
    pytest.param(
        {"type": "crop", "name": "c", "cropping": 4},
        'NL105 layers/0: "c" turns 8x8 into 0x0',
        id="crop-to-nothing",
    ),
    pytest.param(
        {"type": "crop", "name": "c", "like": "x", "offset": 1},
        'NL105 layers/0/like: "c" cannot crop 8 to the 8 of x behind offset 1',
        id="crop-behind-an-offset",
    ),
    pytest.param(
        {"type": "crop", "name": "c", "like": "x", "offset": [0, 0, 0]},
        'NL004 layers/0/offset: "c" has 3 values in offset but the input has 2 space axes',
        id="crop-with-too-many-offsets",
    ),
    pytest.param(
        {"type": "crop", "name": "c", "like": "x", "offset": "left"},
        'NL004 layers/0/offset: "c" has offset "left"; it must be one of center',
        id="crop-with-a-word",
    ),
    pytest.param(
        {"type": "pad", "name": "p"},
        'NL004 layers/0: "p" has no target; give padding, multiple_of or like',
        id="pad-without-a-target",
    ),
    pytest.param(
        {"type": "pad", "name": "p", "padding": 1, "multiple_of": 2},
        'NL004 layers/0: "p" has padding and multiple_of; give one of them',
        id="pad-with-two-targets",
    ),
    pytest.param(
        {"type": "upsample", "name": "u"},
        'NL004 layers/0: "u" has no target; give scale_factor, size or like',
        id="upsample-without-a-target",
    ),
    pytest.param(
        {"type": "upsample", "name": "u", "scale_factor": 0},
        'NL004 layers/0/scale_factor: "u" has scale_factor 0; it must be',
        id="upsample-by-0",
    ),
    pytest.param(
        {"type": "upsample", "name": "u", "scale_factor": 0.1},
        'NL105 layers/0: "u" turns 8x8 into 0x0',
        id="upsample-to-nothing",
    ),
    pytest.param(
        {"type": "upsample", "name": "u", "scale_factor": 2, "mode": "trilinear"},
        'NL106 layers/0/mode: "u" has mode trilinear, which is for 3 space axes; the input has 2',
        id="upsample-in-another-mode",
    ),
    pytest.param(
        {"type": "upsample", "name": "u", "scale_factor": 2, "align_corners": True},
        'NL004 layers/0/align_corners: "u" has align_corners true; it is for the modes',
        id="align-corners-of-nearest",
    ),
    pytest.param(
        {"type": "roll", "name": "r", "shifts": [1, 2]},
        'NL004 layers/0/shifts: "r" has shifts [1, 2]; without dims there is one shift',
        id="roll-two-shifts-without-dims",
    ),
    pytest.param(
        {"type": "roll", "name": "r", "shifts": [1, 2], "dims": [1]},
        'NL004 layers/0/dims: "r" has dims [1]; it must have one value a shift, 2',
        id="roll-a-dim-short",
    ),
    pytest.param(
        {"type": "roll", "name": "r", "shifts": 1, "dims": 7},
        'NL106 layers/0/dims: "r" has dims 7 but the input [N, 4, 8, 8] has the axes 0 to 3',
        id="roll-an-axis-that-is-not-there",
    ),
    pytest.param(
        {"type": "slice", "name": "s", "dim": 2, "start": 8},
        'NL105 layers/0: "s" keeps nothing of the 8 cells of axis 2 in 8:',
        id="slice-of-nothing",
    ),
    pytest.param(
        {"type": "slice", "name": "s", "dim": 2, "start": 3, "end": 3},
        'NL105 layers/0: "s" keeps nothing of the 8 cells of axis 2 in 3:3',
        id="slice-an-empty-one",
    ),
    pytest.param(
        {"type": "slice", "name": "s", "dim": 4},
        'NL106 layers/0/dim: "s" has dim 4 but the input [N, 4, 8, 8] has the axes 0 to 3',
        id="slice-an-axis-that-is-not-there",
    ),
    pytest.param(
        {"type": "slice", "name": "s", "dim": 2, "step": 0},
        'NL004 layers/0/step: "s" has step 0; it must be at least 1',
        id="slice-by-0",
    ),
    pytest.param(
        {"type": "pixel_shuffle", "name": "p", "upscale_factor": 3},
        'NL107 layers/0/upscale_factor: "p" has upscale_factor squared 9 on 4 channels',
        id="pixel-shuffle",
    ),
    pytest.param(
        {"type": "group_norm", "name": "g", "num_groups": 3},
        'NL107 layers/0/num_groups: "g" has num_groups 3 on 4 channels',
        id="group-norm",
    ),
    pytest.param(
        {"type": "channel_shuffle", "name": "g", "groups": 3},
        'NL107 layers/0/groups: "g" has groups 3 on 4 channels',
        id="channel-shuffle",
    ),
    pytest.param(
        {"type": "glu", "name": "g", "dim": 5},
        'NL106 layers/0/dim: "g" has dim 5 but the input [N, 4, 8, 8] has the axes 0 to 3',
        id="glu",
    ),
    pytest.param(
        {"type": "permute", "name": "p", "dims": [0, 1, 2]},
        "NL106 layers/0/dims: ",
        id="permute-too-few",
    ),
    pytest.param(
        {"type": "permute", "name": "p", "dims": [0, 1, 2, 2]},
        "NL106 layers/0/dims: ",
        id="permute-one-twice",
    ),
    pytest.param(
        {"type": "flatten", "name": "f", "start_dim": 3, "end_dim": 1},
        'NL106 layers/0/start_dim: "f" has start_dim 3 behind end_dim 1',
        id="flatten-backwards",
    ),
    pytest.param(
        {"type": "reshape", "name": "r", "shape": ["N", -1, -1]},
        "NL004 layers/0/shape",
        id="reshape-two-open",
    ),
    pytest.param(
        {"type": "reshape", "name": "r", "shape": ["N", 0, -1]},
        "NL004 layers/0/shape",
        id="reshape-0",
    ),
    pytest.param(
        {"type": "reshape", "name": "r", "shape": ["N", 255]},
        'NL105 layers/0/shape: "r" cannot make [1, 255] of [N, 4, 8, 8]: 256 values, not 255',
        id="reshape-another-number",
    ),
    pytest.param(
        {"type": "reshape", "name": "r", "shape": ["N", 5, -1]},
        'NL105 layers/0/shape: "r" cannot make [1, 5, -1] of [N, 4, 8, 8]: 256 values,'
        " which 5 does not divide",
        id="reshape-a-rest",
    ),
    pytest.param(
        {"type": "expand", "name": "e", "size": ["N", 4, 8, 9]},
        "NL105 layers/0/size: ",
        id="expand-an-axis-that-is-not-1",
    ),
    pytest.param(
        {"type": "split", "name": "s", "split_size_or_sections": [1, 2], "dim": 1},
        "NL105 layers/0/split_size_or_sections: ",
        id="split-parts-that-do-not-add-up",
    ),
    pytest.param(
        {"type": "select", "name": "s", "dim": 1, "index": 4},
        "NL105 layers/0/index: ",
        id="select-outside",
    ),
    pytest.param(
        {"type": "unflatten", "name": "u", "dim": 1, "unflattened_size": [3, 2]},
        "NL105 layers/0/unflattened_size: ",
        id="unflatten-another-number",
    ),
    pytest.param(
        {"type": "avg_pool2d", "name": "a", "kernel_size": 9},
        'NL105 layers/0: "a" turns 8x8 into 0x0',
        id="pool-beyond-its-input",
    ),
    pytest.param(
        {"type": "unfold", "name": "u", "kernel_size": 9},
        'NL206 layers/0/kernel_size: "u" has kernel 9 on 8x8',
        id="unfold-beyond-its-input",
    ),
    pytest.param(
        {"type": "layer_norm", "name": "l", "normalized_shape": 7},
        "NL102 layers/0/normalized_shape",
        id="layer-norm",
    ),
    pytest.param(
        {"type": "prelu", "name": "p", "num_parameters": 3},
        "NL101 layers/0/num_parameters: ",
        id="prelu",
    ),
    pytest.param(
        {"type": "conv2d", "name": "c", "out_channels": 6, "kernel_size": 3, "groups": 4},
        'NL107 layers/0/groups: "c" has groups 4 on 6 channels out',
        id="groups-of-the-channels-out",
    ),
    pytest.param(
        {
            "type": "conv_transpose2d",
            "name": "c",
            "out_channels": 6,
            "kernel_size": 1,
            "padding": 4,
        },
        'NL105 layers/0: "c" turns 8x8 into 0x0',
        id="transposed-to-nothing",
    ),
    pytest.param(
        {
            "type": "conv_transpose2d",
            "name": "c",
            "out_channels": 6,
            "kernel_size": 3,
            "padding": "causal",
        },
        'NL004 layers/0/padding: "c" has padding causal, which no transposed window has',
        id="transposed-causal",
    ),
    pytest.param(
        {"type": "max_unpool2d", "name": "u", "indices": "x"},
        "NL004 layers/0/indices",
        id="unpool-what-is-no-pool",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c h w"},
        'NL004 layers/0/pattern: "r" has pattern "n c h w"; it must have two sides',
        id="rearrange-one-side",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c h h -> n c h"},
        'NL004 layers/0/pattern: "r" has pattern "n c h h -> n c h"; it names "',
        id="rearrange-twice",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c h w -> n c h"},
        'NL004 layers/0/pattern: "r" has pattern "n c h w -> n c h"; it names "w" on one side only',
        id="rearrange-a-lone-name",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c (h w -> n c h w"},
        "NL004 layers/0/pattern",
        id="rearrange-open-parentheses",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c h) w -> n c h w"},
        "NL004 layers/0/pattern",
        id="rearrange-closed-parentheses",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c ((h w)) -> n c h w"},
        "NL004 layers/0/pattern",
        id="rearrange-nested-parentheses",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c 2h w -> n c 2h w"},
        "NL004 layers/0/pattern",
        id="rearrange-a-bad-name",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": 3},
        'NL004 layers/0/pattern: "r" has pattern 3; it must be a text',
        id="rearrange-a-number",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c (h a) w -> n c h a w", "a": 3},
        "NL107 layers/0/",
        id="rearrange-what-does-not-divide",
    ),
    pytest.param(
        {"type": "rearrange", "name": "r", "pattern": "n c w -> n w c"},
        "NL106 layers/0",
        id="rearrange-another-rank",
    ),
    pytest.param(
        {"type": "einsum", "name": "e", "equation": "nchw->->n"},
        'NL004 layers/0/equation: "e" has equation "nchw->->n"; it has more than one arrow',
        id="einsum-two-arrows",
    ),
    pytest.param(
        {"type": "einsum", "name": "e", "equation": "nchw->nz"},
        'NL004 layers/0/equation: "e" has equation "nchw->nz"; its result has "',
        id="einsum-a-letter-from-nowhere",
    ),
    pytest.param(
        {"type": "einsum", "name": "e", "equation": "nchw->nn"},
        'NL004 layers/0/equation: "e" has equation "nchw->nn"; its result names "n" twice',
        id="einsum-a-letter-twice",
    ),
    pytest.param(
        {"type": "einsum", "name": "e", "equation": "nchw->n..."},
        'NL004 layers/0/equation: "e" has equation "nchw->n..."; its result has "...", which no',
        id="einsum-dots-from-nowhere",
    ),
    pytest.param(
        {"type": "einsum", "name": "e", "equation": 3},
        'NL004 layers/0/equation: "e" has equation 3; it must be a text',
        id="einsum-a-number",
    ),
    pytest.param(
        {
            "type": "embedding",
            "name": "e",
            "num_embeddings": 4,
            "embedding_dim": 2,
            "padding_idx": 4,
        },
        'NL004 layers/0/padding_idx: "e" has padding_idx 4; it must be one of the 4 rows, -4 to 3',
        id="embedding-a-row-that-is-not-there",
    ),
    pytest.param(
        {"type": "window_reverse", "name": "w"},
        'NL004 layers/0: "w" has no target; give size or like',
        id="window-reverse-without-a-target",
    ),
    pytest.param(
        {"type": "window_partition", "name": "w", "window_size": 3},
        "NL107 layers/0/window_size",
        id="window-partition",
    ),
    pytest.param(
        {"type": "patch_embed", "name": "p", "patch_size": 3, "embed_dim": 8},
        "NL107 layers/0/patch_size",
        id="patch-embed",
    ),
    pytest.param(
        {"type": "threshold", "name": "t"},
        'NL004 layers/0: "t" lacks the keys threshold, value',
        id="threshold",
    ),
    pytest.param(
        {"type": "hardtanh", "name": "h", "min_val": 2, "max_val": 1},
        "NL004 layers/0/max_val: ",
        id="hardtanh",
    ),
]


@pytest.mark.parametrize(("layer", "words"), REFUSED)
def test_what_a_layer_refuses_of_an_image(layer: Keys, words: str) -> None:
    (only, *_) = told([layer], list(IMAGE))
    assert only.startswith(words)


SEQUENCES = [
    pytest.param(
        {"type": "multihead_attention", "name": "a", "num_heads": 5},
        "NL107 layers/0/num_heads",
        id="heads",
    ),
    pytest.param(
        {"type": "lstm", "name": "l", "hidden_size": 4, "input_size": 9},
        'NL102 layers/0/input_size: "l" has input_size 9 but "x" gives 6x12',
        id="lstm",
    ),
    pytest.param(
        {"type": "lstm", "name": "l", "hidden_size": 4, "inputs": ["x", "x"]},
        'NL004 layers/0/inputs: "l" has 2 inputs; ',
        id="lstm-one-state",
    ),
    pytest.param(
        {"type": "gru", "name": "g", "hidden_size": 4, "inputs": ["x", "x"]},
        'NL103 layers/0/inputs: "g" starts from a state of 1x6x12, its own is 1x1x4',
        id="gru-a-state-of-another-shape",
    ),
    pytest.param(
        {"type": "positional_embedding", "name": "p", "num_embeddings": 4},
        'NL102 layers/0/num_embeddings: "p" has num_embeddings 4 but "x" gives 6x12',
        id="positions",
    ),
    pytest.param(
        {"type": "transformer_encoder_layer", "name": "t", "nhead": 5},
        "NL107 layers/0/nhead",
        id="transformer",
    ),
    pytest.param(
        {"type": "conv2d", "name": "c", "out_channels": 4, "kernel_size": 3},
        'NL106 layers/0/type: "c" needs 2 space axes, the input [N, 6, 12] has 1',
        id="conv2d",
    ),
    pytest.param(
        {"type": "linear", "name": "l", "out_features": 4, "in_features": 9},
        'NL102 layers/0/in_features: "l" has in_features 9 but "x" gives 6x12',
        id="linear",
    ),
    pytest.param({"type": "glu", "name": "g", "dim": 1}, "", id="glu-of-six-steps"),
]


@pytest.mark.parametrize(("layer", "words"), SEQUENCES)
def test_what_a_layer_refuses_of_a_sequence(layer: Keys, words: str) -> None:
    found = told([layer], list(TOKENS), "tokens")
    if not words:
        assert found == []
        return
    assert found[0].startswith(words)


MERGES = [
    pytest.param({"type": "matmul"}, "NL103 layers/1/inputs", id="matmul"),
    pytest.param({"type": "stack", "dim": 1}, "NL104 layers/1/inputs", id="stack"),
    pytest.param({"type": "concat", "dim": 2}, "NL104 layers/1/inputs", id="concat"),
    pytest.param({"type": "average"}, "NL103 layers/1/inputs", id="average"),
    pytest.param({"type": "div"}, "NL103 layers/1/inputs", id="div"),
    pytest.param({"type": "cosine_similarity", "dim": 1}, "NL103 layers/1/inputs", id="cosine"),
    pytest.param({"type": "add", "value": 2}, "NL004 layers/1/value", id="add-with-a-value-too"),
    pytest.param({"type": "sub", "value": "2"}, "NL004 layers/1/value", id="a-text-as-value"),
]


@pytest.mark.parametrize(("layer", "words"), MERGES)
def test_what_a_merge_refuses(layer: Keys, words: str) -> None:
    first = {"name": "c", "type": "conv2d", "out_channels": 6, "kernel_size": 4}
    found = told([first, {**layer, "inputs": ["x", "c"]}], list(IMAGE))
    assert found[0].startswith(words)


def test_fewer_axes_are_no_fault_of_a_merge_that_broadcasts() -> None:
    layers: list[object] = [
        {"name": "p", "type": "parameter", "shape": [8]},
        {"type": "mul", "inputs": ["x", "p"]},
    ]
    assert told(layers, list(IMAGE)) == []
