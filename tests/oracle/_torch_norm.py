"""Normalisation in torch."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

from torch import nn

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Refused, Suite, Value
from tests.oracle._torch import built, call, keywords, tensors


def draw_batch_norm(draw: Draw) -> Case:
    rank = draw.pick(0, 1, 2, 2, 3)
    channels = draw.integer(1, 6)
    params: Params = {}
    if draw.chance(0.4):
        params["num_features"] = channels + draw.pick(0, 0, 1)
    if draw.chance(0.5):
        params[draw.pick("affine", "track_running_stats")] = draw.chance(0.3)
    if draw.chance(0.3):
        params |= draw.pick({"eps": 0.001}, {"momentum": 0.01})
    x = draw.image(rank, channels, high=5)
    name = draw.ranked("batch_norm", rank, params) if rank else "batch_norm"
    return Case(draw.pick(name, "batch_norm1d") if rank < 2 else name, params, [x])


def run_batch_norm(case: Case) -> Answer:
    (x,) = tensors(case)
    claimed = case.type[-2] if case.type.endswith("d") else max(1, x.dim() - 2)
    params = {"num_features": x.shape[1]} | case.params
    return call(getattr(nn, f"BatchNorm{claimed}d")(**params), x)


def one_cell(case: Case, outcome: Answer | Refused) -> str | None:
    """Batch norm of a batch of one cell."""
    if isinstance(outcome, Refused) and "more than 1 value per channel" in outcome.message:
        return "torch refuses one cell in training only; the language says it as a hint"
    return None


def one_value(case: Case, outcome: Answer | Refused) -> str | None:
    """Group and layer norm where a statistic has one value."""
    (x,) = case.inputs
    shape = case.params.get("normalized_shape", x[-1])
    values = prod(shape if isinstance(shape, list) else [shape])
    if case.type == "group_norm":
        values = prod(x[1:]) // max(1, case.params["num_groups"])
    if isinstance(outcome, Answer) and values == 1:
        return "torch gives zeros in silence; a rule of netlint refuses a statistic of one value"
    return None


def draw_instance_norm(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    channels = draw.integer(1, 4)
    params: Params = {}
    if draw.chance(0.7):
        params[draw.pick("affine", "track_running_stats")] = draw.chance(0.7)
    if draw.chance(0.3):
        params["num_features"] = channels
    x = draw.image(rank, channels, high=5)
    if draw.chance(0.3):
        x = [*x[:2], *(1 for _ in x[2:])]
    return Case(draw.ranked("instance_norm", rank, params), params, [x])


def run_instance_norm(case: Case) -> Answer:
    (x,) = tensors(case)
    params = {"num_features": x.shape[1]} | case.params
    return call(getattr(nn, f"InstanceNorm{case.rank()}d")(**params), x)


def draw_shaped_norm(name: str, switches: tuple[str, ...]) -> Callable[[Draw], Case]:
    """Layer norm and RMS norm: the last axes, or what is written."""

    def draw_case(draw: Draw) -> Case:
        x = draw.tensor(2, 5)
        params: Params = {}
        if draw.chance(0.75):
            shape: Value = x[-draw.integer(1, len(x) - 1) :]
            if draw.chance(0.35):
                shape = draw.pick(draw.spoiled(shape), [2, *x], x[1:2])
            params["normalized_shape"] = shape[0] if len(shape) == 1 and draw.chance(0.5) else shape
        if draw.chance(0.4):
            params[draw.pick(*switches)] = draw.chance(0.3)
        layout = draw.pick("tokens", "channels_first") if len(x) == 3 else "channels_first"
        return Case(name, params, [x], layout)

    return draw_case


def run_shaped_norm(layer: Callable[..., nn.Module]) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        params = {"normalized_shape": case.inputs[0][-1]} | case.params
        return call(layer(**keywords(params)), *tensors(case))

    return run


def draw_group_norm(draw: Draw) -> Case:
    groups = draw.integer(1, 4)
    channels = groups * draw.integer(1, 3) + (draw.chance(0.3) and 1)
    params: Params = {"num_groups": groups}
    if draw.chance(0.05):
        params["num_groups"] = draw.pick(0, -1)
    if draw.chance(0.4):
        params["affine"] = draw.chance(0.3)
    if draw.chance(0.2):
        params["eps"] = 0.001
    return Case("group_norm", params, [draw.image(draw.pick(0, 1, 2, 3), channels, low=2, high=5)])


def run_group_norm(case: Case) -> Answer:
    (x,) = tensors(case)
    try:
        layer = nn.GroupNorm(num_channels=x.shape[1], **case.params)
    except ZeroDivisionError as error:
        raise ValueError(str(error)) from None
    return call(layer, x)


def draw_local_response_norm(draw: Draw) -> Case:
    params: Params = {"size": draw.integer(1, 6)}
    if draw.chance(0.5):
        params |= draw.pick({"alpha": 0.001}, {"beta": 0.5}, {"k": 2})
    return Case(
        "local_response_norm", params, [draw.image(draw.pick(0, 1, 2, 3), draw.integer(1, 6))]
    )


SUITES = (
    Suite("batch_norm", draw_batch_norm, run_batch_norm, 200, one_cell),
    Suite("instance_norm", draw_instance_norm, run_instance_norm, 120),
    Suite(
        "layer_norm",
        draw_shaped_norm("layer_norm", ("elementwise_affine", "bias")),
        run_shaped_norm(nn.LayerNorm),
        200,
        one_value,
    ),
    Suite(
        "rms_norm",
        draw_shaped_norm("rms_norm", ("elementwise_affine",)),
        run_shaped_norm(nn.RMSNorm),
        120,
    ),
    Suite("group_norm", draw_group_norm, run_group_norm, 100, one_value),
    Suite("local_response_norm", draw_local_response_norm, built(nn.LocalResponseNorm), 50),
)
