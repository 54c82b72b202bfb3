"""Settling: what the engine asks of every node again and again, noted once the net is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netlint.spec.model import Node


def settle(nodes: list[Node]) -> None:
    """Set ``plain``, and ``source`` or ``sources``, in every node."""
    single: list[bool] = []
    for node in nodes:
        node.plain = node.trainable and node.share is None and not node.expects
        layer = node.layer
        if layer is None:
            single.append(False)
            continue
        numbered = layer.numbered
        single.append(not (layer.ports or numbered))
        if numbered or node.open or layer.undoes is not None:
            continue
        sources = [p[0] for p in node.inputs if p and not p[1] and (p[0] < 0 or single[p[0]])]
        if len(sources) != len(node.inputs):
            continue
        if len(sources) == 1:
            node.source = sources[0]
        else:
            node.sources = tuple(sources)
