"""Pools of torch: max, average, power average, adaptive, global, and the undoing of a max pool."""

from __future__ import annotations

from collections.abc import Callable

from torch.nn import functional

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Refused, Suite, Value
from tests.oracle._torch import call, keywords, module, tensors


def window(draw: Draw, rank: int) -> Params:
    params: Params = {"kernel_size": draw.per_axis(rank, 1, 5)}
    if draw.chance(0.6):
        params["stride"] = draw.per_axis(rank, 1, 4)
    if draw.chance(0.5):
        params["ceil_mode"] = draw.chance(0.85)
    return params


def with_padding(draw: Draw, rank: int, params: Params) -> None:
    """Mostly up to half of the kernel, where torch's limit is."""
    kernel = params["kernel_size"]
    least = min(kernel) if isinstance(kernel, list) else kernel
    if draw.chance(0.65):
        params["padding"] = draw.per_axis(rank, 0, least // 2 + draw.chance(0.15))


def invalid(draw: Draw, params: Params, *keys: str) -> None:
    if draw.chance(0.05):
        params[draw.pick("stride", "kernel_size", *keys)] = draw.pick(0, -1)


def draw_max_pool(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    params = window(draw, rank)
    with_padding(draw, rank, params)
    if draw.chance(0.45):
        params["dilation"] = draw.per_axis(rank, 1, 3)
    invalid(draw, params, "padding", "dilation")
    x = draw.image(rank, draw.integer(1, 3))
    return Case(draw.ranked("max_pool", rank, params), params, [x])


def draw_avg_pool(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3, 3)
    params = window(draw, rank)
    with_padding(draw, rank, params)
    if draw.chance(0.3):
        params["count_include_pad"] = draw.chance(0.3)
    if rank > 1 and draw.chance(0.2):
        params["divisor_override"] = draw.pick(0, 1, 1, 2, 3, 5)
    invalid(draw, params, "padding")
    x = draw.image(rank, draw.integer(1, 3))
    return Case(draw.ranked("avg_pool", rank, params), params, [x])


def draw_lp_pool(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    params = {"norm_type": draw.pick(1, 2, 2, 3, 1.5)} | window(draw, rank)
    invalid(draw, params)
    x = draw.image(rank, draw.integer(1, 3))
    return Case(draw.ranked("lp_pool", rank, params), params, [x])


def run_lp_pool(case: Case) -> Answer:
    """LPPool1d takes no list; one of one entry means the same."""
    only = {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in case.params.items()}
    return run_pool("LPPool")(Case(case.type, only, case.inputs))


def run_pool(base: str) -> Callable[[Case], Answer]:
    return lambda case: call(module(base, case)(**keywords(case.params)), *tensors(case))


def draw_adaptive(kind: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 2, 3)
        size: Value = draw.pick(draw.integer(1, 8), draw.sizes(rank, 1, 9))
        if draw.chance(0.25):
            size = draw.pick(
                draw.sizes(rank + 1, 1, 5), -1, -2, [-1] * rank, [3] * (rank - 1) or -3
            )
        params: Params = {"output_size": size}
        x = draw.image(rank, draw.integer(1, 3))
        return Case(draw.ranked(f"adaptive_{kind}_pool", rank, params), params, [x])

    return draw_case


def rank_unchecked(case: Case, outcome: Answer | Refused) -> str | None:
    if isinstance(outcome, Answer) and case.rank() != len(case.inputs[0]) - 2:
        return "torch does not check the rank where an adaptive average pool gives 1"
    return None


def draw_global(kind: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 3)
        x = draw.image(rank, draw.integer(1, 4))
        return Case(draw.ranked(f"global_{kind}_pool", rank, {}), {}, [x])

    return draw_case


def run_global(base: str) -> Callable[[Case], Answer]:
    return lambda case: call(module(base, case)(1), *tensors(case))


def draw_max_unpool(draw: Draw) -> Case:
    """A pool, and a tensor of the pool's size or of another one."""
    rank = draw.pick(1, 2, 2, 3)
    pool = window(draw, rank)
    with_padding(draw, rank, pool)
    if draw.chance(0.15):
        pool["dilation"] = 2
    source = draw.image(rank, draw.integer(1, 3), low=5)
    try:
        (x,) = run_pool("MaxPool")(Case("max_pool", pool, [source])).outputs
    except RuntimeError:
        return draw_max_unpool(draw)
    if draw.chance(0.3):
        axis = draw.integer(1, len(x) - 1)
        x = [n + draw.pick(1, 2, -1) if i == axis else n for i, n in enumerate(x)]
        x = [max(1, n) for n in x]
    before = [{"name": "pool", "type": f"max_pool{rank}d", "inputs": "source"} | pool]
    name = draw.pick("max_unpool", f"max_unpool{rank}d")
    return Case(name, {"indices": "pool"}, [x, source], names=["x", "source"], before=before)


def run_max_unpool(case: Case) -> Answer:
    x, source = tensors(case)
    pool = keywords(pool_of(case))
    _, indices = getattr(functional, f"max_pool{source.dim() - 2}d")(
        source, return_indices=True, **pool
    )
    undo = module("MaxUnpool", case)
    for key in ("ceil_mode", "dilation"):
        pool.pop(key, None)
    return call(undo(**pool), x, indices, output_size=list(source.shape[2:]))


def out_of_reach(case: Case, outcome: Answer | Refused) -> str | None:
    """The tensor has the pool's size, but the source is too far from the default size."""
    if isinstance(outcome, Answer) or "invalid output_size" not in outcome.message:
        return None
    pool = pool_of(case)
    if run_pool("MaxPool")(Case("max_pool", pool, case.inputs[1:])).outputs != case.inputs[:1]:
        return None
    return "torch gives back only sizes within a stride of the default; the language gives back any"


def pool_of(case: Case) -> Params:
    pool = case.before[0] if case.before else {}
    return {key: value for key, value in pool.items() if key not in ("name", "type", "inputs")}


SUITES = (
    Suite("max_pool", draw_max_pool, run_pool("MaxPool"), 650),
    Suite("avg_pool", draw_avg_pool, run_pool("AvgPool"), 650),
    Suite("lp_pool", draw_lp_pool, run_lp_pool, 250),
    Suite(
        "adaptive_avg_pool", draw_adaptive("avg"), run_pool("AdaptiveAvgPool"), 150, rank_unchecked
    ),
    Suite(
        "adaptive_max_pool", draw_adaptive("max"), run_pool("AdaptiveMaxPool"), 150, rank_unchecked
    ),
    Suite("global_avg_pool", draw_global("avg"), run_global("AdaptiveAvgPool"), 30, rank_unchecked),
    Suite("global_max_pool", draw_global("max"), run_global("AdaptiveMaxPool"), 30, rank_unchecked),
    Suite("max_unpool", draw_max_unpool, run_max_unpool, 200, out_of_reach),
)
