"""Convolutions of torch: plain, transposed, depthwise, separable, unfold and fold."""

from __future__ import annotations

from torch import nn

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Refused, Suite
from tests.oracle._torch import call, counted, keywords, module, nested, padded, tensors

PADDING_MODES = ("reflect", "replicate", "circular", "zeros")


def window(draw: Draw, rank: int) -> Params:
    """Kernel, and what else of a window is written."""
    params: Params = {"kernel_size": draw.per_axis(rank, 1, 5)}
    if draw.chance(0.5):
        params["stride"] = draw.per_axis(rank, 1, 3)
    if draw.chance(0.35):
        params["dilation"] = draw.per_axis(rank, 1, 3)
    if draw.chance(0.05):
        params[draw.pick("stride", "dilation", "padding", "kernel_size")] = draw.pick(0, -1)
    params.setdefault("padding", 0)
    kind = draw.pick("none", "none", "int", "int", "pairs", "same", "same", "valid")
    if kind == "none" and params["padding"] == 0:
        del params["padding"]
    if kind == "int":
        params["padding"] = draw.per_axis(rank, 0, 3)
    if kind == "pairs":
        params["padding"] = draw.pairs(rank, 4)
    if kind in ("same", "valid"):
        params["padding"] = kind
    if kind == "same" and draw.chance(0.8):
        params.pop("stride", None)
    return params


def draw_conv(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 2, 3)
    groups = draw.pick(1, 1, 1, 2, 3, 4)
    channels = groups * draw.integer(1, 3)
    params: Params = {"out_channels": groups * draw.integer(1, 3)} | window(draw, rank)
    if groups > 1:
        params["groups"] = groups
    if draw.chance(0.3):
        params["bias"] = draw.chance(0.3)
    if draw.chance(0.25):
        params["padding_mode"] = draw.pick(*PADDING_MODES)
    if draw.chance(0.2):
        params["in_channels"] = channels + draw.pick(0, 0, groups)
    if draw.chance(0.06):
        params["groups"] = draw.pick(2, 3, 4)
    x = draw.image(rank, channels, high=14)
    return Case(draw.ranked("conv", rank, params), params, [x])


def run_conv(case: Case) -> Answer:
    (x,) = tensors(case)
    params: Params = {"in_channels": x.shape[1]} | case.params
    if nested(params.get("padding")):
        mode = params.pop("padding_mode", "zeros")
        x = padded(x, params.pop("padding"), "constant" if mode == "zeros" else mode)
    return counted(module("Conv", case)(**keywords(params)), x)


def same_with_stride(case: Case, outcome: Answer | Refused) -> str | None:
    stride = case.params.get("stride", 1)
    least = min(stride) if isinstance(stride, list) else stride
    if least > 0 and outcome == Refused("padding='same' is not supported for strided convolutions"):
        return "torch computes `same` for stride 1 only"
    return None


