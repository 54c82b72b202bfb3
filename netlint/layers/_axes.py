"""Axes: roles and sizes of axes that are merged, split and moved."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import prod

from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, RankMismatch
from netlint.core.shape import BATCH, CHANNEL, FEATURE, SPACE, Shape
from netlint.core.size import Int
from netlint.layers._base import axis_of, shape_words


def merged_role(roles: str) -> str:
    """The role of a merged axis: batch or channel if a part is, space if all are, else feature."""
    if len(roles) == 1:
        return roles
    if BATCH in roles:
        return BATCH
    if CHANNEL in roles:
        return CHANNEL
    return SPACE if set(roles) == {SPACE} else FEATURE


def parted_roles(role: str, count: int) -> str:
    """The roles of an axis' parts: its own; of the batch axis the first part stays the batch."""
    return (BATCH + SPACE * (count - 1))[:count] if role == BATCH else role * count


def merge(x: Shape, start: int, end: int) -> Shape:
    """The shape with the axes ``start`` to ``end``, both included, merged into one."""
    sizes = (*x.sizes[:start], prod(x.sizes[start : end + 1]), *x.sizes[end + 1 :])
    roles = x.roles[:start] + merged_role(x.roles[start : end + 1]) + x.roles[end + 1 :]
    return Shape(sizes, roles)


def part(x: Shape, axis: int, sizes: Sequence[Int]) -> Shape:
    """The shape with one axis split into several."""
    roles = parted_roles(x.roles[axis], len(sizes))
    return Shape(
        (*x.sizes[:axis], *sizes, *x.sizes[axis + 1 :]),
        x.roles[:axis] + roles + x.roles[axis + 1 :],
    )


def insert(x: Shape, axis: int, size: Int, role: str = FEATURE) -> Shape:
    """The shape with a new axis before ``axis``."""
    return Shape((*x.sizes[:axis], size, *x.sizes[axis:]), x.roles[:axis] + role + x.roles[axis:])


def without(x: Shape, axes: Collection[int]) -> Shape:
    """The shape without some axes."""
    return order(x, [i for i in range(x.rank) if i not in axes])


def order(x: Shape, axes: Sequence[int]) -> Shape:
    """The axes in another order; roles move along."""
    return Shape(tuple(x.sizes[i] for i in axes), "".join(x.roles[i] for i in axes))


def keeps_space(x: Shape, axes: Sequence[int]) -> bool:
    """Whether the space axes stand in the same order among these."""
    space = [i for i in axes if x.roles[i] == SPACE]
    return space == [i for i, role in enumerate(x.roles) if role == SPACE]


def chosen_axis(x: Shape, dim: int | None) -> int:
    """The axis that ``dim`` names, the channel axis where it is left out; raises ShapeError."""
    if dim is not None:
        return axis_of(dim, x.rank, x)
    if x.rank < 2:
        fact = f"works on the channel axis, but the input {shape_words(x)} has none"
        raise ShapeError(RankMismatch(fact=fact))
    return x.channel_axis


def chosen_axes(x: Shape, dims: int | tuple[int, ...] | None, key: str = "dim") -> tuple[int, ...]:
    """The axes that ``dims`` names, all of them where it is left out; raises ShapeError."""
    if dims is None:
        return tuple(range(x.rank))
    listed = dims if isinstance(dims, tuple) else (dims,)
    found = [axis_of(d, x.rank, x, key) for d in listed]
    twice = next((d for d, axis in zip(listed, found, strict=True) if found.count(axis) > 1), None)
    if twice is not None:
        fact = f"has {key} {list(listed)}, which names axis {twice % x.rank} twice"
        raise ShapeError(BadValue(key=(key,), fact=fact))
    return tuple(found)


def layout_of(x: Shape) -> str:
    """The layout that the axes of a tensor follow."""
    last = len(x.roles) > 2 and x.roles[-1] == CHANNEL
    return "channels_last" if last else "channels_first"
