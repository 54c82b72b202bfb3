"""Resizing in torch: upsample, pad, crop, and shuffles between channels and space."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Suite, Value
from tests.oracle._torch import built, call, nested, padded, tensors

SCALES = (1, 2, 3, 0.5, 1.5, 0.25, 2.5, 0.7, 1.15, 0.29, 1.1, 2.2, 0.3333, 0.1)
MODES = {1: ("linear",), 2: ("bilinear", "bicubic"), 3: ("trilinear",)}


def draw_upsample(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    x = draw.image(rank, draw.integer(1, 3), high=24)
    params: Params = {}
    kind = draw.pick(
        "scale", "scale", "scale", "size", "like", "none" if draw.chance(0.1) else "size"
    )
    if kind == "scale":
        several = [draw.pick(*SCALES) for _ in range(rank + draw.chance(0.06))]
        params["scale_factor"] = draw.pick(draw.pick(*SCALES), draw.pick(*SCALES), several)
    if kind == "size":
        several_sizes = draw.sizes(rank + draw.chance(0.08), 1, 12)
        params["size"] = draw.pick(draw.integer(1, 12), several_sizes)
    if kind == "scale" and draw.chance(0.03):
        params["size"] = 4
    if draw.chance(0.6):
        params["mode"] = draw.pick("nearest", "nearest-exact", "area", *MODES[rank])
    if draw.chance(0.12):
        params["mode"] = draw.pick("linear", "bilinear", "bicubic", "trilinear", "cubic")
    if draw.chance(0.5 if "linear" in params.get("mode", "") else 0.05):
        params["align_corners"] = draw.chance(0.5)
    name = draw.pick("upsample", f"upsample{rank}d")
    if kind != "like":
        return Case(name, params, [x])
    target = draw.image(rank, draw.integer(1, 3))
    return Case(name, params | {"like": "target"}, [x, target], names=["x", "target"])


def run_upsample(case: Case) -> Answer:
    x, *target = tensors(case)
    params = dict(case.params)
    if params.pop("like", None):
        params["size"] = list(target[0].shape[2:])
    return call(functional.interpolate, x, **params)


def draw_pad(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    params: Params = {
        "padding": draw.pick(draw.integer(0, 4), draw.sizes(rank, 0, 4), draw.pairs(rank, 4))
    }
    if draw.chance(0.8):
        params["mode"] = draw.pick(
            "constant", "reflect", "reflect", "replicate", "circular", "circular"
        )
    if params.get("mode", "constant") == "constant" and draw.chance(0.4):
        params["value"] = draw.pick(0, 1.5, -1)
    x = draw.image(rank, draw.integer(1, 3), high=8)
    return Case(draw.pick("pad", f"pad{rank}d"), params, [x])


def run_pad(case: Case) -> Answer:
    (x,) = tensors(case)
    params = dict(case.params)
    pairs = as_pairs(params.pop("padding"), x.dim() - 2)
    return call(padded_as, x, pairs, params.get("mode", "constant"), params.get("value"))


def padded_as(
    x: torch.Tensor, pairs: list[list[int]], mode: str, value: float | None
) -> torch.Tensor:
    if value is None:
        return padded(x, pairs, mode)
    return functional.pad(
        x, [end for pair in reversed(pairs) for end in pair], mode=mode, value=value
    )


def as_pairs(padding: Value, rank: int) -> list[list[int]]:
    if nested(padding):
        return [list(pair) for pair in padding]
    return [[n, n] for n in (padding if isinstance(padding, list) else [padding] * rank)]


def draw_crop(draw: Draw) -> Case:
    rank = draw.pick(1, 2, 2, 3)
    x = draw.image(rank, draw.integer(1, 3), low=3)
    if draw.chance(0.5):
        cut = draw.pick(draw.integer(0, 3), draw.sizes(rank, 0, 3), draw.pairs(rank, 3))
        return Case(draw.pick("crop", f"crop{rank}d"), {"cropping": cut}, [x])
    params: Params = {"like": "target"}
    if draw.chance(0.6):
        params["offset"] = draw.pick("center", draw.integer(0, 3), draw.sizes(rank, 0, 3))
    low = 1 if draw.chance(0.8) else 8
    target = [
        x[0],
        draw.integer(1, 3),
        *(draw.integer(low, n + 1) if low < n else n for n in x[2:]),
    ]
    return Case("crop", params, [x, target], names=["x", "target"])


def run_crop(case: Case) -> Answer:
    x, *target = tensors(case)
    space = list(x.shape[2:])
    if not target:
        pairs = as_pairs(case.params["cropping"], len(space))
        left = [n - sum(pair) for n, pair in zip(space, pairs, strict=True)]
        return call(narrowed, x, [begin for begin, _ in pairs], left)
    wanted = list(target[0].shape[2:])
    offset = case.params.get("offset", "center")
    if offset == "center":
        offset = [(n - size) // 2 for n, size in zip(space, wanted, strict=True)]
    starts = offset if isinstance(offset, list) else [offset] * len(space)
    return call(narrowed, x, starts, wanted)


def narrowed(x: torch.Tensor, starts: list[int], sizes: list[int]) -> torch.Tensor:
    for axis, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        x = x.narrow(axis + 2, start, size)
    return x


def draw_pixel_shuffle(draw: Draw) -> Case:
    r = draw.pick(1, 2, 2, 3, 4)
    channels = r * r * draw.integer(1, 3) + (draw.integer(0, 2) if draw.chance(0.35) else 0)
    if draw.chance(0.06):
        r = draw.pick(0, -1)
    return Case("pixel_shuffle", {"upscale_factor": r}, [draw.image(2, channels, high=6)])


def draw_pixel_unshuffle(draw: Draw) -> Case:
    r = draw.pick(1, 2, 2, 3, 4)
    x = draw.image(2, draw.integer(1, 4), high=4)
    whole = draw.chance(0.7)
    x = [*x[:2], *(n * r if whole else n + r for n in x[2:])]
    if draw.chance(0.06):
        r = draw.pick(0, -1)
    return Case("pixel_unshuffle", {"downscale_factor": r}, [x])


def draw_channel_shuffle(draw: Draw) -> Case:
    groups = draw.pick(1, 2, 3, 4, 0 if draw.chance(0.2) else 5)
    channels = max(1, groups) * draw.integer(1, 3) + (draw.chance(0.3) and 1)
    x = draw.image(draw.pick(1, 2, 2, 3), channels, high=6)
    return Case("channel_shuffle", {"groups": groups}, [x])


SUITES = (
    Suite("upsample", draw_upsample, run_upsample, 600),
    Suite("pad", draw_pad, run_pad, 400),
    Suite("crop", draw_crop, run_crop, 200),
    Suite("pixel_shuffle", draw_pixel_shuffle, built(nn.PixelShuffle), 60),
    Suite("pixel_unshuffle", draw_pixel_unshuffle, built(nn.PixelUnshuffle), 60),
    Suite("channel_shuffle", draw_channel_shuffle, built(nn.ChannelShuffle), 60),
)
