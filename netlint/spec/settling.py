"""Settling: what the engine asks of every node again and again, noted once the net is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from netlint.layers._base import Layer
    from netlint.spec.model import Node


class _Kind(NamedTuple):
    """What nodes with one layer have in common: ``single`` gives one tensor, ``free`` reads any."""

    number: int
    open: bool
    single: bool
    free: bool


def settle(nodes: list[Node]) -> None:
    """Set what follows ``problems`` in every node."""
    kinds: dict[int, _Kind] = {}
    single: list[bool] = []
    for node in nodes:
        node.plain = node.trainable and node.share is None and not node.expects
        layer = node.layer
        if layer is None:
            single.append(False)
            continue
        kind = kinds.get(id(layer))
        if kind is None:
            kind = kinds[id(layer)] = _kind(layer, len(kinds))
        single.append(kind.single)
        node.kind, node.open = kind.number, kind.open
        if not kind.free:
            continue
        sources = [p[0] for p in node.inputs if p and not p[1] and (p[0] < 0 or single[p[0]])]
        if len(sources) != len(node.inputs):
            continue
        if len(sources) == 1:
            node.source = sources[0]
        else:
            node.sources = tuple(sources)


def _kind(layer: Layer, number: int) -> _Kind:
    return _Kind(
        number,
        open=bool(layer.expressions()),
        single=not (layer.ports or layer.numbered),
        free=not layer.numbered and layer.undoes is None,
    )
