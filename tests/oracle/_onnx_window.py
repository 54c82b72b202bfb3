"""Windows of onnxruntime, which takes asymmetric pads and both words for `same`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.oracle._draw import Draw
from tests.oracle._onnx import attributes, floats, run, spread
from tests.oracle._record import Answer, Case, Params, Refused, Sizes, Suite, Value


def padding(draw: Draw, rank: int, most: int) -> Value:
    """Pairs mostly: other frameworks cannot say them."""
    pairs = draw.pairs(rank, most)
    return draw.pick(pairs, pairs, draw.per_axis(rank, 0, most), "same", "same_lower", "valid")


def window(draw: Draw, rank: int) -> Params:
    params: Params = {"kernel_size": draw.per_axis(rank, 1, 5)}
    if draw.chance(0.5):
        params["stride"] = draw.per_axis(rank, 1, 3)
    if draw.chance(0.75):
        params["padding"] = padding(draw, rank, 3)
    if draw.chance(0.25 if not isinstance(params.get("padding"), str) else 0.05):
        params["dilation"] = draw.per_axis(rank, 1, 3)
    return params


def draw_conv(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    groups = draw.pick(1, 1, 1, 2, 3)
    params = {"out_channels": groups * draw.integer(1, 3)} | window(draw, rank)
    channels = groups * draw.integer(1, 3)
    if groups > 1 or draw.chance(0.1):
        params["groups"] = groups + (draw.chance(0.1) and 1)
    if draw.chance(0.15):
        params["in_channels"] = channels + groups * draw.integer(0, 1)
    if draw.chance(0.03):
        params[draw.pick("stride", "dilation")] = draw.pick(0, -1)
    x = draw.image(rank, channels)
    return Case(draw.pick("conv", f"conv{rank}d", f"conv{rank}d"), params, [x])


def run_conv(case: Case) -> Answer:
    (x,), rank, params = case.inputs, case.rank(), case.params
    groups = params.get("groups", 1)
    out, channels = params["out_channels"], params.get("in_channels", x[1])
    kernel = spread(params["kernel_size"], rank)
    weight = floats(out, max(1, channels // groups), *kernel)
    return run(case, "Conv", [weight, floats(out)], group=groups, **attributes(params, rank))


class Axis(NamedTuple):
    """A window along one axis."""

    size: int
    kernel: int
    stride: int
    dilation: int
    extra: int
    pads: Sizes

    @property
    def extent(self) -> int:
        return self.dilation * (self.kernel - 1) + 1


def axes(case: Case) -> list[Axis]:
    """The windows of a case; none where a list has another length than there are axes."""
    rank, params = case.rank(), case.params
    written = params.get("padding", 0)
    padding = spread(0 if isinstance(written, str) else written, rank)
    columns = [
        case.inputs[0][2:],
        spread(params["kernel_size"], rank),
        spread(params.get("stride", params["kernel_size"] if "pool" in case.type else 1), rank),
        spread(params.get("dilation", 1), rank),
        spread(params.get("output_padding", 0), rank),
        [pad if isinstance(pad, list) else [pad, pad] for pad in padding],
    ]
    if any(len(column) != rank for column in columns):
        return []
    return [Axis(*row) for row in zip(*columns, strict=True)]


def same(case: Case) -> bool:
    return str(case.params.get("padding")).startswith("same")


def dilated_word(case: Case, outcome: Answer | Refused) -> str | None:
    if same(case) and any(axis.dilation > 1 for axis in axes(case)):
        return "onnxruntime refuses SAME with dilation, and pools size it by the plain kernel"
    return None


def draw_conv_transpose(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    groups = draw.pick(1, 1, 1, 2)
    params: Params = {"out_channels": groups * draw.integer(1, 3)}
    params["kernel_size"] = draw.per_axis(rank, 1, 5)
    if draw.chance(0.75):
        params["stride"] = draw.per_axis(rank, 1, 4)
    if draw.chance(0.8):
        params["padding"] = padding(draw, rank, 2)
    if draw.chance(0.2):
        params["dilation"] = draw.per_axis(rank, 1, 3)
    if draw.chance(0.3):
        params["output_padding"] = draw.per_axis(rank, 0, 3)
    if groups > 1:
        params["groups"] = groups
    x = draw.image(rank, groups * draw.integer(1, 3), high=6)
    return Case(draw.pick("conv_transpose", f"conv_transpose{rank}d"), params, [x])


def run_conv_transpose(case: Case) -> Answer:
    (x,), rank, params = case.inputs, case.rank(), case.params
    groups = params.get("groups", 1)
    weight = floats(x[1], params["out_channels"] // groups, *spread(params["kernel_size"], rank))
    more = {}
    if "output_padding" in params:
        more["output_padding"] = spread(params["output_padding"], rank)
    constants = [weight, floats(params["out_channels"])]
    return run(case, "ConvTranspose", constants, group=groups, **more, **attributes(params, rank))


def transpose_differs(case: Case, outcome: Answer | Refused) -> str | None:
    """Words with a kernel smaller than the stride, and the bound of output_padding."""
    windows = axes(case)
    if same(case) and any(axis.extent + axis.extra < axis.stride for axis in windows):
        return "onnxruntime cuts a negative pad of SAME to 0; the language gives x*s"
    if same(case) and any(axis.extra for axis in windows):
        return "`same` gives x*s in the language, with no output_padding on it"
    legal = all(axis.extra < max(axis.stride, axis.dilation) for axis in windows)
    if legal and isinstance(outcome, Refused) and "may be too large" in outcome.message:
        return "onnxruntime also wants the forward convolution to give the input back"
    return None


def draw_pool(kind: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 2, 3)
        params = window(draw, rank)
        kernel = spread(params["kernel_size"], rank)
        if draw.chance(0.5):
            params["padding"] = [[draw.integer(0, k // 2), draw.integer(0, k // 2)] for k in kernel]
        if kind != "max":
            params.pop("dilation", None)
        if kind == "avg" and draw.chance(0.3):
            params["count_include_pad"] = draw.chance(0.6)
        if kind == "lp":
            params["norm_type"] = draw.pick(1, 2, 3)
            params.pop("padding", None)
        if kind != "lp" and draw.chance(0.5):
            params["ceil_mode"] = draw.chance(0.85)
        x = draw.image(rank, draw.integer(1, 3))
        return Case(draw.pick(f"{kind}_pool", f"{kind}_pool{rank}d"), params, [x])

    return draw_case


def run_pool(op: str) -> Callable[[Case], Answer]:
    def answer(case: Case) -> Answer:
        rank, params = case.rank(), case.params
        names = {
            "ceil_mode": "ceil_mode",
            "count_include_pad": "count_include_pad",
            "norm_type": "p",
        }
        more = {name: int(params[key]) for key, name in names.items() if key in params}
        if "stride" not in params:
            params = params | {"stride": params["kernel_size"]}
        return run(case, op, [], **more, **attributes(params, rank))

    return answer


def pool_differs(case: Case, outcome: Answer | Refused) -> str | None:
    """Pools that the language refuses, or sizes in its own way."""
    if same(case):
        return dilated_word(case, outcome) or small_kernel(case, outcome)
    windows = axes(case)
    if isinstance(outcome, Answer) and any(max(w.pads) > w.kernel // 2 for w in windows):
        return "onnxruntime bounds a pool's padding by the kernel, the language by its half"
    if (
        case.type.startswith("avg")
        and len(windows) == 3
        and any(w.size < w.kernel for w in windows)
    ):
        return "onnxruntime has no check of the unpadded input in 3-d, as avg_pool3d of torch has"
    if any(w.size + sum(w.pads) < w.extent for w in windows):
        return "onnxruntime divides towards zero where the kernel is larger than the padded input"
    return None


def small_kernel(case: Case, outcome: Answer | Refused) -> str | None:
    if isinstance(outcome, Refused) and any(w.kernel < w.stride for w in axes(case)):
        return "onnxruntime fails on SAME where the kernel is smaller than the stride"
    return None


def draw_global(kind: str) -> Callable[[Draw], Case]:
    def draw_case(draw: Draw) -> Case:
        rank = draw.pick(1, 2, 3)
        x = draw.image(rank, draw.integer(1, 4))
        return Case(draw.pick(f"global_{kind}_pool", f"global_{kind}_pool{rank}d"), {}, [x])

    return draw_case


SUITES = (
    Suite("conv", draw_conv, run_conv, 500, dilated_word),
    Suite("conv_transpose", draw_conv_transpose, run_conv_transpose, 350, transpose_differs),
    Suite("max_pool", draw_pool("max"), run_pool("MaxPool"), 350, pool_differs),
    Suite("avg_pool", draw_pool("avg"), run_pool("AveragePool"), 350, pool_differs),
    Suite("lp_pool", draw_pool("lp"), run_pool("LpPool"), 60, pool_differs),
    Suite(
        "global_avg_pool", draw_global("avg"), lambda case: run(case, "GlobalAveragePool", []), 20
    ),
    Suite("global_max_pool", draw_global("max"), lambda case: run(case, "GlobalMaxPool", []), 20),
)
