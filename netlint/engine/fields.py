"""Fields: the receptive field of every node, exact through branches and transposed windows.

A cell ``t`` of an axis reads an interval of input pixels. Chains of windows keep one interval that
moves by the jump; upsampling makes it periodic: ``phases`` intervals that move together
(Araujo et al. 2019, walked backwards cell by cell).
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any, NamedTuple

from netlint.core.conditions import maximum, minimum
from netlint.core.reach import Bins, Reach, Resize, Shift, Whole
from netlint.core.shape import Shape
from netlint.core.size import Int, Size
from netlint.core.window import Growth, Window

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading
    from netlint.engine.step import Step
    from netlint.spec.model import Node

MOST_PHASES = 4_096

Rational = int | Fraction
Twice = Any
"""A Rational or a Size; arithmetic between the two is exact, but typing has no word for it."""
Interval = tuple[Int, Int] | None


class Axis(NamedTuple):
    """One axis: the intervals of the first cells, how far the next ones lie, twice the first centre."""

    phases: tuple[Interval, ...]
    advance: Int
    twice: Twice

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
    for node, step in zip(reading.net.nodes, reading.steps, strict=True):
        reach = step.reach if step is not None else None
        if step is None or reach is None:
            continue
        source = node.source
        field = found[source] if source is not None else _gathered(found, node, step)
        if field is None or (not reach and len(field.axes) != step.dims):
            continue
        if reach:
            field = _through(field, reach, step.inputs[0])
        found[node.index] = field
    return found[:count]


def _gathered(found: list[Field | None], node: Node, step: Step) -> Field | None:
    """The hull of what the node reads; the tensor of ``like`` is only measured."""
    ports = node.inputs[:1] if step.layer.likes else node.inputs
    sources = [(found[p[0]], x) for p, x in zip(ports, step.inputs, strict=False) if p]
    if len(sources) == 1:
        return sources[0][0]
    if len(sources) == 2 and step.inputs[0] == step.inputs[1]:
        one, two = sources[0][0], sources[1][0]
        if one is not None and two is not None and one.source == two.source:
            return _pair(one, two)
    return _merged(sources)


def _pair(one: Field, two: Field) -> Field | None:
    """The hull of two operands of one shape."""
    if one is two:
        return one
    axes: list[Axis] = []
    for i, (a, b) in enumerate(zip(one.axes, two.axes, strict=True)):
        if i and a is one.axes[0] and b is two.axes[0]:
            axes.append(axes[0])
            continue
        joined = _both(a, b)
        if joined is None:
            return None
        axes.append(joined)
    return Field(one.source, tuple(axes))


def _both(a: Axis, b: Axis) -> Axis | None:
    """The hull of two axes; the one itself where the other lies inside."""
    if len(a.phases) == 1 == len(b.phases) and a.advance == b.advance and a.twice == b.twice:
        mine, theirs = a.phases[0], b.phases[0]
        if mine and theirs and isinstance(mine[1], int) and isinstance(theirs[1], int):
            if mine[0] <= theirs[0] and theirs[1] <= mine[1]:
                return a
            if theirs[0] <= mine[0] and mine[1] <= theirs[1]:
                return b
    return _joined([a, b], [])


def _through(field: Field, reach: tuple[Reach, ...], x: Shape) -> Field | None:
    if len(reach) != len(field.axes):
        return None
    axes: list[Axis] = []
    last: Axis | None = None
    over: Reach | None = None
    for axis, reached, size in zip(field.axes, reach, x.space, strict=True):
        # Most nets treat their axes alike; a window with padding words asks for the size too.
        if axis is last and reached is over and size is x.space[0]:
            axes.append(axes[-1])
            continue
        made = compose(axis, reached, size)
        if made is None:
            return None
        axes.append(made)
        last, over = axis, reached
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
        if not reach and not begin and stride == 1:
            return axis
        (lo, hi), jump = axis.phases[0], axis.advance
        twice = axis.twice + (reach - 2 * begin) * jump
        return Axis(((lo - begin * jump, hi + (reach - begin) * jump),), jump * stride, twice)
    taps = range(0, window.extent, window.dilation)
    return _periodic(
        axis,
        1,
        stride,
        lambda t: [t * stride - begin + tap for tap in taps],
        (reach - 2 * begin, 1),
    )


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
    if len(intervals) == 2 and intervals[0] is not None and intervals[1] is not None:
        (a, b), (c, d) = intervals
        return minimum(a, c), maximum(b, d)
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
        if i and all(f.axes[i] is f.axes[0] and x.space[i] is x.space[0] for f, x in own):
            axes.append(axes[0])
            continue
        single = [type(n) is int and n == 1 for n in (x.space[i] for _, x in own)]
        full = [f.axes[i] for (f, _), s in zip(own, single, strict=True) if not s]
        gates = [f.axes[i] for (f, _), s in zip(own, single, strict=True) if s]
        joined = _joined(full or gates, gates if full else [])
        if joined is None:
            return None
        axes.append(joined)
    return Field(source, tuple(axes))


def _joined(full: list[Axis], gates: list[Axis]) -> Axis | None:
    first = full[0]
    if not gates and all(a is first or a == first for a in full):
        return first
    counts = {len(a.phases) for a in full}
    if len(counts) == 1:
        if any(a.advance is not first.advance and a.advance != first.advance for a in full):
            return None
    elif any(a.jump != first.jump for a in full):
        return None
    count = lcm(*counts)
    if count > MOST_PHASES:
        return None
    extra = [_hull(list(g.phases)) for g in gates]
    if count == 1:
        phases: tuple[Interval, ...] = (_hull([*(a.phases[0] for a in full), *extra]),)
    else:
        phases = tuple(_hull([*(a.cell(t) for a in full), *extra]) for t in range(count))
    return Axis(phases, first.advance * (count // len(first.phases)), _middle(full))


def _middle(full: list[Axis]) -> Rational | Size:
    """Twice the centre between the outermost centres."""
    twice = full[0].twice
    if all(a.twice == twice for a in full):
        return twice
    numbers = [a.twice for a in full if not isinstance(a.twice, Size)]
    if len(numbers) < len(full):
        return twice
    return _whole(Fraction(min(numbers) + max(numbers)) / 2)


def _whole(number: Rational) -> Rational:
    if isinstance(number, Fraction) and number.denominator == 1:
        return number.numerator
    return number
