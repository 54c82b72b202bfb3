"""Windows of Keras: convolutions and pools, padded by words."""

from __future__ import annotations

from collections.abc import Callable

from tests.oracle._draw import Draw
from tests.oracle._keras import arrays, call, image, keywords, layer, layout, says
from tests.oracle._record import Answer, Case, Params, Refused, Suite, Value


def window(draw: Draw, rank: int, words: tuple[str, ...]) -> Params:
    """Stride or dilation, which exclude each other in Keras."""
    params: Params = {"kernel_size": draw.per_axis(rank, 1, 5)}
    key = draw.pick("stride", "stride", "dilation", "none")
    if key != "none":
        params[key] = draw.per_axis(rank, 1, 3)
    if draw.chance(0.05):
        params["stride"], params["dilation"] = 2, 2
    if draw.chance(0.05):
        params[draw.pick("stride", "dilation", "kernel_size")] = draw.pick(0, -1)
    word = draw.pick("none", *words)
    if word != "none":
        params["padding"] = word
    return params


def draw_conv(draw: Draw) -> Case:
    rank = draw.pick(1, 1, 2, 2, 3)
    groups = draw.pick(1, 1, 1, 2, 3)
    words = (
        ("valid", "same", "same", "causal") if rank == 1 or draw.chance(0.08) else ("valid", "same")
    )
    params = {"out_channels": groups * draw.integer(1, 3)} | window(draw, rank, words)
    if groups > 1:
        params["groups"] = groups
    if draw.chance(0.06):
        params["groups"] = draw.pick(2, 3, 4)
    if draw.chance(0.3):
        params["bias"] = draw.chance(0.3)
    where = layout(draw)
    x = image(draw, rank, groups * draw.integer(1, 3), where, high=14)
    return Case(draw.pick("conv", f"conv{rank}d", f"conv{rank}d"), params, [x], where)


def run_window(base: str) -> Callable[[Case], Answer]:
    """The case as the layer of that name; `padding` none is valid."""

    def run(case: Case) -> Answer:
        (x,) = arrays(case)
        params = keywords({"padding": "valid"} | case.params)
        return call(layer(base, case)(data_format=case.layout, **params), x)

    return run


def conv_differs(case: Case, outcome: Answer | Refused) -> str | None:
    if says(outcome, "not supported in conjunction"):
        return "keras takes no dilation with a stride"
    return None


