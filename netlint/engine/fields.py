"""Fields: the receptive field of every node, exact through branches and transposed windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netlint.core.reach import Reach
from netlint.core.shape import Shape
from netlint.core.size import Int
from netlint.core.window import Window
from netlint.engine.axis import START, Axis, both, joined
from netlint.engine.composition import compose

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading
    from netlint.engine.step import Step
    from netlint.spec.model import Node

Source = tuple["Field | None", Shape]
"""The field and the shape of a tensor that a node reads."""


class Field:
    """The receptive field over one input, an Axis for each space axis."""

    __slots__ = ("axes", "source")

    def __init__(self, source: int, axes: tuple[Axis, ...]) -> None:
        self.source = source
        self.axes = axes


NOTHING = Field(-1, ())
"""The field of a free weight, which reads no input at all."""


def fields(reading: Reading) -> list[Field | None]:
    """The field of the first output of every node; None where space is mixed or unknown."""
    reaches = [_reach(step) for step in reading.distinct]
    count = len(reading.net.nodes)
    found: list[Field | None] = [None] * count
    found += [Field(k, (START,) * x.dims) for k, x in reversed(list(enumerate(reading.inputs)))]
    for node, step in zip(reading.net.nodes, reading.steps, strict=True):
        reach = reaches[step.number] if step is not None else None
        if step is None or reach is None:
            if step is not None and "source" in step.layer.traits:
                found[node.index] = NOTHING
            continue
        source = node.source
        field = found[source] if source is not None else _gathered(found, node, step)
        if field is None:
            continue
        if reach:
            found[node.index] = _through(field, reach, step.inputs[0].space)
        elif step.flow is not None and len(field.axes) == step.flow.dims:
            found[node.index] = field
    return [None if field is NOTHING else field for field in found[:count]]


def _reach(step: Step) -> tuple[Reach, ...] | None:
    """How the output's space lies over the input; None if not at all, () if cell on cell."""
    if step.outputs is None:
        return None
    reach = step.layer.reach(step.inputs)
    for over in reach or ():
        if type(over) is not Window or not over.idle:
            return reach
    return None if reach is None else ()


def _through(field: Field, reach: tuple[Reach, ...], space: tuple[Int, ...]) -> Field | None:
    """The field behind a layer; axes that are treated alike are one object."""
    before = field.axes
    if len(reach) != len(before):
        return None
    axes: list[Axis] = []
    for i, axis in enumerate(before):
        over, size = reach[i], space[i]
        if i and axis is before[0] and over is reach[0] and _alike(over, size, space[0]):
            axes.append(axes[0])
            continue
        made = compose(axis, over, size)
        if made is None:
            return None
        axes.append(made)
    return Field(field.source, tuple(axes))


def _alike(over: Reach, size: Int, first: Int) -> bool:
    """Whether two axes of these sizes look alike; a plain window does not ask for the size."""
    return size == first or (type(over) is Window and over.same is None)


def _gathered(found: list[Field | None], node: Node, step: Step) -> Field | None:
    """The hull of what the node reads; the tensor of ``like`` is only measured."""
    ports, inputs = node.inputs, step.inputs
    if step.layer.likes:
        ports = ports[:1]
    if len(ports) == 2 and inputs[0] is inputs[1]:
        one, two = [found[p[0]] for p in ports if p]
        if one is not None and two is not None and one.source == two.source:
            return _pair(one, two)
    sources = [(found[p[0]], x) for p, x in zip(ports, inputs, strict=False) if p]
    sources = [(f, x) for f, x in sources if f is not NOTHING] or sources
    return sources[0][0] if len(sources) == 1 else _merged(sources)


def _pair(one: Field, two: Field) -> Field | None:
    """The hull of two operands of one shape."""
    if one is two:
        return one
    mine, theirs = one.axes, two.axes
    axes: list[Axis] = []
    for i, axis in enumerate(mine):
        if i and axis is mine[0] and theirs[i] is theirs[0]:
            axes.append(axes[0])
            continue
        hull = both(axis, theirs[i])
        if hull is None:
            return None
        axes.append(hull)
    return Field(one.source, tuple(axes))


def _merged(sources: list[Source]) -> Field | None:
    """The hull over the input declared first; an axis that is stretched sees no less."""
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
        hull = joined(full or gates, gates if full else [])
        if hull is None:
            return None
        axes.append(hull)
    return Field(source, tuple(axes))
