"""Recurrent layers: what LSTM, GRU and the plain RNN share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from netlint.core.conditions import equal
from netlint.core.errors import ShapeError
from netlint.core.problems import BadValue, FeaturesMismatch, MergeMismatch, Problem
from netlint.core.shape import BATCH, CHANNEL, FEATURE, Shape, Shapes
from netlint.core.size import Int
from netlint.layers._base import Layer, Weight, Weights
from netlint.layers._fields import Count, Flag, Probability
from netlint.layers._sequence import TOKENS, tokens


class Recurrent(Layer):
    """Steps along axis 1, features on the last axis; states are ``[layers x directions, N, H]``.

    The states of the start may be read behind the tensor, in the order of the ports.
    """

    hidden_size: Count
    num_layers: Count = 1
    bias: Flag = True
    dropout: Probability = 0.0
    bidirectional: Flag = False
    input_size: Count | None = None

    gates: ClassVar[int] = 1

    @property
    def directions(self) -> int:
        return 2 if self.bidirectional else 1

    @property
    def output_size(self) -> int:
        """The features that a direction gives."""
        return self.hidden_size

    def weights(self, inputs: Shapes) -> Weights:
        rows, made = self.gates * self.hidden_size, self.output_size
        found: list[Weight] = []
        width: Int = inputs[0].sizes[-1]
        for layer in range(self.num_layers):
            for end in ("", "_reverse")[: self.directions]:
                name = f"l{layer}{end}"
                found += [Weight(f"weight_ih_{name}", (rows, width))]
                found += [Weight(f"weight_hh_{name}", (rows, made))]
                if self.bias:
                    found += [
                        Weight(f"bias_ih_{name}", (rows,)),
                        Weight(f"bias_hh_{name}", (rows,)),
                    ]
                if made < self.hidden_size:
                    found += [Weight(f"weight_hr_{name}", (made, self.hidden_size))]
            width = made * self.directions
        return tuple(found)

    def infer(self, inputs: Shapes) -> Shapes:
        x = inputs[0]
        tokens(x)
        states = self._states(x)
        if len(inputs) not in (1, 1 + len(states)):
            fact = (
                f"has {len(inputs)} inputs; give the tensor, or the tensor and {len(states)} states"
            )
            raise ShapeError(BadValue(key=("inputs",), fact=fact))
        for i, (given, state) in enumerate(zip(inputs[1:], states, strict=False), 1):
            _starts(given, state, inputs, i)
        out = self.output_size * self.directions
        return (Shape((x.sizes[0], x.sizes[1], out), TOKENS), *states)

    def _states(self, x: Shape) -> Shapes:
        """The shape of the hidden state, and of what else a cell keeps."""
        count = self.num_layers * self.directions
        widths = (self.output_size, self.hidden_size)[: len(self.ports) - 1]
        return tuple(Shape((count, x.batch, n), FEATURE + BATCH + CHANNEL) for n in widths)

    def faults(self, inputs: Shapes) -> Iterator[Problem]:
        x = inputs[0]
        wanted, actual = self.input_size, x.sizes[-1]
        if wanted is not None and not equal(wanted, actual):
            assert isinstance(actual, int)
            yield FeaturesMismatch(
                key=("input_size",), declared=(wanted,), actual=(actual,), shape=x
            )

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        x = inputs[0]
        products = sum(w.size for w in self.weights(inputs) if w.name.startswith("weight"))
        return x.sizes[0] * x.sizes[1] * products

    def reach(self, inputs: Shapes) -> None:
        return None


def _starts(given: Shape, state: Shape, inputs: Shapes, i: int) -> None:
    same = given.rank == state.rank
    if not same or not all(equal(a, b) for a, b in zip(given.sizes, state.sizes, strict=True)):
        shapes = ["x".join(map(str, s.sizes)) for s in (given, state)]
        fact = f"starts from a state of {shapes[0]}, its own is {shapes[1]}"
        raise ShapeError(MergeMismatch(key=("inputs",), shapes=inputs, second=i, fact=fact))
