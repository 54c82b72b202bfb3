"""Fields: the receptive field of every node, exact through branches and transposed windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netlint.core.reach import Reach
from netlint.core.shape import Shape
from netlint.core.size import Int
from netlint.core.window import Window
from netlint.engine.axis import Axis, both, joined
from netlint.engine.composition import compose
from netlint.engine.field import ROOTS, Field

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading
    from netlint.engine.step import Step
    from netlint.spec.node import Node

Source = tuple["Field | None", Shape]
"""The field and the shape of a tensor that a node reads."""

NOTHING = Field(-1, ())
"""The field of a free weight, which reads no input at all."""


def fields(reading: Reading) -> list[Field | None]:
    """The field of the first output of every node; None where space is mixed or unknown."""
    count = len(reading.net.nodes)
    found: list[Field | None] = [None] * count
    found += [ROOTS.of(k, x.dims) for k, x in reversed(list(enumerate(reading.inputs)))]
    for node, step in zip(reading.net.nodes, reading.steps, strict=True):
        if step is None:
            continue
        reach = step.reach
        if reach is False:
            reach = step.over()
        if reach is None:
            if "source" in step.layer.traits:
                found[node.index] = NOTHING
            continue
        source = node.source
        field = found[source] if source is not None else _gathered(found, node, step)
        if field is None:
            continue
        if reach:
            found[node.index] = field.behind.get(step.way) or _behind(field, reach, step)
        elif field.dims == step.dims:
            found[node.index] = field
    return [None if field is NOTHING else field for field in found[:count]]


def _behind(field: Field, reach: tuple[Reach, ...], step: Step) -> Field | None:
    """The field behind a layer, remembered where no symbol is in the way."""
    made = _through(field, reach, step.inputs[0].space)
    if step.way is not None:
        field.behind[step.way] = made
        ROOTS.grown += 1
    return made


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
    elif len(node.sources) == 2 and inputs[0] is inputs[1]:
        one, two = found[node.sources[0]], found[node.sources[1]]
        if one is not None and two is not None and one.source == two.source:
            return one if one is two else one.beside.get(two) or _beside(one, two)
    sources = [(found[p[0]], x) for p, x in zip(ports, inputs, strict=False) if p]
    sources = [(f, x) for f, x in sources if f is not NOTHING] or sources
    return sources[0][0] if len(sources) == 1 else _merged(sources)


def _beside(one: Field, two: Field) -> Field | None:
    """The hull of two operands of one shape, remembered."""
    hull = one.beside[two] = _pair(one, two)
    ROOTS.grown += 1
    return hull


def _pair(one: Field, two: Field) -> Field | None:
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
