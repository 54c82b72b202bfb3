"""Resizing, axes and merges of Keras."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import keras

from tests.oracle._draw import Draw
from tests.oracle._keras import arrays, call, image, keywords, layer, layout
from tests.oracle._record import Answer, Case, Params, Suite, Value


def draw_upsample(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 2, 3)
    factors = draw.sizes(rank + draw.chance(0.1), 1, 4)
    params: Params = {"scale_factor": draw.pick(draw.integer(1, 4), factors)}
    if draw.chance(0.12):
        params["scale_factor"] = draw.pick(0, -1)
    if rank == 2 and draw.chance(0.6):
        params["mode"] = draw.pick("nearest", "bilinear", "bicubic", "cubic")
    where = layout(draw) if rank > 1 else "channels_last"
    x = image(draw, rank, draw.integer(1, 3), where, high=6)
    return Case(draw.pick("upsample", f"upsample{rank}d"), params, [x], where)


def run_upsample(case: Case) -> Answer:
    (x,) = arrays(case)
    size = keywords(case.params)["scale_factor"]
    if case.rank() == 1:
        return call(keras.layers.UpSampling1D(only(size)), x)
    mode = {"interpolation": case.params["mode"]} if "mode" in case.params else {}
    return call(layer("UpSampling", case)(size, data_format=case.layout, **mode), x)


def only(value: Value) -> Value:
    """Layers of one axis take no list; one of one entry means the same."""
    return value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value


def draw_border(name: str, key: str, most: int) -> Callable[[Draw], Case]:
    """Cells added to or taken from both ends of every axis."""

    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 2, 3)
        cells = draw.pick(draw.integer(0, most), draw.sizes(rank, 0, most), draw.pairs(rank, most))
        if draw.chance(0.12):
            cells = draw.pick(-1, [*draw.pairs(rank, most), [0, 1]])
        where = layout(draw) if rank > 1 else "channels_last"
        x = image(draw, rank, draw.integer(1, 3), where, low=2, high=8)
        return Case(draw.pick(name, f"{name}{rank}d"), {key: cells}, [x], where)

    return draw_case


def run_border(base: str) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        (x,) = arrays(case)
        (cells,) = case.params.values()
        if case.rank() == 1:
            return call(layer(base, case)(only(cells)), x)
        return call(layer(base, case)(cells, data_format=case.layout), x)

    return run


def draw_flatten(draw: Draw) -> Case:
    where = layout(draw)
    return Case(
        "flatten", {}, [image(draw, draw.pick(1, 2, 3), draw.integer(1, 4), where, high=5)], where
    )


def run_flatten(case: Case) -> Answer:
    (x,) = arrays(case)
    return call(keras.layers.Flatten(case.layout), x)


def draw_reshape(draw: Draw) -> Case:
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 3), 1, 6)]
    first = draw.divisor(prod(x[1:]))
    shape = [first, prod(x[1:]) // first]
    if draw.chance(0.5):
        shape[draw.pick(0, 1)] = -1
    if draw.chance(0.35):
        shape[draw.pick(0, 1)] = draw.pick(7, -1, 5)
    return Case("reshape", {"shape": [x[0], *draw.pick(shape, [*shape, 1])]}, [x], "channels_last")


def run_reshape(case: Case) -> Answer:
    (x,) = arrays(case)
    return call(keras.layers.Reshape(case.params["shape"][1:]), x)


def draw_permute(draw: Draw) -> Case:
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 4), 1, 6)]
    dims = draw.shuffled(list(range(1, len(x))))
    if draw.chance(0.3):
        dims = draw.pick(dims[:-1], [*dims, 1], [dims[0], *dims[:-1]], [len(x), *dims[1:]])
    return Case("permute", {"dims": [0, *dims]}, [x], "channels_last")


def run_permute(case: Case) -> Answer:
    (x,) = arrays(case)
    return call(keras.layers.Permute(case.params["dims"][1:]), x)


def draw_concat(draw: Draw) -> Case:
    """On the channel axis, which is the last one here, or on a written one."""
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 4), 1, 6)]
    dim = draw.pick(-1, -1, *range(1, len(x)))
    inputs = [list(x) for _ in range(draw.integer(2, 4))]
    for one in inputs:
        one[dim] = draw.integer(1, 5)
    if draw.chance(0.3):
        axis = draw.integer(1, len(x) - 1)
        inputs[-1] = draw.pick([*x, 1], [*x[:axis], x[axis] + 2, *x[axis + 1 :]])
    written: Params = {} if dim == -1 and len(x) > 2 and draw.chance(0.7) else {"dim": dim}
    return Case("concat", written, inputs, "channels_last")


def run_concat(case: Case) -> Answer:
    return call(keras.layers.Concatenate(axis=case.params.get("dim", -1)), arrays(case))


def draw_merge(name: str) -> Callable[[Draw], Case]:
    """Operands of one rank and one batch; keras aligns others in its own way."""

    def draw_case(draw: Draw) -> Case:
        x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 4), 1, 5)]
        inputs = [x]
        for _ in range(draw.pick(1, 1, 2, 3)):
            other = [x[0], *(1 if draw.chance(0.25) else n for n in x[1:])]
            if draw.chance(0.25):
                axis = draw.integer(1, len(x) - 1)
                other[axis] = x[axis] + draw.integer(1, 3)
            inputs.append(other)
        return Case(name, {}, inputs, "channels_last")

    return draw_case


def run_merge(base: str) -> Callable[[Case], Answer]:
    return lambda case: call(getattr(keras.layers, base)(), arrays(case))


def merge(name: str, base: str) -> Suite:
    return Suite(name, draw_merge(name), run_merge(base), 60)


SUITES = (
    Suite("upsample", draw_upsample, run_upsample, 120),
    Suite("pad", draw_border("pad", "padding", 4), run_border("ZeroPadding"), 120),
    Suite("crop", draw_border("crop", "cropping", 3), run_border("Cropping"), 150),
    Suite("flatten", draw_flatten, run_flatten, 20),
    Suite("reshape", draw_reshape, run_reshape, 60),
    Suite("permute", draw_permute, run_permute, 60),
    Suite("concat", draw_concat, run_concat, 120),
    merge("add", "Add"),
    merge("sub", "Subtract"),
    merge("mul", "Multiply"),
    merge("maximum", "Maximum"),
    merge("minimum", "Minimum"),
    Suite("average", draw_merge("average"), run_merge("Average"), 120),
)
