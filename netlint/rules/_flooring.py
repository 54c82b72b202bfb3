"""Flooring: the layer above a merge whose windows drop a cell."""

from __future__ import annotations

from netlint.core.finding import Related, Spot
from netlint.core.window import Window
from netlint.rules._base import Place


def flooring(place: Place, axis: int) -> Related | None:
    """The nearest layer above that loses a part of ``axis`` to a rounded division."""
    reading = place.reading
    nodes = place.analysis.nodes
    queue = [p[0] for p in place.ports if p is not None and p[0] >= 0]
    seen: set[int] = set()
    while queue:
        index = max(queue)
        queue.remove(index)
        step = reading.steps[index]
        if step is not None and step.outputs is not None and axis in step.inputs[0].axes.space:
            place_ = step.inputs[0].axes.space.index(axis)
            reach = step.layer.reach(step.inputs) or ()
            window = reach[place_] if place_ < len(reach) else None
            size = step.inputs[0].sizes[axis]
            if isinstance(window, Window) and isinstance(size, int) and window.stride > 1:
                slack = size + sum(window.pads(size)) - window.extent
                if slack % window.stride:
                    name, out = nodes[index].name, window.out(size)
                    message = f'"{name}" turns {size} into {out} and leaves a rest'
                    return Related(message, name, Spot(nodes[index].path))
        for port in nodes[index].inputs:
            if port is not None and port[0] >= 0 and port[0] not in seen:
                seen.add(port[0])
                queue.append(port[0])
    return None
