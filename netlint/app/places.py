"""Places: where the layers of a net stand, for findings that speak of many of them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from netlint.core.finding import Path
from netlint.spec.model import Net
from netlint.spec.node import Node, Uses


class Places:
    """The nodes of a net by name, and by the place in the document that they came out of."""

    def __init__(self, net: Net) -> None:
        self.net = net

    def uses(self, layer: str | None) -> Uses:
        """The layers whose blocks a node came out of."""
        node = self._named.get(layer) if layer is not None else None
        return node.uses if node is not None else ()

    def readers(self, layers: set[str | None]) -> int:
        """How many nodes came out of the places of some layers."""
        paths = {self._named[name].path for name in layers if name in self._named}
        return sum(self._count[path] for path in paths)

    @cached_property
    def _named(self) -> dict[str | None, Node]:
        return {node.name: node for node in reversed(self.net.nodes)}

    @cached_property
    def _count(self) -> Counter[Path]:
        return Counter(node.path for node in self.net.nodes)
