"""Dense, recurrent, attention and normalising layers of Keras."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import keras

from tests.oracle._draw import Draw
from tests.oracle._keras import arrays, call, image, keywords, layer, layout
from tests.oracle._record import Answer, Case, Params, Sizes, Suite


def draw_linear(draw: Draw) -> Case:
    params: Params = {"out_features": draw.integer(1, 8) if draw.chance(0.8) else draw.pick(0, -1)}
    if draw.chance(0.4):
        params["bias"] = draw.chance(0.3)
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 4), 1, 6)]
    return Case("linear", params, [x], "channels_last")


def draw_embedding(draw: Draw) -> Case:
    params: Params = {"num_embeddings": draw.integer(1, 9), "embedding_dim": draw.integer(1, 6)}
    x = [draw.integer(1, 3), *draw.sizes(draw.pick(1, 1, 2), 1, 7)]
    return Case("embedding", params, [x], "tokens", dtypes=["int64"])


def run_plain(base: str) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        (x,) = arrays(case)
        return call(getattr(keras.layers, base)(**keywords(case.params)), x)

    return run


def draw_recurrent(name: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        params: Params = {
            "hidden_size": draw.integer(1, 6) if draw.chance(0.85) else draw.pick(0, -1)
        }
        if draw.chance(0.4):
            params["bias"] = draw.chance(0.3)
        if draw.chance(0.4):
            params["bidirectional"] = draw.chance(0.7)
        return Case(name, params, [[draw.integer(1, 3), *draw.sizes(2, 1, 6)]], "tokens")

    return draw_case


def run_recurrent(base: str, two_biases: bool) -> Callable[[Case], Answer]:
    """States get the language's first axis; weights count where keras has as many biases."""

    def run(case: Case) -> Answer:
        (x,) = arrays(case)
        params = dict(case.params)
        units, both = params.pop("hidden_size"), params.pop("bidirectional", False)
        cell = getattr(keras.layers, base)
        one = cell(units, return_sequences=True, return_state=True, **keywords(params))
        measured = two_biases or params.get("bias") is False
        answer = call(keras.layers.Bidirectional(one) if both else one, x, measured)
        output, *states = answer.outputs
        ways = 2 if both else 1
        grown = [[ways, *state] for state in states[: len(states) // ways]]
        return Answer([output, *grown], answer.weights)

    return run


def draw_attention(draw: Draw) -> Case:
    heads, n, t, s = draw.integer(1, 4), *draw.sizes(3, 1, 5)
    width = heads * draw.integer(1, 3)
    params: Params = {"num_heads": heads}
    if draw.chance(0.3):
        params["bias"] = draw.chance(0.3)
    if draw.chance(0.3):
        return Case("multihead_attention", params, [[n, t, width]], "tokens")
    key, value = [n, s, width], [n, s, width]
    if draw.chance(0.5):
        key[2] = params["kdim"] = draw.integer(1, 6)
        value[2] = params["vdim"] = draw.integer(1, 6)
    if draw.chance(0.3):
        value = [n, s + 1, value[2]]
    return Case("multihead_attention", params, [[n, t, width], key, value], "tokens")


def run_attention(case: Case) -> Answer:
    """The scores are those of every head; the language gives their mean."""
    query, *others = arrays(case)
    key, value = others or [query, query]
    heads = case.params["num_heads"]
    bias = case.params.get("bias", True)
    one = keras.layers.MultiHeadAttention(heads, query.shape[-1] // heads, use_bias=bias)
    output, scores = one(query, value, key, return_attention_scores=True)
    weights = sum(prod(weight.shape) for weight in one.trainable_weights)
    return Answer([list(output.shape), list(scores.mean(1).shape)], int(weights))


def draw_batch_norm(draw: Draw) -> Case:
    where = layout(draw)
    rank = draw.pick(1, 2, 3)
    params: Params = {"affine": draw.chance(0.5)} if draw.chance(0.5) else {}
    x = image(draw, rank, draw.integer(1, 6), where, high=5)
    return Case(draw.pick("batch_norm", f"batch_norm{rank}d"), params, [x], where)


def run_batch_norm(case: Case) -> Answer:
    (x,) = arrays(case)
    affine = case.params.get("affine", True)
    axis = -1 if case.layout == "channels_last" else 1
    return call(keras.layers.BatchNormalization(axis, center=affine, scale=affine), x)


def draw_group_norm(draw: Draw) -> Case:
    where = layout(draw)
    groups = draw.integer(1, 4)
    channels = groups * draw.integer(1, 3) + (draw.chance(0.3) and 1)
    x = image(draw, draw.pick(1, 2, 3), channels, where, low=2, high=5)
    params: Params = {"num_groups": groups if draw.chance(0.9) else 20}
    if draw.chance(0.4):
        params["affine"] = draw.chance(0.3)
    return Case("group_norm", params, [x], where)


def run_group_norm(case: Case) -> Answer:
    (x,) = arrays(case)
    affine = case.params.get("affine", True)
    axis = -1 if case.layout == "channels_last" else 1
    norm = keras.layers.GroupNormalization(
        case.params["num_groups"], axis, center=affine, scale=affine
    )
    return call(norm, x)


def draw_layer_norm(draw: Draw) -> Case:
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 3), 2, 5)]
    params: Params = (
        {"normalized_shape": x[-draw.integer(1, len(x) - 1) :]} if draw.chance(0.7) else {}
    )
    if draw.chance(0.4):
        params["elementwise_affine"] = draw.chance(0.3)
    return Case("layer_norm", params, [x], "channels_last")


