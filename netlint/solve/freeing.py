"""Freeing: space axes that are written in numbers become symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from netlint.core import record
from netlint.core.shape import SPACE, default_roles
from netlint.spec.model import Input, Net

NAMES: Mapping[int, tuple[str, ...]] = {1: ("T",), 2: ("H", "W"), 3: ("D", "H", "W")}


class Freed(NamedTuple):
    """A net whose space axes are symbols, and the sizes that were written there."""

    net: Net
    sizes: Mapping[str, int]


def freed(net: Net) -> Freed:
    """Axes of space that are written in numbers become ``T``, ``H W`` or ``D H W``."""
    taken = {s for i in net.inputs for s in i.shape if isinstance(s, str)} | set(net.sizes)
    groups: dict[tuple[int, ...], tuple[str, ...]] = {}
    sizes: dict[str, int] = {}
    inputs: list[Input] = []
    for item in net.inputs:
        roles = default_roles(len(item.shape), item.layout, item.integer)
        axes = [i for i, role in enumerate(roles) if role == SPACE]
        numbers = tuple(n for i in axes if isinstance(n := item.shape[i], int))
        names = NAMES.get(len(axes))
        if names is None or len(numbers) != len(axes):
            inputs.append(item)
            continue
        if numbers not in groups:
            free = names if not taken & set(names) else tuple(f"{item.name}_{n}" for n in names)
            groups[numbers] = free
            taken |= set(free)
            sizes |= dict(zip(free, numbers, strict=True))
        shape = list(item.shape)
        for axis, name in zip(axes, groups[numbers], strict=True):
            shape[axis] = name
        inputs.append(record.replace(item, shape=tuple(shape)))
    if not sizes:
        return Freed(net, {})
    return Freed(replace(net, inputs=tuple(inputs), sizes={**net.sizes, **sizes}), sizes)
