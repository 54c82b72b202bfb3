"""Reach: how the cells of an output axis lie over an input axis, besides plain windows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netlint.core.window import Growth, Window

if TYPE_CHECKING:
    from netlint.core.size import Int


@dataclass(frozen=True, slots=True)
class Shift:
    """Output cell ``i`` is input cell ``i + offset``: pad (negative), crop and slice."""

    offset: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Resize:
    """Output cells lie ``factor`` times as dense; ``linear`` reads two neighbours, else one."""

    over: int
    under: int = 1
    taps: int = 1


@dataclass(frozen=True, slots=True)
class Bins:
    """Adaptive pooling of ``size`` cells into ``out`` bins, which may overlap."""

    size: int
    out: int


@dataclass(frozen=True, slots=True)
class Whole:
    """One window as large as the axis; the output keeps ``out`` cells that all see it."""

    size: Int
    single: bool = True


Reach = Window | Growth | Shift | Resize | Bins | Whole

IDENTITY = Shift(0)
