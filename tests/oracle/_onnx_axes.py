"""Axes and reductions of onnxruntime."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle._draw import Draw
from tests.oracle._onnx import ints, run, spread
from tests.oracle._record import Answer, Case, Params, Refused, Suite, Value


def draw_slice(draw: Draw) -> Case:
    x = draw.tensor()
    params: Params = {"dim": draw.dim(len(x))}
    params |= {"start": draw.integer(-6, 4), "end": draw.integer(-3, 8)}
    if draw.chance(0.4):
        params["step"] = draw.pick(1, 2, 3, 0)
    return Case("slice", params, [x])


def run_slice(case: Case) -> Answer:
    p = case.params
    constants = [ints([p[key]]) for key in ("start", "end", "dim")]
    return run(case, "Slice", [*constants, ints([p.get("step", 1)])])


def draw_split(draw: Draw) -> Case:
    x = [draw.integer(1, 3), *draw.sizes(draw.integer(1, 4), 2, 9)]
    dim = draw.dim(len(x))
    n = x[dim] if -len(x) <= dim < len(x) else 4
    first = draw.integer(1, n)
    sections = draw.pick([first, n - first or 1], [1] * n, [n], [first, first])
    return Case("split", {"dim": dim, "split_size_or_sections": sections}, [x])


def run_split(case: Case) -> Answer:
    sections = case.params["split_size_or_sections"]
    return run(case, "Split", [ints(sections)], len(sections), axis=case.params["dim"])


def draw_axis(name: str, more: int) -> Callable[[Draw], Case]:
    """One axis taken out or put in; only an axis of one cell can be taken out by ONNX."""

    def draw_case(draw: Draw) -> Case:
        x = [draw.integer(2, 3), *(draw.pick(1, 3) for _ in range(draw.integer(1, 3)))]
        return Case(name, {"dim": draw.dim(len(x) + more)}, [x])

    return draw_case


def not_one(case: Case, outcome: Answer | Refused) -> str | None:
    x, dim = case.inputs[0], case.params["dim"]
    if -len(x) <= dim < len(x) and x[dim] != 1:
        return "onnx refuses to squeeze an axis that is not 1, torch leaves it"
    return None


def draw_reduction(name: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        x = draw.tensor()
        dims: Value = draw.pick(
            draw.dim(len(x)), [0, -1], [1], [draw.dim(len(x)), draw.dim(len(x))]
        )
        params: Params = {"dim": dims if name != "argmax" else draw.dim(len(x))}
        return Case(name, params | draw.pick({}, {"keepdim": True}, {"keepdim": False}), [x])

    return draw_case


def run_reduction(op: str) -> Callable[[Case], Answer]:
    def answer(case: Case) -> Answer:
        keep = int(case.params.get("keepdim", False))
        return run(case, op, [ints(spread(case.params["dim"], 1))], keepdims=keep)

    return answer


def twice(case: Case, outcome: Answer | Refused) -> str | None:
    """One axis named twice."""
    dims, rank = spread(case.params["dim"], 1), len(case.inputs[0])
    if isinstance(outcome, Answer) and len({dim % rank for dim in dims}) < len(dims):
        return "onnxruntime reduces an axis that is named twice, torch refuses it"
    return None


def run_argmax(case: Case) -> Answer:
    keep = int(case.params.get("keepdim", False))
    return run(case, "ArgMax", [], axis=case.params["dim"], keepdims=keep)


def draw_reshape(draw: Draw) -> Case:
    n, c, w = draw.image(1, draw.integer(1, 6))
    shape = draw.pick([n, c * w], [n, w, c], [n, -1], [-1, c], [n, c, 1, w], [n, -1, 1, c])
    if draw.chance(0.3):
        shape = draw.pick([n, -1, -1], [n, 7], [-1, 7], [n, c + 1, -1])
    return Case("reshape", {"shape": shape}, [[n, c, w]])


def draw_permute(draw: Draw) -> Case:
    x = draw.tensor()
    dims = draw.shuffled(list(range(len(x))))
    if draw.chance(0.3):
        dims = draw.pick(dims[:-1], [dims[0], *dims[:-1]], [len(x), *dims[1:]])
    return Case("permute", {"dims": dims}, [x])


def draw_gather(draw: Draw) -> Case:
    x = draw.tensor(2, 4)
    dim = draw.dim(len(x))
    index = [draw.integer(1, n) for n in x]
    if draw.chance(0.25):
        index = draw.pick(draw.bumped(x), x[:-1])
    return Case("gather", {"dim": dim}, [x, index], dtypes=["float32", "int64"])


def reduction(name: str, op: str) -> Suite:
    return Suite(name, draw_reduction(name), run_reduction(op), 60, twice)


SUITES = (
    Suite("slice", draw_slice, run_slice, 120),
    Suite("split", draw_split, run_split, 80),
    Suite(
        "squeeze",
        draw_axis("squeeze", 0),
        lambda case: run(case, "Squeeze", [ints([case.params["dim"]])]),
        30,
        not_one,
    ),
    Suite(
        "unsqueeze",
        draw_axis("unsqueeze", 1),
        lambda case: run(case, "Unsqueeze", [ints([case.params["dim"]])]),
        30,
    ),
    reduction("sum", "ReduceSum"),
    reduction("mean", "ReduceMean"),
    Suite("argmax", draw_reduction("argmax"), run_argmax, 40),
    Suite(
        "reshape", draw_reshape, lambda case: run(case, "Reshape", [ints(case.params["shape"])]), 60
    ),
    Suite(
        "permute",
        draw_permute,
        lambda case: run(case, "Transpose", [], perm=case.params["dims"]),
        60,
    ),
    Suite(
        "gather",
        draw_gather,
        lambda case: run(case, "GatherElements", [], axis=case.params["dim"]),
        60,
    ),
)
