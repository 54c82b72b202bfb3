"""Step: what one layer makes of certain input shapes; nodes that do the same share it."""

from __future__ import annotations

from netlint.core.conditions import Condition
from netlint.core.problems import Problem
from netlint.core.shape import Shapes
from netlint.layers._base import Layer, Weights


class Flow:
    """Tensors of certain shapes, and the steps that layers have made of them, by the layer's kind.

    One object a reading for equal shapes: that what is remembered is found without comparing.
    """

    __slots__ = ("dims", "made", "shapes")

    def __init__(self, shapes: Shapes) -> None:
        self.shapes = shapes
        self.dims = shapes[0].dims if shapes else 0
        self.made: dict[object, Step] = {}


class Step:
    """Shapes in, shapes out (None if unknown), problems and conditions.

    ``number`` counts the different steps of a reading; ``flow`` is the outputs for who reads them.
    """

    __slots__ = ("conditions", "flow", "inputs", "layer", "number", "outputs", "problems")

    def __init__(
        self,
        number: int,
        layer: Layer,
        inputs: Shapes,
        flow: Flow | None,
        problems: tuple[Problem, ...],
        conditions: tuple[Condition, ...],
    ) -> None:
        self.number = number
        self.layer = layer
        self.inputs = inputs
        self.flow = flow
        self.outputs = None if flow is None else flow.shapes
        self.problems = problems
        self.conditions = conditions

    @property
    def weights(self) -> Weights:
        """The weights and buffers; none where the shapes are unknown."""
        return () if self.outputs is None else self.layer.weights(self.inputs)
