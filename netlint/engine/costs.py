"""Costs: what every node and the whole net costs, shared weights counted once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from netlint.core.size import Int
from netlint.engine.step import UNKNOWN, Cost

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading
    from netlint.spec.model import Node

Amount = Int | None
"""A count, exact or symbolic; None where a fault hides it."""


class NodeCost(NamedTuple):
    """A node's own parameters, the trained ones among them, saved buffers and MACs."""

    params: Amount
    trainable: Amount
    buffers: Amount
    macs: Amount


def cost_of(reading: Reading, node: Node) -> NodeCost:
    """What a node costs; weights that it shares count where they were first."""
    step = reading.steps[node.index]
    extra = reading.extra.get(node.index, ())
    cost: Cost = UNKNOWN
    if step is not None and all(f.problem.costs_known for f in extra):
        cost = step.cost
    params = cost.params
    if node.share is not None and params is not None:
        params = 0
    trainable = params if node.trainable or params is None else 0
    return NodeCost(params, trainable, cost.buffers, cost.macs)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum; None if a summand is unknown."""
    whole: Int = 0
    for amount in amounts:
        if amount is None:
            return None
        whole = amount + whole
    return whole
