"""Fields: the receptive field of every node, exact through branches and transposed windows.

A cell ``t`` of an axis reads an interval of input pixels. Chains of windows keep one interval that
moves by the jump; upsampling makes it periodic: ``phases`` intervals that move together
(Araujo et al. 2019, walked backwards cell by cell).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from netlint.core.conditions import maximum, minimum
from netlint.core.reach import Bins, Reach, Resize, Shift, Whole
from netlint.core.shape import Shape
from netlint.core.size import Int, Size
from netlint.core.window import Growth, Window

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading

MOST_PHASES = 4_096

Rational = int | Fraction
Interval = tuple[Int, Int] | None


class Axis(NamedTuple):
    """One axis: the intervals of the first cells, how far the next ones lie, twice the first centre."""

    phases: tuple[Interval, ...]
    advance: Int
    twice: Rational | Size

    @property
    def jump(self) -> Rational | Size:
        if isinstance(self.advance, Size) or len(self.phases) == 1:
            return self.advance
        return _whole(Fraction(self.advance, len(self.phases)))

    @property
    def centre(self) -> Rational | Size:
        if isinstance(self.twice, Size):
            return self.twice * Fraction(1, 2)
        return _whole(Fraction(self.twice) / 2)

    @property
    def size(self) -> Int:
        sizes = [hi - lo + 1 for lo, hi in filter(None, self.phases)]
        if len(sizes) == 1:
            return sizes[0]
        return max(n for n in sizes if isinstance(n, int)) if sizes else 0

    def cell(self, t: int) -> Interval:
        """The pixels that cell ``t`` reads; None for a hole."""
        turn, phase = divmod(t, len(self.phases))
        interval = self.phases[phase]
        if interval is None:
            return None
        return interval[0] + turn * self.advance, interval[1] + turn * self.advance


class Field(NamedTuple):
    """The receptive field over one input, an Axis for each space axis."""

    source: int
    axes: tuple[Axis, ...]


START = Axis(((0, 0),), 1, 0)


def fields(reading: Reading) -> list[Field | None]:
    """The field of the first output of every node; None where space is mixed or unknown."""
    inputs = reading.inputs
    count = len(reading.net.nodes)
    found: list[Field | None] = [None] * count
    found += [Field(k, (START,) * x.dims) for k, x in reversed(list(enumerate(inputs)))]
    memo: dict[tuple[Axis, Reach, Int], Axis | None] = {}
    for node, step in zip(reading.net.nodes, reading.steps, strict=True):
        if step is None or step.outputs is None:
            continue
        reach = step.reach
        if reach is None:
            continue
        ports = node.inputs[:-1] if node.layer is not None and _has_like(node.layer) else node.inputs
        sources = [(found[p[0]], x) for p, x in zip(ports, step.inputs, strict=False) if p]
        field = sources[0][0] if len(sources) == 1 else _merged(sources)
        dims = step.outputs[0].dims
        if field is None or (len(field.axes) != dims and not reach):
            continue
        if reach:
            if len(reach) != len(field.axes):
                continue
            field = _through(field, reach, step.inputs[0], memo)
        found[node.index] = field
    return found[:count]


def _has_like(layer: object) -> bool:
    return bool(getattr(layer, "likes")) and getattr(layer, "like", None) is not None


def _through(
    field: Field, reach: tuple[Reach, ...], x: Shape, memo: dict[tuple[Axis, Reach, Int], Axis | None]
) -> Field | None:
    axes: list[Axis] = []
    for axis, over, size in zip(field.axes, reach, x.space, strict=True):
        key = (axis, over, size)
        if key not in memo:
            memo[key] = compose(axis, over, size)
        made = memo[key]
        if made is None:
            return None
        axes.append(made)
    return Field(field.source, tuple(axes))


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
        (lo, hi), jump = axis.phases[0], axis.advance
        twice = axis.twice + (reach - 2 * begin) * jump
        return Axis(((lo - begin * jump, hi + (reach - begin) * jump),), jump * stride, twice)
    taps = range(0, window.extent, window.dilation)
    return _periodic(axis, 1, stride, lambda t: [t * stride - begin + tap for tap in taps], (reach - 2 * begin, 1))


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
    if over == Shift(0):
        return axis
    return _periodic(axis, 1, step, lambda t: [t * step + over.offset], (2 * over.offset, 1))


def _bins(axis: Axis, over: Bins) -> Axis | None:
    n, out = over.size, over.out
    if n % out == 0:
        return _window(axis, Window(n // out, n // out), n)

    def cells(t: int) -> range:
        return range(t * n // out, -(-(t + 1) * n // out))

    return _periodic(axis, out, n, cells, (cells(0).stop - 1, 1))


def _grow(axis: Axis, over: Growth) -> Axis | None:
    pad, s, d, last = over.first_tap(), over.stride, over.dilation, over.extent - 1

    def cells(t: int) -> list[int]:
        first, end = -((last - t - pad) // s), (t + pad) // s
        return [x for x in range(first, end + 1) if (t + pad - x * s) % d == 0]

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


def _periodic(
    axis: Axis, up: int, down: int, cells: object, centre: tuple[int, int]
) -> Axis | None:
    """The axis of which cell ``t`` reads ``cells(t)``; ``up`` more cells lie ``down`` further."""
    assert callable(cells)
    advance, period = axis.advance, len(axis.phases)
    if isinstance(advance, Size):
        return None
    turns = lcm(period, down) // down
    count = up * turns
    if count > MOST_PHASES:
        return None
    intervals = tuple(_hull([axis.cell(c) for c in cells(t)]) for t in range(count))
    step = advance * down * turns // period
    over, under = centre
    twice = axis.twice + _whole(Fraction(advance, period) * Fraction(over, under))
    return _reduced(Axis(intervals, step, twice))


def _reduced(axis: Axis) -> Axis:
    """The axis with as few phases as tell the same."""
    intervals, step = axis.phases, axis.advance
    count = len(intervals)
    assert isinstance(step, int)
    for fewer in range(1, count):
        if count % fewer or step * fewer % count:
            continue
        short = axis._replace(phases=intervals[:fewer], advance=step * fewer // count)
        if all(short.cell(t) == intervals[t] for t in range(fewer, count)):
            return short
    return axis


def _hull(intervals: list[Interval]) -> Interval:
    kept = [i for i in intervals if i is not None]
    if not kept:
        return None
    lo, hi = kept[0]
    for low, high in kept[1:]:
        lo, hi = minimum(lo, low), maximum(hi, high)
    return lo, hi


def _merged(sources: list[tuple[Field | None, Shape]]) -> Field | None:
    """The hull of the operands over the input that is declared first; a stretched axis sees no less."""
    known = [(f, x) for f, x in sources if f is not None]
    if not known or len(known) < len(sources):
        return None
    source = min(f.source for f, _ in known)
    own = [(f, x) for f, x in known if f.source == source]
    dims = max(len(f.axes) for f, _ in own)
    if any(len(f.axes) != dims for f, _ in own):
        return None
    axes: list[Axis] = []
    for i in range(dims):
        single = [x.space[i] == 1 for _, x in own]
        full = [f.axes[i] for (f, _), s in zip(own, single, strict=True) if not s]
        gates = [f.axes[i] for (f, _), s in zip(own, single, strict=True) if s]
        joined = _joined(full or gates, gates if full else [])
        if joined is None:
            return None
        axes.append(joined)
    return Field(source, tuple(axes))


def _joined(full: list[Axis], gates: list[Axis]) -> Axis | None:
    first = full[0]
    if all(a == first for a in full) and not gates:
        return first
    if any(a.jump != first.jump for a in full):
        return None
    count = lcm(*(len(a.phases) for a in full))
    if count > MOST_PHASES:
        return None
    extra = [_hull(list(g.phases)) for g in gates]
    phases = tuple(_hull([*(a.cell(t) for a in full), *extra]) for t in range(count))
    twices = [a.twice for a in full]
    twice = twices[0]
    numbers = [t for t in twices if not isinstance(t, Size)]
    if len(numbers) == len(twices):
        twice = _whole(Fraction(min(numbers) + max(numbers)) / 2)
    return Axis(phases, first.advance * count // len(first.phases), twice)


def _whole(number: Rational) -> Rational:
    if isinstance(number, Fraction) and number.denominator == 1:
        return number.numerator
    return number
