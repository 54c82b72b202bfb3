"""Dense and sequence layers of torch; sequences are batch first."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn
from torch.nn import functional

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Refused, Suite
from tests.oracle._torch import call, counted, tensors


def draw_linear(draw: Draw) -> Case:
    """The last axis is the channel axis, or the only space axis."""
    layout, rank = draw.pick(
        ("channels_first", 2), ("tokens", 3), ("channels_first", 3), ("channels_last", 4)
    )
    x = [draw.integer(1, 3), *draw.sizes(rank - 1, 1, 7)]
    params: Params = {"out_features": draw.integer(1, 8)}
    if draw.chance(0.5):
        params["in_features"] = x[-1] + draw.pick(0, 0, 1, -1 if x[-1] > 1 else 2)
    if draw.chance(0.4):
        params["bias"] = draw.chance(0.3)
    return Case("linear", params, [x], layout)


def run_linear(case: Case) -> Answer:
    (x,) = tensors(case)
    params: Params = {"in_features": x.shape[-1]} | case.params
    return counted(nn.Linear(**params), x)


def draw_embedding(draw: Draw) -> Case:
    rows = draw.integer(1, 9)
    params: Params = {"num_embeddings": rows, "embedding_dim": draw.integer(1, 6)}
    if draw.chance(0.5):
        params["padding_idx"] = draw.pick(0, rows - 1, -1, -rows, rows, -rows - 1)
    if draw.chance(0.2):
        params["max_norm"] = 1.5
    x = [draw.integer(1, 3), *draw.sizes(draw.pick(1, 1, 2), 1, 7)]
    return Case("embedding", params, [x], "tokens", dtypes=["int64"])


def run_embedding(case: Case) -> Answer:
    return call(nn.Embedding(**case.params), *tensors(case))


def draw_recurrent(name: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        hidden = draw.integer(1, 6)
        params: Params = {"hidden_size": hidden}
        if draw.chance(0.4):
            params["num_layers"] = draw.integer(1, 3)
        if draw.chance(0.4):
            params["bidirectional"] = draw.chance(0.7)
        if draw.chance(0.25):
            params["bias"] = draw.chance(0.3)
        if name == "lstm" and draw.chance(0.4):
            params["proj_size"] = draw.integer(1, hidden) if draw.chance(0.85) else -1
        if draw.chance(0.15):
            params["dropout"] = draw.pick(0, 0.5, 1, 1.5, -0.1)
        if name == "rnn" and draw.chance(0.4):
            params["nonlinearity"] = draw.pick("relu", "tanh", "sigmoid")
        if draw.chance(0.08):
            params[draw.pick("hidden_size", "num_layers")] = draw.pick(0, -1)
        x = [draw.integer(1, 3), *draw.sizes(2, 1, 6)]
        if draw.chance(0.08):
            return Case(name, params, [[*x, draw.integer(1, 4)]], "channels_last")
        return Case(name, params, [x], "tokens")

    return draw_case


def run_recurrent(layer: Callable[..., nn.Module]) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        (x,) = tensors(case)
        return call(layer(x.shape[-1], batch_first=True, **case.params), x)

    return run


def draw_attention(draw: Draw) -> Case:
    """Self or cross attention, own widths of key and value, and a mask."""
    heads = draw.integer(1, 4)
    width = heads * draw.integer(1, 3) + (1 if draw.chance(0.12) else 0)
    n, t, s = draw.integer(1, 3), draw.integer(1, 6), draw.integer(1, 6)
    params: Params = {"num_heads": heads}
    if draw.chance(0.4):
        params["embed_dim"] = width + (draw.chance(0.2) and heads)
    if draw.chance(0.5):
        params[draw.pick("bias", "add_bias_kv", "add_zero_attn")] = draw.chance(0.6)
    query = [n, t, width]
    if draw.chance(0.3):
        return Case("multihead_attention", params, [query], "tokens")
    key, value = [n, s, width], [n, s, width]
    if draw.chance(0.35):
        key[2] = params["kdim"] = draw.integer(1, 6)
        value[2] = params["vdim"] = draw.integer(1, 6)
    if draw.chance(0.2):
        key = draw.pick([n + 1, s, key[2]], [n, s + 1, key[2]], [n, s, key[2] + 1])
    inputs = [query, key, value]
    if draw.chance(0.35):
        mask = draw.pick([t, s], [t, s], [n * heads, t, s], [t, s + 1], [n, t, s + 1])
        inputs.append(mask)
    return Case("multihead_attention", params, inputs, "tokens")


def run_attention(case: Case) -> Answer:
    query, *others = tensors(case)
    key, value, *mask = others or [query, query]
    params = {"embed_dim": query.shape[-1], "batch_first": True} | case.params
    return counted(
        nn.MultiheadAttention(**params), query, key, value, attn_mask=next(iter(mask), None)
    )


def width_not_said(case: Case, outcome: Answer | Refused) -> str | None:
    """A key of another width without `kdim`."""
    if len(case.inputs) < 3 or isinstance(outcome, Answer) or "embed_dim" in case.params:
        return None
    query, key, *_ = case.inputs
    if "kdim" not in case.params and key[:2] == case.inputs[2][:2] and key[2] != query[2]:
        return "torch infers no width of keys; without kdim it is that of the query"
    return None


def draw_dot_product(draw: Draw) -> Case:
    """Three axes, or four with the heads in front of the sequence."""
    lead = [draw.integer(1, 3), *draw.sizes(draw.pick(0, 1), 1, 3)]
    t, s, e, v = draw.sizes(4, 1, 6)
    params: Params = {}
    if draw.chance(0.3):
        params["is_causal"] = draw.chance(0.7)
    if draw.chance(0.2):
        params["scale"] = 0.5
    layout = "channels_last" if len(lead) == 2 else "tokens"
    if draw.chance(0.2):
        return Case("scaled_dot_product_attention", params, [[*lead, t, e]], layout)
    query, key, value = [*lead, t, e], [*lead, s, e], [*lead, s, v]
    if draw.chance(0.3):
        key = draw.pick([*lead, s, e + 1], [*lead, s + 1, e], [lead[0] + 4, *lead[1:], s, e])
    inputs = [query, key, value]
    if draw.chance(0.35):
        inputs.append(
            draw.pick([t, s], [*lead, t, s], [1] * len(lead) + [t, s], [t, s + 1], [t + 2, s])
        )
    return Case("scaled_dot_product_attention", params, inputs, layout)


def run_dot_product(case: Case) -> Answer:
    query, *others = tensors(case)
    key, value, *mask = others or [query, query]
    return counted(
        functional.scaled_dot_product_attention,
        query,
        key,
        value,
        attn_mask=next(iter(mask), None),
        **case.params,
    )


def stretched(case: Case, outcome: Answer | Refused) -> str | None:
    if isinstance(outcome, Answer) and outcome.outputs[0][:-1] != case.inputs[0][:-1]:
        return "torch lets a key or a mask stretch a query axis of 1; a result has the query's axes"
    return None


def draw_transformer(name: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        heads = draw.integer(1, 4)
        width = heads * draw.integer(1, 3) + (1 if draw.chance(0.15) else 0)
        params: Params = {"nhead": heads}
        if draw.chance(0.6):
            params["dim_feedforward"] = draw.integer(1, 9)
        if draw.chance(0.3):
            params["d_model"] = width + draw.pick(0, 0, heads)
        if draw.chance(0.3):
            params["activation"] = draw.pick("relu", "gelu", "gelu", "tanh")
        if draw.chance(0.4):
            params[draw.pick("norm_first", "bias")] = draw.chance(0.5)
        if draw.chance(0.15):
            params["dropout"] = draw.pick(0, 0.5, 1.5)
        x = [draw.integer(1, 3), draw.integer(1, 6), width]
        if name == "transformer_encoder_layer":
            return Case(name, params, [x], "tokens")
        memory = [x[0], draw.integer(1, 6), width]
        if draw.chance(0.25):
            memory = draw.pick([*memory[:2], width + 1], [x[0] + 1, *memory[1:]])
        return Case(name, params, [x, memory], "tokens")

    return draw_case


def run_transformer(layer: Callable[..., nn.Module]) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        x, *memory = tensors(case)
        params = {"d_model": x.shape[-1], "batch_first": True} | case.params
        return counted(layer(**params), x, *memory)

    return run


def recurrent(name: str, layer: Callable[..., nn.Module], cases: int) -> Suite:
    return Suite(name, draw_recurrent(name), run_recurrent(layer), cases)


def transformer(name: str, layer: Callable[..., nn.Module], cases: int) -> Suite:
    return Suite(name, draw_transformer(name), run_transformer(layer), cases)


SUITES = (
    Suite("linear", draw_linear, run_linear, 150),
    Suite("embedding", draw_embedding, run_embedding, 80),
    recurrent("lstm", nn.LSTM, 250),
    recurrent("gru", nn.GRU, 150),
    recurrent("rnn", nn.RNN, 150),
    Suite("multihead_attention", draw_attention, run_attention, 300, width_not_said),
    Suite("scaled_dot_product_attention", draw_dot_product, run_dot_product, 250, stretched),
    transformer("transformer_encoder_layer", nn.TransformerEncoderLayer, 180),
    transformer("transformer_decoder_layer", nn.TransformerDecoderLayer, 150),
)
