"""Reductions of torch."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn import functional

from tests.oracle._draw import Draw
from tests.oracle._record import Case, Params, Suite, Value
from tests.oracle._torch import applied


def draw_reduction(name: str, several: bool, *options: Params) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        x = draw.tensor(2, 5)
        params = dict(draw.pick(*options or ({},)))
        params["dim"] = draw.dim(len(x))
        if several and draw.chance(0.5):
            params["dim"] = [draw.dim(len(x)) for _ in range(draw.integer(1, 3))]
        if draw.chance(0.5):
            params["keepdim"] = draw.chance(0.6)
        return Case(name, params, [x])

    return draw_case


def first(function: Callable[..., Value]) -> Callable[..., Value]:
    """Values without their indices."""
    return lambda x, **params: function(x, **params).values


def vector_norm(x: torch.Tensor, p: float = 2, **params: Value) -> Value:
    return torch.linalg.vector_norm(x, ord=p, **params)


def draw_cosine_similarity(draw: Draw) -> Case:
    x = draw.tensor(2, 4)
    other = [1 if draw.chance(0.15) else n for n in x]
    if draw.chance(0.3):
        other = draw.spoiled(x)
    params: Params = {}
    if draw.chance(0.7):
        params["dim"] = draw.dim(len(x))
    if draw.chance(0.2):
        params["eps"] = 0.001
    return Case("cosine_similarity", params, [x, other])


SUITES = (
    Suite("sum", draw_reduction("sum", True), applied(torch.sum), 100),
    Suite("mean", draw_reduction("mean", True), applied(torch.mean), 100),
    Suite("max", draw_reduction("max", False), applied(first(torch.max)), 60),
    Suite("min", draw_reduction("min", False), applied(first(torch.min)), 60),
    Suite("argmax", draw_reduction("argmax", False), applied(torch.argmax), 60),
    Suite(
        "norm",
        draw_reduction("norm", True, {}, {"p": 1}, {"p": 2}, {"p": 3}, {"p": 0.5}),
        applied(vector_norm),
        120,
    ),
    Suite("cosine_similarity", draw_cosine_similarity, applied(functional.cosine_similarity), 100),
)
