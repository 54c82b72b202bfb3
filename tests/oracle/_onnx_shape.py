"""Resizing, merges and products of onnxruntime."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.oracle._draw import Draw
from tests.oracle._onnx import NOTHING, ends, ints, run, spread
from tests.oracle._record import Answer, Case, Params, Refused, Suite

SCALES = (1, 2, 3, 0.5, 1.5, 0.25, 2.5, 0.7, 1.15, 0.29, 1.1, 0.3333)
MODES = {
    "nearest": "nearest",
    "bilinear": "linear",
    "linear": "linear",
    "trilinear": "linear",
    "bicubic": "cubic",
}
RANKED = {
    1: ("nearest", "linear"),
    2: ("nearest", "bilinear", "bicubic"),
    3: ("nearest", "trilinear"),
}


def draw_upsample(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    params: Params = {"mode": draw.pick(*RANKED[rank])} if draw.chance(0.7) else {}
    if draw.chance(0.7):
        several = [draw.pick(*SCALES) for _ in range(rank)]
        params["scale_factor"] = draw.pick(draw.pick(*SCALES), several)
    else:
        params["size"] = draw.sizes(rank, 1, 12)
    return Case(draw.pick("upsample", f"upsample{rank}d"), params, [draw.image(rank, 2, high=20)])


def run_upsample(case: Case) -> Answer:
    (x,), params, rank = case.inputs, case.params, case.rank()
    mode = MODES[params.get("mode", "nearest")]
    if "size" in params:
        return run(case, "Resize", [NOTHING, NOTHING, ints([*x[:2], *params["size"]])], mode=mode)
    scales = np.array([1, 1, *spread(params["scale_factor"], rank)], np.float32)
    return run(case, "Resize", [NOTHING, scales], mode=mode)


def rounded(case: Case, outcome: Answer | Refused) -> str | None:
    """Products that differ between single and double precision."""
    if isinstance(outcome, Refused) or "size" in case.params:
        return None
    factors = spread(case.params["scale_factor"], case.rank())
    exact = [int(n * factor) for n, factor in zip(case.inputs[0][2:], factors, strict=True)]
    if exact != outcome.outputs[0][2:]:
        return "onnx multiplies by the scale in single precision, the language in double"
    return None


def draw_pad(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    cells = draw.pick(draw.integer(0, 4), draw.sizes(rank, 0, 4), draw.pairs(rank, 4))
    params: Params = {"padding": cells}
    if draw.chance(0.8):
        params["mode"] = draw.pick("constant", "reflect", "replicate", "circular")
    return Case(draw.pick("pad", f"pad{rank}d"), params, [draw.image(rank, 2, high=6)])


def run_pad(case: Case) -> Answer:
    rank = case.rank()
    pads = ends(case.params["padding"], rank)
    mode = PADS[case.params.get("mode", "constant")]
    return run(case, "Pad", [ints([0, 0, *pads[:rank], 0, 0, *pads[rank:]])], mode=mode)


def pad_differs(case: Case, outcome: Answer | Refused) -> str | None:
    """Reflecting or wrapping more than there is."""
    pads, rank = ends(case.params["padding"], case.rank()), case.rank()
    limit = {"reflect": 1, "circular": 0}.get(case.params.get("mode", "constant"))
    if limit is None or isinstance(outcome, Refused):
        return None
    for n, begin, end in zip(case.inputs[0][2:], pads[:rank], pads[rank:], strict=True):
        if max(begin, end) > n - limit:
            return (
                "onnxruntime lets reflect and wrap exceed the input; torch and the language do not"
            )
    return None


PADS = {"constant": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def draw_depth_to_space(draw: Draw) -> Case:
    r = draw.pick(1, 2, 2, 3, 4)
    channels = r * r * draw.integer(1, 3) + (draw.chance(0.35) and 1)
    return Case("pixel_shuffle", {"upscale_factor": r}, [draw.image(2, channels, high=5)])


def run_depth_to_space(case: Case) -> Answer:
    return run(case, "DepthToSpace", [], blocksize=case.params["upscale_factor"], mode="CRD")


def draw_space_to_depth(draw: Draw) -> Case:
    r = draw.pick(1, 2, 2, 3, 4)
    n, c, h, w = draw.image(2, draw.integer(1, 3), high=4)
    x = [n, c, h * r, w * r if draw.chance(0.7) else w]
    return Case("pixel_unshuffle", {"downscale_factor": r}, [x])


def run_space_to_depth(case: Case) -> Answer:
    return run(case, "SpaceToDepth", [], blocksize=case.params["downscale_factor"])


def draw_concat(draw: Draw) -> Case:
    x = draw.tensor()
    dim = draw.dim(len(x))
    inputs = [list(x) for _ in range(draw.integer(1, 3))]
    for one in inputs:
        if -len(x) <= dim < len(x):
            one[dim] = draw.integer(1, 5)
    if draw.chance(0.25):
        inputs[-1] = draw.pick(draw.bumped(inputs[-1]), [*x, 1])
    return Case("concat", {"dim": dim}, inputs)


def draw_merge(name: str, most: int) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        x = draw.tensor()
        inputs = [x]
        for _ in range(draw.integer(1, most - 1)):
            other = [1 if draw.chance(0.3) else n for n in x]
            inputs.append(draw.bumped(x) if draw.chance(0.3) else other)
        return Case(name, {}, inputs)

    return draw_case


def draw_matmul(draw: Draw) -> Case:
    n, h, i, j, k = draw.sizes(5, 1, 4)
    left, right = draw.pick(
        ([n, i, j], [n, j, k]),
        ([n, h, i, j], [h, j, k]),
        ([n, i, j], [j, k]),
        ([n, 1, i, j], [h, j, k]),
    )
    return Case("matmul", {}, [left, draw.bumped(right) if draw.chance(0.3) else right])


def merge(name: str, op: str, most: int) -> Suite:
    return Suite(name, draw_merge(name, most), lambda case: run(case, op, []), 50)


SUITES = (
    Suite("upsample", draw_upsample, run_upsample, 200, rounded),
    Suite("pad", draw_pad, run_pad, 120, pad_differs),
    Suite("pixel_shuffle", draw_depth_to_space, run_depth_to_space, 30),
    Suite("pixel_unshuffle", draw_space_to_depth, run_space_to_depth, 30),
    Suite(
        "concat", draw_concat, lambda case: run(case, "Concat", [], axis=case.params["dim"]), 100
    ),
    merge("add", "Add", 2),
    merge("sub", "Sub", 2),
    merge("mul", "Mul", 2),
    merge("div", "Div", 2),
    merge("maximum", "Max", 3),
    merge("minimum", "Min", 3),
    merge("average", "Mean", 3),
    Suite("matmul", draw_matmul, lambda case: run(case, "MatMul", []), 60),
)
