"""Costs: what every node and the whole net costs, shared weights counted once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import prod
from typing import TYPE_CHECKING

from netlint.core.size import Int
from netlint.layers._base import Layer

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading
    from netlint.engine.step import Step

Amount = Int | None
"""A count, exact or symbolic; None where a fault hides it."""


class NodeCost:
    """A node's own parameters, the trained ones among them, saved buffers and MACs."""

    __slots__ = ("buffers", "macs", "params", "trainable")

    def __init__(self, params: Amount, trainable: Amount, buffers: Amount, macs: Amount) -> None:
        self.params = params
        self.trainable = trainable
        self.buffers = buffers
        self.macs = macs


UNKNOWN = NodeCost(None, None, None, None)
FREE = NodeCost(0, 0, 0, 0)


def costs(reading: Reading) -> list[NodeCost]:
    """What every node costs; weights that it shares count where they were first."""
    found = [UNKNOWN if step is None else step.cost or _priced(step) for step in reading.steps]
    for index, faults in reading.extra.items():
        if not all(f.problem.costs_known for f in faults):
            found[index] = UNKNOWN
    for index, node in reading.net.nodes.particular.items():
        cost = found[index]
        if cost.params is None:
            continue
        params = 0 if node.share is not None else cost.params
        trainable = params if node.trainable else 0
        found[index] = NodeCost(params, trainable, cost.buffers, cost.macs)
    return found


@cache
def _is_free(kind: type[Layer]) -> bool:
    """Whether layers of a class have no weights and multiply nothing."""
    return kind.weights is Layer.weights and kind.macs is Layer.macs


def _priced(step: Step) -> NodeCost:
    """What a layer costs at certain shapes, kept with the step."""
    layer, inputs, outputs = step.layer, step.inputs, step.outputs
    if outputs is None or (step.problems and not all(p.costs_known for p in step.problems)):
        cost = UNKNOWN
    elif _is_free(type(layer)):
        cost = FREE
    else:
        params: Int = 0
        buffers: Int = 0
        for _, shape, buffer in layer.weights(inputs):
            if buffer:
                buffers = prod(shape) + buffers
            else:
                params = prod(shape) + params
        cost = NodeCost(params, params, buffers, layer.macs(inputs, outputs))
    step.cost = cost
    return cost


def total(amounts: Sequence[Amount]) -> Amount:
    """The sum; None if a summand is unknown."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None