def run_layer_norm(case: Case) -> Answer:
    (x,) = arrays(case)
    axes = list(range(-len(case.params.get("normalized_shape", [1])), 0))
    affine = case.params.get("elementwise_affine", True)
    return call(keras.layers.LayerNormalization(axes, center=affine, scale=affine), x)


def draw_prelu(draw: Draw) -> Case:
    x = image(draw, draw.pick(1, 2, 3), draw.integer(1, 5), "channels_last", high=4)
    return Case("prelu", {"num_parameters": x[-1]}, [x], "channels_last")


def run_prelu(case: Case) -> Answer:
    (x,) = arrays(case)
    return call(keras.layers.PReLU(shared_axes=list(range(1, x.ndim - 1))), x)


def draw_rate(draw: Draw) -> Case:
    params: Params = {"p": draw.pick(0, 0.1, 0.5, 1.0, 1.5, -0.1)}
    return Case("dropout", params, [[draw.integer(1, 3), *draw.sizes(draw.integer(1, 3), 1, 5)]])


def draw_spatial_dropout(draw: Draw) -> Case:
    case = draw_rate(draw)
    rank = draw.pick(1, 2, 3)
    where = layout(draw) if rank > 1 else "channels_last"
    x: Sizes = image(draw, rank, draw.integer(1, 4), where, high=5)
    return Case(draw.pick("spatial_dropout", f"spatial_dropout{rank}d"), case.params, [x], where)


def run_spatial_dropout(case: Case) -> Answer:
    (x,) = arrays(case)
    where = {} if case.rank() == 1 else {"data_format": case.layout}
    return call(layer("SpatialDropout", case)(case.params["p"], **where), x)


SUITES = (
    Suite("linear", draw_linear, run_plain("Dense"), 60),
    Suite("embedding", draw_embedding, run_plain("Embedding"), 20),
    Suite("lstm", draw_recurrent("lstm"), run_recurrent("LSTM", two_biases=False), 60),
    Suite("gru", draw_recurrent("gru"), run_recurrent("GRU", two_biases=True), 60),
    Suite("rnn", draw_recurrent("rnn"), run_recurrent("SimpleRNN", two_biases=False), 60),
    Suite("multihead_attention", draw_attention, run_attention, 60),
    Suite("batch_norm", draw_batch_norm, run_batch_norm, 40),
    Suite("group_norm", draw_group_norm, run_group_norm, 60),
    Suite("layer_norm", draw_layer_norm, run_layer_norm, 40),
    Suite("prelu", draw_prelu, run_prelu, 12),
    Suite("dropout", draw_rate, run_plain("Dropout"), 24),
    Suite("spatial_dropout", draw_spatial_dropout, run_spatial_dropout, 40),
)
