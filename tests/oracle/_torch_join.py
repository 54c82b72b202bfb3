"""Joining and splitting in torch: concat, stack, arithmetic, split, slice, gather."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

import torch
from torch import Tensor

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Suite, Value
from tests.oracle._torch import applied, call, tensors


def channel(case: Case) -> int:
    return -1 if case.layout == "tokens" else 1


def draw_concat(draw: Draw) -> Case:
    x = draw.tensor()
    params: Params = {}
    if draw.chance(0.6):
        params["dim"] = draw.dim(len(x))
    axis = params.get("dim", 1)
    inputs = [list(x) for _ in range(draw.pick(1, 2, 2, 3, 4))]
    for one in inputs:
        if -len(x) <= axis < len(x):
            one[axis] = draw.integer(1, 5)
    if draw.chance(0.25):
        inputs[-1] = draw.spoiled(inputs[-1])
    return Case("concat", params, inputs, "channels_first")


def tokens_too(draw_case: Callable[[Draw], Case]) -> Callable[[Draw], Case]:
    """The same layer on tokens, where the channel axis is the last."""

    def drawn(draw: Draw) -> Case:
        case = draw_case(draw)
        if any(len(x) != 3 for x in case.inputs) or draw.chance(0.6):
            return case
        swapped = case.inputs
        if "dim" not in case.params:
            swapped = [[n, t, c] for n, c, t in case.inputs]
        return Case(case.type, case.params, swapped, "tokens")

    return drawn


def run_concat(case: Case) -> Answer:
    return call(torch.cat, tensors(case), dim=case.params.get("dim", channel(case)))


def draw_stack(draw: Draw) -> Case:
    x = draw.tensor(2, 4)
    inputs = [list(x) for _ in range(draw.pick(1, 2, 2, 3, 4))]
    if draw.chance(0.25):
        inputs[-1] = draw.spoiled(x)
    params: Params = {"dim": draw.dim(len(x) + 1)} if draw.chance(0.8) else {}
    return Case("stack", params, inputs)


def run_stack(case: Case) -> Answer:
    return call(torch.stack, tensors(case), **case.params)


def draw_merge(name: str, most: int) -> Callable[[Draw], Case]:
    """Equal, broadcast, of other rank, or not fitting."""

    def draw_case(draw: Draw) -> Case:
        x = draw.tensor(2, 5)
        if name in ("add", "sub", "mul", "div") and draw.chance(0.12):
            return Case(name, {"value": draw.pick(2, 0.5, -1)}, [x])
        inputs = [x]
        for _ in range(draw.pick(1, 1, most - 1)):
            other = [1 if draw.chance(0.25) else n for n in x]
            if draw.chance(0.15):
                other = other[-draw.integer(1, len(x)) :]
            if draw.chance(0.3):
                other = draw.spoiled(x)
            inputs.append(other)
        return Case(name, {}, inputs if draw.chance(0.7) else inputs[::-1])

    return draw_case


def run_merge(function: Callable[[Value, Value], Tensor]) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        operands = [*tensors(case), *case.params.values()]
        return call(lambda *xs: reduce(function, xs), *operands)

    return run


def draw_split(draw: Draw) -> Case:
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 4), 2, 9)]
    params: Params = {"dim": draw.dim(len(x))} if draw.chance(0.6) else {}
    dim = params.get("dim", 1)
    n = x[dim] if -len(x) <= dim < len(x) else 4
    first = draw.integer(1, max(1, n - 1))
    sections = draw.pick([first, n - first], [first] * 2, [1] * n, [n], [n + 1, -1])
    params["split_size_or_sections"] = draw.pick(draw.integer(1, 5), sections)
    if draw.chance(0.06):
        params["split_size_or_sections"] = draw.pick(0, -1)
    return Case("split", params, [x])


def run_split(case: Case) -> Answer:
    params = case.params
    (x,) = tensors(case)
    dim = params.get("dim", channel(case))
    return call(torch.split, x, params["split_size_or_sections"], dim=dim)


def draw_chunk(draw: Draw) -> Case:
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 4), 1, 9)]
    params: Params = {"chunks": draw.pick(1, 2, 3, 4, 5, draw.pick(0, -1))}
    if draw.chance(0.6):
        params["dim"] = draw.dim(len(x))
    return Case("chunk", params, [x])


def run_chunk(case: Case) -> Answer:
    (x,) = tensors(case)
    return call(torch.chunk, x, case.params["chunks"], dim=case.params.get("dim", channel(case)))


def draw_slice(draw: Draw) -> Case:
    x = draw.tensor()
    params: Params = {"dim": draw.dim(len(x))}
    if draw.chance(0.6):
        params["start"] = draw.integer(-6, 4)
    if draw.chance(0.6):
        params["end"] = draw.integer(-3, 8)
    if draw.chance(0.4):
        params["step"] = draw.pick(1, 2, 2, 3, 7, 0, -1)
    return Case("slice", params, [x])


def run_slice(case: Case) -> Answer:
    return call(torch.ops.aten.slice, *tensors(case), **case.params)


def draw_select(draw: Draw) -> Case:
    x = draw.tensor()
    return Case("select", {"dim": draw.dim(len(x)), "index": draw.integer(-6, 5)}, [x])


def draw_gather(draw: Draw) -> Case:
    x = draw.tensor(2, 4)
    dim = draw.dim(len(x))
    index = [draw.integer(1, n) for n in x]
    if -len(x) <= dim < len(x):
        index[dim] = draw.integer(1, 8)
    if draw.chance(0.2):
        index = draw.spoiled(x)
    return Case("gather", {"dim": dim}, [x, index], dtypes=["float32", "int64"])


def run_gather(case: Case) -> Answer:
    x, index = tensors(case)
    return call(torch.gather, x, case.params["dim"], index)


def arithmetic(name: str, most: int, function: Callable[[Value, Value], Tensor]) -> Suite:
    return Suite(name, draw_merge(name, most), run_merge(function), 150)


SUITES = (
    Suite("concat", tokens_too(draw_concat), run_concat, 250),
    Suite("stack", draw_stack, run_stack, 120),
    arithmetic("add", 3, torch.add),
    arithmetic("sub", 2, torch.sub),
    arithmetic("mul", 3, torch.mul),
    arithmetic("div", 2, torch.div),
    arithmetic("maximum", 3, torch.maximum),
    arithmetic("minimum", 3, torch.minimum),
    Suite("split", tokens_too(draw_split), run_split, 200),
    Suite("chunk", tokens_too(draw_chunk), run_chunk, 120),
    Suite("slice", draw_slice, run_slice, 250),
    Suite("select", draw_select, applied(torch.select), 100),
    Suite("gather", draw_gather, run_gather, 120),
)
