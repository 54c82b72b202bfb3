"""The contract of a layer: parameters, and the few things that a layer says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
from typing import ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from netlint.core.errors import ShapeError
from netlint.core.expression import Expression
from netlint.core.problems import BadValue, Problem
from netlint.core.reach import Reach
from netlint.core.shape import Shape, Shapes
from netlint.core.size import Int


class Weight(NamedTuple):
    """A tensor that a layer keeps; a buffer is saved but not trained."""

    name: str
    shape: tuple[Int, ...]
    buffer: bool = False

    @property
    def size(self) -> Int:
        return prod(self.shape)


Weights = tuple[Weight, ...]


def weights(**shapes: tuple[Int, ...] | Literal[False]) -> Weights:
    """The weights by name, in PyTorch's order; ``False`` leaves one out."""
    return tuple([Weight(name, shape) for name, shape in shapes.items() if shape is not False])


class Call(NamedTuple):
    """What a framework calls a layer, and what it refuses; ``{dims}`` counts the space axes.

    ``keys`` maps the framework's key to ours; ``differs`` names those whose defaults or meaning
    differ.
    """

    name: str
    refuses: tuple[str, ...] = ()
    keys: Mapping[str, str] = {}
    differs: tuple[str, ...] = ()


class Case(NamedTuple):
    """A worked case: keys, input and output shapes as texts, with the costs where they matter.

    The inputs are called ``x0``, ``x1`` ...; ``before`` is a layer that keys may name.
    """

    keys: str
    inputs: str
    outputs: str
    params: int | None = None
    macs: int | None = None
    layout: str = "channels_first"
    before: str | None = None


class Layer(BaseModel):
    """A layer as users write it; one object may serve many nodes.

    ``infer`` raises ShapeError for what leaves the output unknown; ``faults`` tells what leaves it
    certain. Neither compares sizes: they ask ``core.conditions``.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, defer_build=True, arbitrary_types_allowed=True
    )

    type: str
    arity: ClassVar[tuple[int, int | None]] = (1, 1)
    ranked: ClassVar[bool] = False
    flat_claim: ClassVar[int | None] = None
    ports: ClassVar[tuple[str, ...]] = ()
    numbered: ClassVar[bool] = False
    traits: ClassVar[tuple[str, ...]] = ()
    sizes: ClassVar[tuple[str, ...]] = ()
    likes: ClassVar[bool] = False
    undoes: ClassVar[str | None] = None
    gives: ClassVar[str | None] = None
    pytorch: ClassVar[Call | None] = None
    keras: ClassVar[Call | None] = None
    onnx: ClassVar[Call | None] = None
    cases: ClassVar[tuple[Case, ...]] = ()

    def infer(self, inputs: Shapes) -> Shapes:
        """The output shapes, one a port; raises ShapeError where there is none."""
        raise NotImplementedError

    def faults(self, inputs: Shapes) -> Iterable[Problem]:
        """What is wrong although the output is certain."""
        return ()

    def weights(self, inputs: Shapes) -> Weights:
        """The weights and buffers, in the order of PyTorch's state_dict."""
        return ()

    def macs(self, inputs: Shapes, outputs: Shapes) -> Int:
        """Multiply-accumulates for the batch shown; states no condition."""
        return 0

    def reach(self, inputs: Shapes) -> tuple[Reach, ...] | None:
        """How the output's space lies over the input; ``()``: cell on cell, None: not at all."""
        return ()

    def bind(self, symbols: Mapping[str, Int]) -> Layer:
        """The layer with its size expressions evaluated; raises InexactError."""
        bound: dict[str, object] = {}
        for key in self.sizes:
            value = getattr(self, key)
            if isinstance(value, Expression):
                bound[key] = value.of(symbols)
            elif isinstance(value, tuple) and any(isinstance(v, Expression) for v in value):
                bound[key] = tuple(v.of(symbols) if isinstance(v, Expression) else v for v in value)
        return self.model_copy(update=bound)

    def undoing(self, undone: Layer) -> Layer:
        """The layer, told which one of the type ``undoes`` its key ``indices`` names.

        The tensors that ``undone`` gives and reads are then its last two inputs.
        """
        raise NotImplementedError

    def counted(self, shown: int | None, read: int) -> Layer:
        """A ``numbered`` layer with its number of outputs, where that is settled elsewhere.

        ``shown`` is the number at the shown sizes, None where a symbol has none; ``read`` is the
        number of outputs that the net reads.
        """
        raise NotImplementedError

    def expressions(self) -> tuple[tuple[str, Expression], ...]:
        """The size expressions among the layer's values, with their keys."""
        found: list[tuple[str, Expression]] = []
        for key in self.sizes:
            value = getattr(self, key)
            values = value if isinstance(value, tuple) else (value,)
            found += [(key, v) for v in values if isinstance(v, Expression)]
        return tuple(found)


def per_axis(layer: Layer, key: str, dims: int) -> tuple[int, ...]:
    """The value of ``key`` for each of ``dims`` space axes."""
    return spread(getattr(layer, key), key, dims)


def spread(value: int | tuple[int, ...], key: str, dims: int) -> tuple[int, ...]:
    """``value``, which stands under ``key``, for each of ``dims`` space axes."""
    if isinstance(value, tuple):
        if len(value) != dims:
            raise ShapeError(wrong_length(key, len(value), dims))
        return value
    return (value,) * dims


def wrong_length(key: str, length: int, dims: int, owner: str = "the input") -> Problem:
    """The problem of a list that has not one value an axis."""
    values = "1 value" if length == 1 else f"{length} values"
    axes = "1 space axis" if dims == 1 else f"{dims} space axes"
    return BadValue(key=(key,), fact=f"has {values} in {key} but {owner} has {axes}")


def axis_of(dim: int, rank: int, shape: Shape, key: str = "dim") -> int:
    """The axis that ``dim`` names, counted from the end if negative; raises ShapeError outside."""
    if not -rank <= dim < rank:
        from netlint.core.problems import RankMismatch

        fact = f"has {key} {dim} but the input {shape_words(shape)} has the axes 0 to {rank - 1}"
        raise ShapeError(RankMismatch(key=(key,), fact=fact))
    return dim % rank


def shape_words(shape: Shape) -> str:
    """A shape in a message, with the batch axis: ``[N, 3, 32, 32]``."""
    return "[" + ", ".join(["N", *map(str, shape.sizes[1:])]) + "]"
