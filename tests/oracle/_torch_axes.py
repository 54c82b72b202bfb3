"""Axes in torch: flatten, reshape, permute and their kin; rearrange is answered by einops."""

from __future__ import annotations

from math import prod

import einops
import torch
from torch import Tensor

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Suite, Value
from tests.oracle._torch import applied, call, tensors

PATTERNS = (
    "n c h w -> n h w c",
    "n c h w -> n (h w) c",
    "n c h w -> n c (h w)",
    "n c h w -> (n h) c w",
    "n c (h a) (w b) -> n (c a b) h w",
    "n c (h a) (w b) -> n (h w) (c a b)",
    "n (c a b) h w -> n c (h a) (w b)",
    "n (g c) h w -> n (c g) h w",
    "n (g c) h w -> (n g) c h w",
    "n c (h a) w -> n c h a w",
    "n c h w -> n c h w 1",
    "n c h w -> n c w",
    "n c h h -> n c h",
    "n c h -> n c h w",
    "n c h w -> n c (h w",
    "n t (a c) -> n a t c",
    "n t (a c) -> (n a) t c",
    "n (h w) c -> n c h w",
    "n t c -> n (t c)",
    "n t c -> t n c",
    "n t c -> n t",
    "n ... -> n (...)",
    "n c ... -> n ... c",
    "n t c -> n t c c",
    "n (a b) c -> n a c b",
    "n 1 c -> n c",
    "n c d h w -> n (d h w) c",
    "n c (d a) h w -> n (c a) d h w",
    "n c t -> n t c",
    "(n a) c -> n a c",
)


def draw_flatten(draw: Draw) -> Case:
    x = draw.tensor()
    params: Params = {}
    if draw.chance(0.7):
        params["start_dim"] = draw.dim(len(x))
    if draw.chance(0.6):
        params["end_dim"] = draw.dim(len(x))
    return Case("flatten", params, [x])


