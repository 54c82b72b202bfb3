"""Reach: how the cells of an output axis lie over an input axis, besides plain windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netlint.core.record import Record
from netlint.core.window import Growth, Window

if TYPE_CHECKING:
    from netlint.core.size import Int


class Shift(Record):
    """Output cell ``i`` is input cell ``i + offset``: pad (negative), crop and slice."""

    offset: int
    step: int = 1


class Resize(Record):
    """Output cells lie ``factor`` times as dense; ``linear`` reads two neighbours, else one."""

    over: int
    under: int = 1
    taps: int = 1


class Bins(Record):
    """Adaptive pooling of ``size`` cells into ``out`` bins, which may overlap."""

    size: int
    out: int


class Whole(Record):
    """One window as large as the axis; the output keeps ``out`` cells that all see it."""

    size: Int
    single: bool = True


Reach = Window | Growth | Shift | Resize | Bins | Whole
