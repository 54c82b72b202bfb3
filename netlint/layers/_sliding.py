"""Sliding windows: what convolution, pooling and their kin share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from netlint.core.conditions import at_least, divides, equal, too_small
from netlint.core.errors import ShapeError
from netlint.core.problems import (
    BadValue,
    ChannelMismatch,
    ImpossibleSize,
    KernelExceedsInput,
    NotDivisible,
    Problem,
    RankMismatch,
    ReflectPad,
)
from netlint.core.shape import Shape
from netlint.core.size import Int
from netlint.core.window import Same, Window, Windows
from netlint.layers._base import Layer, shape_words, spread, wrong_length

if TYPE_CHECKING:
    from netlint.layers._fields import Padding, Pads, PerAxis

ZERO = (0, 0)


def spatial(x: Shape, most: int = 3) -> int:
    """The number of space axes that windows run over; raises ShapeError where they cannot."""
    found = x.axes
    if 1 <= found.window_dims <= most:
        return found.window_dims
    if len(found.channels) != 1 or found.features:
        fact = f"runs over space axes, but {shape_words(x)} has {_roles(x)}"
        raise ShapeError(RankMismatch(fact=fact))
    fact = f"needs 1 to {most} space axes, the input {shape_words(x)} has {len(found.space)}"
    remedy = "the batch axis comes first" if not found.space and x.rank > 2 else None
    raise ShapeError(RankMismatch(fact=fact, remedy=remedy))


def _roles(x: Shape) -> str:
    words = {"N": "batch", "C": "channel", "S": "space", "F": "feature"}
    return "the axes " + ", ".join(words[r] for r in x.roles)


def pads_of(layer: Layer, dims: int, key: str = "padding") -> tuple[tuple[int, int], ...]:
    """The begin and end padding of each axis; a word pads nothing here."""
    return spread_pads(getattr(layer, key), key, dims)


def spread_pads(value: Pads | str, key: str, dims: int) -> tuple[tuple[int, int], ...]:
    """The begin and end padding that ``value`` is for each of ``dims`` space axes."""
    if isinstance(value, str):
        return (ZERO,) * dims
    if isinstance(value, int):
        return ((value, value),) * dims
    if len(value) != dims:
        raise ShapeError(wrong_length(key, len(value), dims))
    return tuple(p if isinstance(p, tuple) else (p, p) for p in value)


def windows(layer: Layer, dims: int, *, ceil: bool = False) -> Windows:
    """The windows of a layer with ``kernel_size``, ``stride``, ``padding`` and perhaps dilation."""
    keys = layer.__dict__
    kernel, stride, padding = keys["kernel_size"], keys["stride"], keys["padding"]
    return _windows(kernel, stride, padding, keys.get("dilation", 1), ceil, dims)


@lru_cache(4_096)
def _windows(
    kernel: PerAxis,
    stride: PerAxis | None,
    padding: Padding,
    dilation: PerAxis,
    ceil: bool,
    dims: int,
) -> Windows:
    if padding == "causal" and dims != 1:
        fact = f"has padding causal on {dims} space axes; causal is for sequences, with 1"
        raise ShapeError(BadValue(key=("padding",), fact=fact))
    kernels = spread(kernel, "kernel_size", dims)
    strides = kernels if stride is None else spread(stride, "stride", dims)
    dilations = spread(dilation, "dilation", dims)
    pads = spread_pads(padding, "padding", dims)
    made = (_window(*w, padding, ceil) for w in zip(kernels, strides, pads, dilations, strict=True))
    return Windows(made)


@lru_cache(4_096)
def _window(
    kernel: int, stride: int, pads: tuple[int, int], dilation: int, padding: Padding, ceil: bool
) -> Window:
    same: Same | None = None
    begin, end = pads
    if padding == "causal":
        begin = dilation * (kernel - 1)
    elif padding == "same":
        same = "upper"
    elif padding == "same_lower":
        same = "lower"
    return Window(kernel, stride, begin, end, dilation, ceil, same)


def convolved(x: Shape, windows: Windows) -> tuple[Int, ...]:
    """The space after a convolution; raises ShapeError where a kernel exceeds its padded input."""
    space = windows.out(x.space)
    place = too_small(space, 1)
    if place is None:
        return space
    window, size = windows[place], x.space[place]
    assert isinstance(size, int)
    raise ShapeError(
        KernelExceedsInput(
            key=("kernel_size",),
            kernel=window.kernel,
            dilation=window.dilation,
            size=size,
            pads=(window.begin, window.end),
            space=tuple(n for n in x.space if isinstance(n, int)),
        )
    )


def pooled(x: Shape, windows: Windows) -> tuple[Int, ...]:
    """The space after a pooling; raises ShapeError where no window fits."""
    return possible(x.space, windows.out(x.space))


def possible(before: tuple[Int, ...], after: tuple[Int, ...]) -> tuple[Int, ...]:
    """``after``, if every size of it is 1 or more; else raises ShapeError."""
    fits = [at_least(n, 1) for n in after]
    if not all(fits):
        was, now = ("x".join(map(str, sizes)) for sizes in (before, after))
        raise ShapeError(ImpossibleSize(fact=f"turns {was} into {now}", too_small=True))
    return after


def declared(layer: Layer, x: Shape, key: str = "in_channels") -> Iterator[Problem]:
    """A channel mismatch where the declared channels are not those that arrive."""
    wanted: Int | None = getattr(layer, key)
    if wanted is not None and not equal(wanted, x.channels):
        assert isinstance(wanted, int)
        assert isinstance(x.channels, int)
        yield ChannelMismatch(key=(key,), declared=wanted, actual=x.channels, shape=x)


def divided(divisor: int, size: Int, key: str, noun: str = "channels") -> Iterator[Problem]:
    """A fault where ``divisor`` does not divide ``size``."""
    if not divides(divisor, size):
        assert isinstance(size, int)
        yield NotDivisible(key=(key,), divisor=divisor, size=size, noun=noun, word=key)


def mirrored(mode: str, windows: Sequence[Window], x: Shape) -> Iterator[Problem]:
    """Faults where reflect or circular padding, that of ``same`` too, lacks cells to copy."""
    if mode not in ("reflect", "circular"):
        return
    spared = 1 if mode == "reflect" else 0
    for window, size in zip(windows, x.space, strict=True):
        if window.same:
            both = (window.out(size) - 1) * window.stride + window.extent - size
            fits = at_least(size * 2 - both, 2 * spared)
        else:
            pad = max(window.begin, window.end)
            fits = not pad or at_least(size, pad + spared)
        if not fits:
            assert isinstance(size, int)
            pad = max(window.pads(size))
            yield ReflectPad(key=("padding",), mode=mode, pad=pad, size=size)
