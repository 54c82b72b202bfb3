"""Accepted sizes of random nets, against their own arithmetic size by size, and against isl.

The nets are drawn in one dimension: U-Nets with odd kernels, ceil pools, transposed convolutions
with output_padding, upsampling, crops to a branch, and concatenation along the axis. The sizes are
computed here once more, with the two-step rounding of PyTorch's pools.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

import netlint

NETS = 1_000
LARGEST = 1_500
SLICES = 10


@dataclass
class Drawn:
    """A net as netlint reads it, as a function of the input size, and as isl reads it."""

    layers: list[dict[str, object]] = field(default_factory=list)
    steps: list[tuple[str, Callable[[dict[str, int]], int | None]]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=lambda: {"x": "w"})
    demands: list[str] = field(default_factory=list)

    def accepts(self, size: int) -> bool:
        sizes = {"x": size}
        for name, step in self.steps:
            made = step(sizes)
            if made is None or made < 1:
                return False
            sizes[name] = made
        return True


def draw(seed: int) -> Drawn:
    """A random net; two of three are U-Nets that may work, with a fault here and there."""
    rng = random.Random(seed)
    sane = 0.93 if seed % 3 else 0.0
    net = Drawn()
    skips: list[tuple[str, int]] = []
    at = "x"
    for level in range(rng.randint(1, 4)):
        if rng.random() < 0.6:
            at = conv(net, rng, at, f"c{level}", rng.random() < sane)
        skip = at
        at, stride = pool(net, rng, at, f"p{level}", rng.random() < sane)
        skips.append((skip, stride))
    for level, (skip, stride) in enumerate(reversed(skips)):
        at = up(net, rng, at, f"u{level}", stride if rng.random() < sane else 0)
        at = join(net, rng, at, skip, f"j{level}")
    return net


def conv(net: Drawn, rng: random.Random, at: str, name: str, sane: bool) -> str:
    kernel, pad = rng.choice([1, 2, 3, 5]), rng.choice([0, 1, 2])
    stride = rng.choice([1, 1, 2])
    if sane:
        kernel, pad, stride = rng.choice([(1, 0, 1), (3, 1, 1), (5, 2, 1), (3, 0, 1)])
    keys = {"out_channels": 2, "kernel_size": kernel, "padding": pad, "stride": stride}
    net.layers.append({"name": name, "type": "conv1d", "inputs": at, **keys})
    net.steps.append((name, lambda s: (s[at] + 2 * pad - kernel) // stride + 1))
    net.texts[name] = f"(floor(({net.texts[at]} + {2 * pad - kernel})/{stride}) + 1)"
    return name


def pool(net: Drawn, rng: random.Random, at: str, name: str, sane: bool) -> tuple[str, int]:
    kernel = rng.choice([2, 3, 4])
    stride = rng.choice([2, 2, 3])
    pad = rng.choice([0, 0, kernel // 2])
    if sane:
        kernel, pad = stride, 0
    ceil = rng.random() < 0.4
    keys = {"kernel_size": kernel, "stride": stride, "padding": pad, "ceil_mode": ceil}
    net.layers.append({"name": name, "type": "max_pool1d", "inputs": at, **keys})

    def size(s: dict[str, int]) -> int:
        n = s[at]
        out = (n + 2 * pad - kernel + (stride - 1 if ceil else 0)) // stride + 1
        return out - 1 if ceil and (out - 1) * stride >= n + pad else out

    net.steps.append((name, size))
    before = net.texts[at]
    up_to = stride - 1 if ceil else 0
    plain = f"(floor(({before} + {2 * pad - kernel + up_to})/{stride}) + 1)"
    clipped = f"(floor(({before} + {pad - 1})/{stride}) + 1)"
    net.texts[name] = f"min({plain}, {clipped})" if ceil else plain
    return name, stride


def up(net: Drawn, rng: random.Random, at: str, name: str, wanted: int) -> str:
    stride = wanted or rng.choice([2, 2, 3])
    if rng.random() < 0.3:
        net.layers.append({"name": name, "type": "upsample", "inputs": at, "scale_factor": stride})
        net.steps.append((name, lambda s: s[at] * stride))
        net.texts[name] = f"({stride}*{net.texts[at]})"
        return name
    kernel, pad = rng.choice([2, 3, 4]), rng.choice([0, 1])
    extra = rng.randrange(stride)
    if wanted:
        kernel, pad, extra = rng.choice([(stride, 0, 0), (stride + 2, 1, 0)])
    keys = {"kernel_size": kernel, "stride": stride, "padding": pad, "output_padding": extra}
    net.layers.append(
        {"name": name, "type": "conv_transpose1d", "inputs": at, "out_channels": 2, **keys}
    )
    net.steps.append((name, lambda s: (s[at] - 1) * stride - 2 * pad + kernel + extra))
    net.texts[name] = f"({stride}*{net.texts[at]} + {kernel + extra - 2 * pad - stride})"
    return name


def join(net: Drawn, rng: random.Random, at: str, skip: str, name: str) -> str:
    kind = rng.choice(["add", "add", "crop", "concat", "channels"])
    one, two = net.texts[at], net.texts[skip]
    width = "none" if skip == "x" else "equal"
    if kind == "crop":
        cut = f"{name}_cut"
        net.layers.append({"name": cut, "type": "crop1d", "inputs": skip, "like": at})
        net.steps.append((cut, lambda s: s[at] if s[at] <= s[skip] else None))
        net.texts[cut] = one
        net.demands.append(f"{one} <= {two}")
        return cut
    if kind == "concat" and width == "equal":
        net.layers.append({"name": name, "type": "concat", "inputs": [at, skip], "dim": 2})
        net.steps.append((name, lambda s: s[at] + s[skip]))
        net.texts[name] = f"({one} + {two})"
        return name
    net.layers.append({"name": name, "type": "concat", "inputs": [at, skip]})
    net.steps.append((name, lambda s: s[at] if s[at] == s[skip] else None))
    net.texts[name] = one
    net.demands.append(f"{one} = {two}")
    mix = f"{name}_mix"
    net.layers.append({"name": mix, "type": "conv1d", "out_channels": 2, "kernel_size": 1})
    net.steps.append((mix, lambda s: s[name]))
    net.texts[mix] = one
    return mix


def spec(net: Drawn) -> dict[str, object]:
    return {"netlint": 1, "inputs": {"x": ["N", 2, "W"]}, "layers": net.layers}


@pytest.mark.parametrize("part", range(SLICES))
def test_accepted_sizes_are_those_that_work(part: int) -> None:
    for seed in range(part, NETS, SLICES):
        net = draw(seed)
        accepted = netlint.accepted_sizes(spec(net))["W"]
        wrong = [w for w in range(1, LARGEST + 1) if (w in accepted) != net.accepts(w)]
        assert not wrong, (seed, str(accepted), wrong[:10])


@pytest.mark.parametrize("part", range(SLICES))
def test_accepted_sizes_are_those_of_isl(part: int) -> None:
    isl = pytest.importorskip("islpy")
    for seed in range(part, 300, SLICES):
        net = draw(seed)
        sizes = netlint.accepted_sizes(spec(net))["W"].sizes
        assert sizes is not None
        positive = [f"{t} >= 1" for t in net.texts.values()]
        theirs = isl.Set(f"{{ [w] : {' and '.join([*positive, *net.demands])} }}")
        assert isl.Set(described(sizes)).is_equal(theirs), (seed, sizes)


def described(sizes: object) -> str:
    """A set by the rule of the machine contract, for isl."""
    period, members = sizes.period, sizes.members  # type: ignore[attr-defined]
    if period is None:
        return "{ [w] : 1 = 0 }"
    bounds = [f"w >= {sizes.min}"]  # type: ignore[attr-defined]
    if sizes.max is not None:  # type: ignore[attr-defined]
        bounds.append(f"w <= {sizes.max}")  # type: ignore[attr-defined]
    residues = " or ".join(f"w mod {period} = {r}" for r in members) or "1 = 0"
    inside = f"{' and '.join(bounds)} and ({residues})"
    turned = " or ".join(f"w = {e}" for e in sizes.exceptions)  # type: ignore[attr-defined]
    if not turned:
        return f"{{ [w] : {inside} }}"
    return f"{{ [w] : (({inside}) and not ({turned})) or (not ({inside}) and ({turned})) }}"