def draw_conv_transpose(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    params: Params = {"out_channels": draw.integer(1, 4)}
    params |= window(draw, rank, ("valid", "same", "same"))
    if draw.chance(0.3):
        params["output_padding"] = draw.per_axis(rank, 0, 3)
    if draw.chance(0.3):
        params["bias"] = draw.chance(0.3)
    where = layout(draw)
    x = image(draw, rank, draw.integer(1, 3), where, high=6)
    return Case(draw.pick("conv_transpose", f"conv_transpose{rank}d"), params, [x], where)


def run_conv_transpose(case: Case) -> Answer:
    (x,) = arrays(case)
    params = keywords({"padding": "valid"} | case.params)
    transposed = layer("Conv", case, "DTranspose")
    return call(transposed(data_format=case.layout, **params), x)


def transpose_differs(case: Case, outcome: Answer | Refused) -> str | None:
    """Where the formulas part: see the table of dialects for transposed convolution."""
    if why := conv_differs(case, outcome):
        return why
    rank = case.rank()
    kernel, stride, dilation = (
        per_axis(case, key, rank) for key in ("kernel_size", "stride", "dilation")
    )
    if min(kernel) < 1 or min(stride) < 1 or min(dilation) < 1:
        return None
    if case.params.get("padding") == "same" and "output_padding" in case.params:
        return "keras adds an int output_padding to (x-1)*s + e%2; `same` is x*s in the language"
    extent = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    wide = all(e >= s for e, s in zip(extent, stride, strict=True))
    if case.params.get("padding") != "same" and "output_padding" not in case.params and not wide:
        return "keras fills up to the stride where the kernel is smaller"
    if says(outcome, "output_padding") and any(
        s <= op < d
        for s, op, d in zip(stride, per_axis(case, "output_padding", rank), dilation, strict=True)
    ):
        return "keras bounds output_padding by the stride alone, the language by dilation too"
    return None


def per_axis(case: Case, key: str, rank: int) -> list[int]:
    value = case.params.get(key, 0 if key == "output_padding" else 1)
    return list(value[:rank]) if isinstance(value, list) else [value] * rank


def draw_depthwise(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2)
    params = window(draw, rank, ("valid", "same", "same"))
    if draw.chance(0.5):
        params["depth_multiplier"] = draw.integer(1, 3)
    if draw.chance(0.3):
        params["bias"] = draw.chance(0.3)
    where = layout(draw)
    x = image(draw, rank, draw.integer(1, 5), where, high=14)
    return Case(draw.pick("depthwise_conv", f"depthwise_conv{rank}d"), params, [x], where)


def draw_separable(draw: Draw) -> Case:
    case = draw_depthwise(draw)
    params = {"out_channels": draw.integer(1, 6)} | case.params
    if draw.chance(0.6):
        params.pop("depth_multiplier", None)
    return Case(case.type.replace("depthwise", "separable"), params, case.inputs, case.layout)


def draw_pool(kind: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 2, 3)
        params: Params = {"kernel_size": draw.per_axis(rank, 1, 5)}
        if draw.chance(0.6):
            params["stride"] = draw.per_axis(rank, 1, 4)
        if draw.chance(0.04):
            params[draw.pick("stride", "kernel_size")] = draw.pick(0, -1)
        if draw.chance(0.6):
            params["padding"] = draw.pick("same", "same", "valid")
        where = layout(draw)
        x = image(draw, rank, draw.integer(1, 3), where, high=9)
        return Case(draw.pick(f"{kind}_pool", f"{kind}_pool{rank}d"), params, [x], where)

    return draw_case


def run_pool(base: str) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        (x,) = arrays(case)
        params = keywords({"padding": "valid"} | case.params)
        params["pool_size"] = params.pop("kernel_size")
        return call(layer(base, case)(data_format=case.layout, **params), x)

    return run


def pool_differs(case: Case, outcome: Answer | Refused) -> str | None:
    if case.params.get("padding") == "same" and says(outcome, "smaller than kernel size"):
        return "keras on torch meets avg_pool3d's check of the input before padding"
    return None


def draw_adaptive(kind: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 3)
        size: Value = draw.pick(draw.integer(1, 6), draw.sizes(rank, 1, 9))
        if draw.chance(0.2):
            size = draw.pick(draw.sizes(rank + 1, 1, 5), 0, -1)
        where = layout(draw)
        x = image(draw, rank, draw.integer(1, 3), where)
        return Case(f"adaptive_{kind}_pool{rank}d", {"output_size": size}, [x], where)

    return draw_case


def run_adaptive(base: str) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        (x,) = arrays(case)
        size = keywords(case.params)["output_size"]
        return call(layer(base, case)(size, data_format=case.layout), x)

    return run


def draw_global(kind: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 3)
        where = layout(draw)
        x = image(draw, rank, draw.integer(1, 4), where, high=6)
        return Case(draw.pick(f"global_{kind}_pool", f"global_{kind}_pool{rank}d"), {}, [x], where)

    return draw_case


def run_global(base: str) -> Callable[[Case], Answer]:
    def run(case: Case) -> Answer:
        (x,) = arrays(case)
        return call(layer(base, case)(data_format=case.layout, keepdims=True), x)

    return run


SUITES = (
    Suite("conv", draw_conv, run_window("Conv"), 500, conv_differs),
    Suite("conv_transpose", draw_conv_transpose, run_conv_transpose, 350, transpose_differs),
    Suite("depthwise_conv", draw_depthwise, run_window("DepthwiseConv"), 200, conv_differs),
    Suite("separable_conv", draw_separable, run_window("SeparableConv"), 150, conv_differs),
    Suite("max_pool", draw_pool("max"), run_pool("MaxPooling"), 250),
    Suite("avg_pool", draw_pool("avg"), run_pool("AveragePooling"), 250, pool_differs),
    Suite("adaptive_avg_pool", draw_adaptive("avg"), run_adaptive("AdaptiveAveragePooling"), 60),
    Suite("adaptive_max_pool", draw_adaptive("max"), run_adaptive("AdaptiveMaxPooling"), 60),
    Suite("global_avg_pool", draw_global("avg"), run_global("GlobalAveragePooling"), 40),
    Suite("global_max_pool", draw_global("max"), run_global("GlobalMaxPooling"), 40),
)