def factors(draw: Draw, n: int, count: int) -> list[int]:
    """Sizes whose product is n."""
    if count == 1:
        return [n]
    first = draw.divisor(n)
    return [first, *factors(draw, n // first, count - 1)]


def with_unknown(draw: Draw, shape: list[int]) -> list[int]:
    """One -1 for a size, now and then two, or a size that does not fit."""
    shape = list(shape)
    if draw.chance(0.5):
        shape[draw.integer(0, len(shape) - 1)] = -1
    if draw.chance(0.35):
        axis = draw.integer(0, len(shape) - 1)
        shape[axis] = draw.pick(-1, shape[axis] + 1, 7, -2)
    return shape


def draw_reshape(draw: Draw) -> Case:
    x = draw.tensor()
    rest = factors(draw, prod(x[1:]), draw.integer(1, 4))
    shape = draw.pick([x[0], *rest], [x[0], *draw.shuffled(rest)], factors(draw, prod(x), 3))
    return Case("reshape", {"shape": with_unknown(draw, shape)}, [x])


def draw_unflatten(draw: Draw) -> Case:
    x = draw.tensor()
    dim = draw.dim(len(x))
    n = x[dim] if -len(x) <= dim < len(x) else 6
    sizes = with_unknown(draw, factors(draw, n, draw.integer(1, 3)))
    return Case("unflatten", {"dim": dim, "unflattened_size": sizes}, [x])


def draw_rearrange(draw: Draw) -> Case:
    """The named factors divide their axis in three of four cases."""
    pattern = draw.pick(*PATTERNS)
    left = pattern.split(" -> ")[0]
    names: Params = {}
    x: list[int] = []
    for group in groups(left):
        if group == ["..."]:
            x += draw.sizes(draw.integer(0, 2), 1, 4)
            continue
        sizes = [1 if name == "1" else draw.integer(1, 4) for name in group]
        names |= dict(zip(group[1:], sizes[1:], strict=True))
        whole = len(group) == 1 or draw.chance(0.8)
        x.append(prod(sizes) if whole else prod(sizes) + 1)
    if "h h" in left:
        x[3] = x[2]
    for key in [key for key in names if draw.chance(0.05)]:
        del names[key]
    if draw.chance(0.04):
        names["z"] = 2
    if draw.chance(0.08):
        x = draw.pick([*x, 2], x[:-1] if len(x) > 2 else [*x, 1])
    return Case("rearrange", {"pattern": pattern} | names, [x])


def groups(side: str) -> list[list[str]]:
    """Axes of one side of a pattern; those in parentheses are one group."""
    found: list[list[str]] = []
    inside = False
    for word in side.replace("(", " ( ").replace(")", " ) ").split():
        if word in "()":
            inside = word == "("
            found += [[]] if inside else []
            continue
        if inside:
            found[-1].append(word)
            continue
        found.append([word])
    return found


def run_rearrange(case: Case) -> Answer:
    (x,) = tensors(case)
    names = dict(case.params)
    try:
        return call(einops.rearrange, x, names.pop("pattern"), **names)
    except einops.EinopsError as error:
        raise ValueError(str(error).splitlines()[-1]) from None


def draw_permute(draw: Draw) -> Case:
    x = draw.tensor()
    rank = len(x)
    dims = draw.shuffled(list(range(rank)))
    if draw.chance(0.4):
        dims = [0, *(1 + dim for dim in draw.shuffled(list(range(rank - 1))))]
    dims = [dim - rank if draw.chance(0.2) else dim for dim in dims]
    if draw.chance(0.3):
        dims = draw.pick(dims[:-1], [*dims, 0], [dims[0], *dims[:-1]], [rank, *dims[1:]])
    return Case("permute", {"dims": dims}, [x])


def draw_transpose(draw: Draw) -> Case:
    x = draw.tensor()
    return Case("transpose", {"dim0": draw.dim(len(x)), "dim1": draw.dim(len(x))}, [x])


def draw_squeeze(draw: Draw) -> Case:
    x = draw.tensor(2, 5)
    x = [max(2, x[0]), *(1 if draw.chance(0.5) else n for n in x[1:])]
    params: Params = {}
    if draw.chance(0.9):
        params["dim"] = draw.dim(len(x))
    return Case("squeeze", params, [x])


def draw_unsqueeze(draw: Draw) -> Case:
    x = draw.tensor(1, 4)
    rank = len(x) + 1
    return Case("unsqueeze", {"dim": draw.dim(rank)}, [x])


def draw_expand(draw: Draw) -> Case:
    """Ones grow, -1 keeps; some sizes differ or one axis is missing."""
    x = [
        draw.integer(1, 3),
        *(draw.pick(1, 1, draw.integer(2, 4)) for _ in range(draw.integer(1, 3))),
    ]
    size = [draw.pick(-1, n, draw.integer(2, 5)) if n == 1 else draw.pick(-1, n) for n in x]
    if draw.chance(0.3):
        axis = draw.integer(0, len(x) - 1)
        size = draw.pick(size[1:], [*size[:axis], draw.pick(x[axis] + 1, -2), *size[axis + 1 :]])
    return Case("expand", {"size": size}, [x])


def expand(x: Tensor, size: list[int]) -> Tensor:
    return x.expand(size)


def draw_roll(draw: Draw) -> Case:
    x = draw.tensor()
    if draw.chance(0.6):
        return Case("roll", {"shifts": draw.integer(-4, 9), "dims": draw.dim(len(x))}, [x])
    shifts = draw.sizes(draw.integer(1, 3), -4, 4)
    dims = [draw.dim(len(x)) for _ in range(len(shifts) + draw.pick(0, 0, 0, 1))]
    return Case("roll", {"shifts": shifts, "dims": dims}, [x])


def run_squeeze(case: Case) -> Answer:
    (x,) = tensors(case)
    return call(torch.squeeze, x, *case.params.values())


def run_flatten(case: Case) -> Answer:
    (x,) = tensors(case)
    return call(torch.flatten, x, **{"start_dim": 1} | case.params)


def run_unflatten(case: Case) -> Answer:
    (x,) = tensors(case)
    params: Value = case.params
    return call(torch.unflatten, x, params["dim"], params["unflattened_size"])


SUITES = (
    Suite("flatten", draw_flatten, run_flatten, 150),
    Suite("unflatten", draw_unflatten, run_unflatten, 250),
    Suite("reshape", draw_reshape, applied(torch.reshape), 250),
    Suite("rearrange", draw_rearrange, run_rearrange, 250),
    Suite("permute", draw_permute, applied(torch.permute), 150),
    Suite("transpose", draw_transpose, applied(torch.transpose), 120),
    Suite("squeeze", draw_squeeze, run_squeeze, 80),
    Suite("unsqueeze", draw_unsqueeze, applied(torch.unsqueeze), 80),
    Suite("expand", draw_expand, applied(expand), 200),
    Suite("roll", draw_roll, applied(torch.roll), 120),
)
