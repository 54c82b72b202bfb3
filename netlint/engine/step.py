"""Step: what one layer makes of certain input shapes; nodes that do the same share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from netlint.core.conditions import Condition
from netlint.core.problems import Problem
from netlint.core.reach import Reach
from netlint.core.shape import Shapes
from netlint.core.window import Windows
from netlint.layers._base import Layer, Weights

if TYPE_CHECKING:
    from netlint.engine.costs import NodeCost


class Flow:
    """Tensors of certain shapes, and the steps that layers have made of them, by the layer's kind.

    One object for equal shapes: that what is remembered is found without comparing.
    """

    __slots__ = ("dims", "made", "shapes")

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.dims = shapes[0].dims if shapes else 0
        self.made: dict[int, Step] = {}


class Step:
    """Shapes in, shapes out (None if unknown), problems and conditions.

    ``flow`` is the outputs for who reads them, ``dims`` their space axes. ``cost`` is None, and
    ``reach`` False, until they have been asked for; ``way`` is then all that the field behind the
    layer depends on, besides the one before it, or None where symbols do.
    """

    __slots__ = (
        "conditions",
        "cost",
        "dims",
        "flow",
        "inputs",
        "layer",
        "outputs",
        "problems",
        "reach",
        "way",
    )

    def __init__(
        self,
        layer: Layer,
        inputs: Shapes,
        flow: Flow | None,
        problems: tuple[Problem, ...],
        conditions: tuple[Condition, ...],
    ) -> None:
        self.layer = layer
        self.inputs = inputs
        self.flow = flow
        self.outputs = None if flow is None else flow.shapes
        self.dims = 0 if flow is None else flow.dims
        self.problems = problems
        self.conditions = conditions
        self.cost: NodeCost | None = None
        self.reach: tuple[Reach, ...] | Literal[False] | None = False
        self.way: object = None

    @property
    def weights(self) -> Weights:
        """The weights and buffers; none where the shapes are unknown."""
        return () if self.outputs is None else self.layer.weights(self.inputs)

    def over(self) -> tuple[Reach, ...] | None:
        """How the output's space lies over the input; None if not at all, () if cell on cell."""
        reach = None if self.outputs is None else self.layer.reach(self.inputs)
        if type(reach) is Windows and (reach.idle or reach.steady):
            reach = () if reach.idle else reach
            self.way = reach
        elif reach and all(type(size) is int for size in self.inputs[0].space):
            self.way = (reach, self.inputs[0].space)
        self.reach = reach
        return reach
