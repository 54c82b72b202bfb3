"""Step: what one layer makes of certain input shapes; nodes that do the same share it."""

from __future__ import annotations

from typing import NamedTuple

from netlint.core.conditions import Condition
from netlint.core.problems import Problem
from netlint.core.reach import Reach
from netlint.core.shape import Shapes
from netlint.core.size import Int
from netlint.layers._base import Layer, Weights


class Cost(NamedTuple):
    """Parameters, saved buffers and multiply-accumulates; None where a fault hides them."""

    params: Int | None
    buffers: Int | None
    macs: Int | None


UNKNOWN = Cost(None, None, None)


class Step:
    """Shapes in, shapes out (None if unknown), problems and conditions; costs when asked for."""

    __slots__ = ("_cost", "_reach", "conditions", "dims", "inputs", "layer", "outputs", "problems")

    def __init__(
        self,
        layer: Layer,
        inputs: Shapes,
        outputs: Shapes | None,
        problems: tuple[Problem, ...],
        conditions: tuple[Condition, ...],
    ) -> None:
        self.layer = layer
        self.inputs = inputs
        self.outputs = outputs
        self.problems = problems
        self.conditions = conditions
        self.dims = 0 if outputs is None else outputs[0].dims
        self._cost: Cost | None = None
        self._reach: tuple[Reach, ...] | bool | None = False

    @property
    def weights(self) -> Weights:
        """The weights and buffers; none where the shapes are unknown."""
        return () if self.outputs is None else self.layer.weights(self.inputs)

    @property
    def cost(self) -> Cost:
        if self._cost is None:
            self._cost = self._count()
        return self._cost

    def _count(self) -> Cost:
        if self.outputs is None or not all(p.costs_known for p in self.problems):
            return UNKNOWN
        params: Int = 0
        buffers: Int = 0
        for weight in self.layer.weights(self.inputs):
            if weight.buffer:
                buffers = weight.size + buffers
            else:
                params = weight.size + params
        return Cost(params, buffers, self.layer.macs(self.inputs, self.outputs))

    @property
    def reach(self) -> tuple[Reach, ...] | None:
        """How the space axes of the output lie over the input; None if not at all."""
        reach = self._reach
        if reach is False or reach is True:
            reach = self._reach = None if self.outputs is None else self.layer.reach(self.inputs)
        return reach
