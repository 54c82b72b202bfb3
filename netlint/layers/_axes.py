"""Axes: roles and sizes of axes that are merged, split and moved."""

from __future__ import annotations

from math import prod

from netlint.core.shape import BATCH, CHANNEL, FEATURE, SPACE, Shape


def merged_role(roles: str) -> str:
    """The role of an axis merged from axes of these: the batch, channel if a part is, space if all are."""
    if len(roles) == 1:
        return roles
    if BATCH in roles:
        return BATCH
    if CHANNEL in roles:
        return CHANNEL
    return SPACE if set(roles) == {SPACE} else FEATURE


def merge(x: Shape, start: int, end: int) -> Shape:
    """The shape with the axes ``start`` to ``end``, both included, merged into one."""
    sizes = (*x.sizes[:start], prod(x.sizes[start : end + 1]), *x.sizes[end + 1 :])
    roles = x.roles[:start] + merged_role(x.roles[start : end + 1]) + x.roles[end + 1 :]
    return Shape(sizes, roles)


def layout_of(x: Shape) -> str:
    """The layout that the axes of a tensor follow."""
    last = len(x.roles) > 2 and x.roles[-1] == CHANNEL
    return "channels_last" if last else "channels_first"
