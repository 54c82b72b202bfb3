"""Show: an analysis becomes the rows and totals of a report."""

from __future__ import annotations

from netlint.app.sizes import entries_of
from netlint.core.finding import Spot
from netlint.core.shape import CHANNEL, Shape
from netlint.engine.analysis import Analysis
from netlint.engine.costs import total
from netlint.reports.shown import ShownInput, ShownLayer, ShownNet, Totals
from netlint.spec.node import Node


def shown_net(analysis: Analysis) -> ShownNet:
    """Every leaf layer in declared order, the totals and the accepted sizes."""
    net = analysis.net
    layers = tuple(_layer(analysis, node) for node in analysis.nodes)
    totals = Totals(
        params=total([x.params for x in layers]),
        trainable=total([x.trainable for x in layers]),
        buffers=total([x.buffers for x in layers]),
        macs=total([x.macs for x in layers]),
        activation_bytes=total([x.activation_bytes for x in layers]),
        peak_activation_bytes=analysis.memory.peak,
        layers=len(layers),
    )
    return ShownNet(
        name=net.name,
        inputs=tuple(
            ShownInput(i.name, x.sizes, i.dtype)
            for i, x in zip(net.inputs, analysis.shown.inputs, strict=True)
        ),
        outputs=tuple(net.port_name(p) for p in net.outputs),
        complete=net.complete and None not in totals,
        layers=layers,
        totals=totals,
        accepts=entries_of(analysis),
    )


def _layer(analysis: Analysis, node: Node) -> ShownLayer:
    net = analysis.net
    outputs = analysis.outputs(node)
    cost = analysis.costs[node.index]
    field = analysis.fields[node.index]
    axes = field.axes if field is not None else None
    return ShownLayer(
        name=node.name,
        number=node.index,
        type=node.type,
        inputs=tuple(net.port_name(p) if p is not None else None for p in node.inputs),
        shapes=None if outputs is None else tuple(s.sizes for s in outputs),
        params=cost.params,
        trainable=cost.trainable,
        buffers=cost.buffers,
        macs=cost.macs,
        activation_bytes=analysis.memory.nodes[node.index],
        receptive_field=None if axes is None else tuple(a.size for a in axes),
        jump=None if axes is None else tuple(a.jump for a in axes),
        centre=None if axes is None else tuple(a.centre for a in axes),
        closed_form=_closed_form(analysis, node),
        span=net.document.span(Spot(node.path)) if net.document is not None else None,
    )


def _closed_form(analysis: Analysis, node: Node) -> tuple[str, ...] | None:
    shapes = analysis.family.shapes(node.index)
    if shapes is None:
        return None
    return tuple(str(n) for n in _open_axes(shapes[0]))


def _open_axes(shape: Shape) -> list[object]:
    return [
        n for n, role in list(zip(shape.sizes, shape.roles, strict=True))[1:] if role != CHANNEL
    ]
