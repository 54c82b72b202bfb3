"""Activation and regularisation in torch."""

from __future__ import annotations

from collections.abc import Callable

from torch import nn
from torch.nn import functional

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Suite, Value
from tests.oracle._torch import built, call, tensors
from tests.oracle._torch_join import channel, tokens_too


def draw_prelu(draw: Draw) -> Case:
    x = draw.image(draw.pick(0, 1, 2, 3), draw.integer(1, 5), high=4)
    if draw.chance(0.2):
        return Case("prelu", {}, [x])
    params: Params = {"num_parameters": draw.pick(1, x[1], x[1], x[1] + 1)}
    if draw.chance(0.2):
        params["init"] = 0.1
    return Case("prelu", params, [x])


def draw_softmax(name: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        x = draw.tensor(2, 5)
        return Case(name, {"dim": draw.dim(len(x))} if draw.chance(0.7) else {}, [x])

    return tokens_too(draw_case)


def along(function: Callable[..., Value]) -> Callable[[Case], Answer]:
    """A function whose `dim` is the channel axis unless another is written."""

    def run(case: Case) -> Answer:
        return call(function, *tensors(case), **{"dim": channel(case)} | case.params)

    return run


def draw_elementwise(name: str, *options: Params) -> Callable[[Draw], Case]:
    """Value rank; one of the parameter sets, valid or not."""
    return lambda draw: Case(name, draw.pick(*options), [draw.tensor(2, 5)])


def elementwise(name: str, layer: Callable[..., nn.Module], *options: Params) -> Suite:
    """One parameter set has cases of four ranks."""
    every = options or ({},)
    return Suite(name, draw_elementwise(name, *every), plain(layer), 6 * len(every))


def plain(layer: Callable[..., nn.Module]) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        try:
            return call(layer(**case.params), *tensors(case))
        except ZeroDivisionError as error:
            raise ValueError(str(error)) from None

    return run


def draw_spatial_dropout(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 3)
    params: Params = {"p": draw.pick(0, 0.1, 0.5, 1, 1.5, -0.1)} if draw.chance(0.8) else {}
    name = draw.pick("spatial_dropout", f"spatial_dropout{rank}d")
    return Case(name, params, [draw.image(rank, draw.integer(1, 4), high=5)])


def run_spatial_dropout(case: Case) -> Answer:
    return call(getattr(nn, f"Dropout{case.rank()}d")(**case.params), *tensors(case))


RATES: tuple[Params, ...] = ({}, {"p": 0}, {"p": 0.1}, {"p": 1}, {"p": 1.5}, {"p": -0.1})

SUITES = (
    Suite("prelu", draw_prelu, built(nn.PReLU), 60),
    Suite("softmax", draw_softmax("softmax"), along(functional.softmax), 80),
    Suite("log_softmax", draw_softmax("log_softmax"), along(functional.log_softmax), 60),
    Suite("glu", draw_softmax("glu"), along(functional.glu), 100),
    elementwise("relu", nn.ReLU),
    elementwise("relu6", nn.ReLU6),
    elementwise("leaky_relu", nn.LeakyReLU, {}, {"negative_slope": 0.2}),
    elementwise("elu", nn.ELU, {}, {"alpha": 0.5}),
    elementwise("selu", nn.SELU),
    elementwise("celu", nn.CELU, {}, {"alpha": 0.5}, {"alpha": 0}),
    elementwise(
        "gelu",
        nn.GELU,
        {},
        {"approximate": "tanh"},
        {"approximate": "none"},
        {"approximate": "fast"},
    ),
    elementwise("silu", nn.SiLU),
    elementwise("mish", nn.Mish),
    elementwise("hardswish", nn.Hardswish),
    elementwise("hardsigmoid", nn.Hardsigmoid),
    elementwise(
        "hardtanh", nn.Hardtanh, {}, {"min_val": -2, "max_val": 2}, {"min_val": 2}, {"max_val": -1}
    ),
    elementwise("sigmoid", nn.Sigmoid),
    elementwise("tanh", nn.Tanh),
    elementwise("softplus", nn.Softplus, {}, {"beta": 2}, {"threshold": 10}),
    elementwise("softsign", nn.Softsign),
    elementwise(
        "threshold", nn.Threshold, {"threshold": 0.1, "value": 0}, {"threshold": 0, "value": -1}
    ),
    elementwise("identity", nn.Identity),
    elementwise("dropout", nn.Dropout, *RATES),
    elementwise("alpha_dropout", nn.AlphaDropout, *RATES),
    Suite("spatial_dropout", draw_spatial_dropout, run_spatial_dropout, 60),
)
