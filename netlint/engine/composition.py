"""Composition: the axis of a receptive field behind one more layer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import chain
from math import gcd, lcm

from netlint.core.rational import whole
from netlint.core.reach import Bins, Reach, Resize, Shift, Whole
from netlint.core.size import Int, Size
from netlint.core.window import Growth, Window
from netlint.engine.axis import MOST_PHASES, Axis, hull, reduced

MOST_READS = 1 << 18

Cells = Callable[[int], range]


def compose(axis: Axis, over: Reach, size: Int) -> Axis | None:
    """The axis behind a layer; None where it has no period that is worth telling."""
    if isinstance(over, Window):
        return _window(axis, over, size)
    if isinstance(over, Whole):
        return _whole_axis(axis, over)
    if isinstance(over, Shift):
        return _shift(axis, over)
    if isinstance(over, Bins):
        return _bins(axis, over)
    if isinstance(axis.advance, Size):
        return None
    if isinstance(over, Growth):
        return _grow(axis, over)
    return _resize(axis, over)


def _window(axis: Axis, window: Window, size: Int) -> Axis | None:
    begin, reach, stride = window.begin, window.extent - 1, window.stride
    if window.same:
        number = size if isinstance(size, int) else stride * (reach + 1)
        begin = window.pads(number)[0]
    if len(axis.phases) == 1 and axis.phases[0]:
        if not reach and not begin and stride == 1:
            return axis
        (lo, hi), jump = axis.phases[0], axis.advance
        twice = axis.twice + (reach - 2 * begin) * jump
        return Axis(((lo - begin * jump, hi + (reach - begin) * jump),), jump * stride, twice)

    def cells(t: int) -> range:
        first = t * stride - begin
        return range(first, first + window.extent, window.dilation)

    return _periodic(axis, 1, stride, cells, (reach - 2 * begin, 1))


def _whole_axis(axis: Axis, over: Whole) -> Axis | None:
    size = over.size
    if len(axis.phases) == 1 and axis.phases[0]:
        (lo, hi), jump = axis.phases[0], axis.advance
        reach = (size - 1) * jump
        advance = size * jump if over.single else jump
        return Axis(((lo, hi + reach),), advance, axis.twice + reach)
    if isinstance(size, Size):
        return None
    return _periodic(axis, 1, size, lambda t: range(t * size, t * size + size), (size - 1, 1))


def _shift(axis: Axis, over: Shift) -> Axis | None:
    step = over.step
    if step == 1 and not over.offset:
        return axis
    return _periodic(
        axis,
        1,
        step,
        lambda t: range(t * step + over.offset, t * step + over.offset + 1),
        (2 * over.offset, 1),
    )


def _bins(axis: Axis, over: Bins) -> Axis | None:
    n, out = over.size, over.out
    if n % out == 0:
        return _window(axis, Window(n // out, n // out), n)

    def cells(t: int) -> range:
        return range(t * n // out, -(-(t + 1) * n // out))

    return _periodic(axis, out, n, cells, (cells(0).stop - 1, 1))


def _grow(axis: Axis, over: Growth) -> Axis | None:
    pad, s, d, last = over.first_tap(), over.stride, over.dilation, over.extent - 1

    def cells(t: int) -> range:
        first, end = -((last - t - pad) // s), (t + pad) // s
        tries = range(first, min(first + d, end + 1))
        hit = next((x for x in tries if (t + pad - x * s) % d == 0), end + 1)
        return range(hit, end + 1, d // gcd(s, d))

    return _periodic(axis, s, 1, cells, (2 * pad - last, s))


def _resize(axis: Axis, over: Resize) -> Axis | None:
    up, down = over.over, over.under

    def cells(t: int) -> range:
        if over.taps == 1:
            return range(t * down // up, t * down // up + 1)
        place = (2 * t + 1) * down - up
        low, rest = divmod(place, 2 * up)
        more = over.taps // 2 - 1
        return range(low - more, low + 1 + (1 + more if rest or more else 0))

    return _periodic(axis, up, down, cells, (down - up, up))


def _periodic(axis: Axis, up: int, down: int, cells: Cells, centre: tuple[int, int]) -> Axis | None:
    """The axis of which cell ``t`` reads ``cells(t)``; ``up`` more cells lie ``down`` further."""
    advance, period = axis.advance, len(axis.phases)
    if isinstance(advance, Size):
        return None
    turns = lcm(period, down) // down
    count = up * turns
    # Intervals move on with every period, so the ends of a long row of cells tell its hull.
    reads = min(_count(cells(0)), 2 * period)
    if count > MOST_PHASES or count * reads > MOST_READS:
        return None
    intervals = tuple(hull([axis.cell(c) for c in _ends(cells(t), period)]) for t in range(count))
    step = advance * down * turns // period
    over, under = centre
    twice = axis.twice + whole(Fraction(advance, period) * Fraction(over, under))
    return reduced(Axis(intervals, step, twice))


def _ends(cells: range, period: int) -> Iterable[int]:
    """The first and the last ``period`` of some cells."""
    if _count(cells) <= 2 * period:
        return cells
    return chain(cells[:period], cells[-period:])


def _count(cells: range) -> int:
    """``len`` for ranges of any size."""
    return max(0, -((cells.start - cells.stop) // cells.step))