def draw_conv_transpose(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    groups = draw.pick(1, 1, 1, 2, 3)
    channels = groups * draw.integer(1, 3)
    params: Params = {
        "out_channels": groups * draw.integer(1, 3),
        "kernel_size": draw.per_axis(rank, 1, 4),
    }
    if draw.chance(0.75):
        params["stride"] = draw.per_axis(rank, 1, 4)
    if draw.chance(0.5):
        params["padding"] = draw.per_axis(rank, 0, 2)
    if draw.chance(0.3):
        params["dilation"] = draw.per_axis(rank, 1, 3)
    if groups > 1:
        params["groups"] = groups
    if draw.chance(0.25):
        params["bias"] = draw.chance(0.3)
    if draw.chance(0.15):
        params["in_channels"] = channels + draw.pick(0, 0, groups)
    if draw.chance(0.05):
        params["groups"] = draw.pick(2, 3, 4)
    x = draw.image(rank, channels, high=6)
    if draw.chance(0.3):
        return like(draw, rank, params, x)
    if draw.chance(0.05):
        params[draw.pick("stride", "dilation", "padding", "kernel_size")] = draw.pick(0, -1)
    if draw.chance(0.5):
        params["output_padding"] = draw.per_axis(rank, 0, 3)
    return Case(draw.ranked("conv_transpose", rank, params), params, [x])


def like(draw: Draw, rank: int, params: Params, x: list[int]) -> Case:
    """A target near the range that stride and kernel reach."""

    def value(key: str, axis: int, default: int) -> int:
        given = params.get(key, default)
        return int(given[axis] if isinstance(given, list) else given)

    target = [x[0], draw.integer(1, 3)]
    for axis, n in enumerate(x[2:]):
        extent = value("dilation", axis, 1) * (value("kernel_size", axis, 1) - 1) + 1
        stride = value("stride", axis, 1)
        least = (n - 1) * stride - 2 * value("padding", axis, 0) + extent
        target.append(
            max(1, least + draw.integer(0, stride - 1 if draw.chance(0.9) else stride + 1))
        )
    params["like"] = "target"
    name = draw.pick("conv_transpose", f"conv_transpose{rank}d", f"conv_transpose{rank}d")
    return Case(name, params, [x, target], names=["x", "target"])


def run_conv_transpose(case: Case) -> Answer:
    x, *target = tensors(case)
    params = {"in_channels": x.shape[1]} | case.params
    params.pop("like", None)
    layer = module("ConvTranspose", case)(**keywords(params))
    if not target:
        return counted(layer, x)
    return counted(layer, x, list(target[0].shape[2:]))


def no_dilation(case: Case, outcome: Answer | Refused) -> str | None:
    """Only with a kernel of 1."""
    if isinstance(outcome, Answer) and case.params.get("dilation", 1) == 0:
        return "torch does not look at a dilation of 0 in 1-d"
    return None


def draw_depthwise(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    params = window(draw, rank)
    if draw.chance(0.5):
        params["depth_multiplier"] = draw.integer(1, 3)
    if draw.chance(0.3):
        params["bias"] = draw.chance(0.3)
    x = draw.image(rank, draw.integer(1, 5), high=14)
    return Case(draw.ranked("depthwise_conv", rank, params), params, [x])


def run_depthwise(case: Case) -> Answer:
    channels = case.inputs[0][1]
    params = dict(case.params)
    out = channels * params.pop("depth_multiplier", 1)
    plain = Case(case.type, params | {"out_channels": out, "groups": channels}, case.inputs)
    return run_conv(plain)


def draw_separable(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    params = {"out_channels": draw.integer(1, 6)} | window(draw, rank)
    if draw.chance(0.3):
        params["bias"] = draw.chance(0.3)
    x = draw.image(rank, draw.integer(1, 5), high=14)
    return Case(draw.ranked("separable_conv", rank, params), params, [x])


def run_separable(case: Case) -> Answer:
    (x,) = tensors(case)
    channels = x.shape[1]
    params = dict(case.params)
    out, bias = params.pop("out_channels"), params.pop("bias", True)
    if nested(params.get("padding")):
        x = padded(x, params.pop("padding"))
    conv = module("Conv", case)
    depth = conv(channels, channels, groups=channels, bias=False, **keywords(params))
    return counted(nn.Sequential(depth, conv(channels, out, 1, bias=bias)), x)


def draw_unfold(draw: Draw) -> Case:
    params = window(draw, 2)
    if isinstance(params.get("padding"), str) or nested(params.get("padding")):
        params["padding"] = draw.per_axis(2, 0, 2)
    return Case(draw.pick("unfold", "unfold2d"), params, [draw.image(2, draw.integer(1, 4))])


def run_unfold(case: Case) -> Answer:
    return call(nn.Unfold(**keywords(case.params)), *tensors(case))


def draw_fold(draw: Draw) -> Case:
    """The columns that the window makes of the wanted size, or one fewer or more."""
    params = draw_unfold(draw).params
    size = draw.sizes(2, 1, 9)
    columns = draw.integer(1, 3)
    for axis, n in enumerate(size):
        k, s, p, d = (
            value[min(axis, len(value) - 1)] if isinstance(value, list) else value
            for value in (params.get(*key) for key in WINDOW)
        )
        columns = columns if axis else 1
        columns *= (n + 2 * p - d * (k - 1) - 1) // (s or 1) + 1
    columns = max(1, columns + draw.pick(0, 0, 0, 0, 0, 1, -1))
    taps = params["kernel_size"]
    area = taps[0] * taps[1] if isinstance(taps, list) else taps * taps
    channels = max(1, area * draw.integer(1, 3) + (draw.chance(0.1) and 1))
    params["output_size"] = draw.pick(size, size, size[0]) if size[0] == size[1] else size
    return Case("fold", params, [[draw.integer(1, 3), channels, columns]])


WINDOW = (("kernel_size", 1), ("stride", 1), ("padding", 0), ("dilation", 1))


def run_fold(case: Case) -> Answer:
    return call(nn.Fold(**keywords(case.params)), *tensors(case))


SUITES = (
    Suite("conv", draw_conv, run_conv, 1000, same_with_stride),
    Suite("conv_transpose", draw_conv_transpose, run_conv_transpose, 900, no_dilation),
    Suite("depthwise_conv", draw_depthwise, run_depthwise, 300, same_with_stride),
    Suite("separable_conv", draw_separable, run_separable, 200, same_with_stride),
    Suite("unfold", draw_unfold, run_unfold, 200),
    Suite("fold", draw_fold, run_fold, 200),
)
