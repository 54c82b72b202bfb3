"""Analysis: a net read at the sizes that are shown, and for all sizes where symbols are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from netlint.core.expression import Expression
from netlint.core.shape import Shape, Shapes
from netlint.engine.propagate import Reading
from netlint.spec.model import Range

if TYPE_CHECKING:
    from netlint.engine.costs import Amount, NodeCost
    from netlint.engine.field import Field
    from netlint.engine.memory import Memory
    from netlint.spec.model import Net
    from netlint.spec.node import Node, Port


class Analysis:
    """What netlint knows of a net; computed when first asked for.

    ``shown`` is the reading in which every listed symbol has its number or default; ``family`` the
    one in which only the batch has. They are one object where nothing is listed, or nothing open.
    """

    def __init__(self, net: Net) -> None:
        self.net = net
        self.shown = Reading(net, shown_values(net))

    @cached_property
    def family(self) -> Reading:
        free = set(self.net.symbols)
        fixed = {n: v for n, v in self.shown.values.items() if n not in free}
        if fixed == self.shown.values:
            return self.shown
        return Reading(self.net, fixed, self.shown)

    def at(self, values: Mapping[str, int]) -> Reading:
        """A further reading at other sizes, with the weights of the shown one."""
        return Reading(self.net, {**self.shown.values, **values}, self.shown)

    @property
    def nodes(self) -> Sequence[Node]:
        return self.net.nodes

    def shape(self, port: Port | None) -> Shape | None:
        """The shape of a tensor; None if unknown."""
        if port is None:
            return None
        shapes = self.shown.shapes(port[0])
        return shapes[port[1]] if shapes is not None and port[1] < len(shapes) else None

    def outputs(self, node: Node) -> Shapes | None:
        """The output shapes of a node; None if unknown."""
        return self.shown.shapes(node.index)

    @cached_property
    def fields(self) -> list[Field | None]:
        """The receptive field of every node's first output."""
        from netlint.engine.fields import fields

        return fields(self.shown)

    @cached_property
    def costs(self) -> list[NodeCost]:
        """Parameters, buffers and MACs of every node."""
        from netlint.engine.costs import costs

        return costs(self.shown)

    @property
    def params(self) -> Amount:
        """The parameters of the net, frozen ones included; None where a fault hides some."""
        from netlint.engine.costs import total

        return total([c.params for c in self.costs])

    @property
    def macs(self) -> Amount:
        """The multiply-accumulates for the batch shown; None where a fault hides some."""
        from netlint.engine.costs import total

        return total([c.macs for c in self.costs])

    @cached_property
    def memory(self) -> Memory:
        """The bytes of every node's outputs, and their peak."""
        from netlint.engine.memory import memory

        return memory(self.shown)

    @cached_property
    def readers(self) -> list[tuple[int, ...]]:
        """For every node the nodes that read one of its outputs; inputs stand at the end."""
        found: list[list[int]] = [[] for _ in range(len(self.nodes) + len(self.net.inputs))]
        for node in self.nodes:
            for source in dict.fromkeys(p[0] for p in node.inputs if p is not None):
                found[source].append(node.index)
        return [tuple(f) for f in found]

    def ranges(self) -> Iterator[tuple[str, Range]]:
        """The symbols that are declared with a range."""
        for name, size in self.net.sizes.items():
            if isinstance(size, Range):
                yield name, size


def shown_values(net: Net) -> dict[str, int]:
    """The number that every listed symbol has in reports; a batch that is not listed is 1."""
    values = dict.fromkeys(net.batch_symbols, 1)
    for name, size in net.sizes.items():
        if isinstance(size, Range):
            values[name] = size.default
        elif not isinstance(size, Expression):
            values[name] = size
        elif name in values:
            del values[name]
    return values
