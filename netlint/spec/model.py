"""Net: the nodes of a spec in declared order, wired; what could not be read is kept as problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netlint.core.expression import Expression
from netlint.core.fault import Fault
from netlint.core.finding import Path, Spot
from netlint.core.problems import Problem
from netlint.core.record import Record

if TYPE_CHECKING:
    from netlint.layers._base import Layer
    from netlint.spec.source import Document

Port = tuple[int, int]
"""A tensor: the index of the node that makes it and which of its outputs; inputs are -1, -2 ..."""

Uses = tuple[tuple[Path, str], ...]
"""The layers, outermost first, whose blocks a node came out of: path and full name."""


class Expectation(Record):
    """``expect`` at a layer or block: one entry an axis, None for any."""

    port: int
    sizes: tuple[int | Expression | None, ...]
    path: Path
    layer: str
    uses: Uses = ()


@dataclass(slots=True)
class Node:
    """A leaf layer in its place; ``layer`` is None where it could not be read (see ``problems``).

    ``kind`` numbers the different layers; what follows it is set when the net is whole:
    ``source`` is the one tensor that the node reads, ``sources`` are the several ones, where each
    is all that its maker gives; ``plain`` nodes have weights of their own that are trained and no
    ``expect``; ``open`` layers have size expressions to bind.
    """

    index: int
    name: str
    type: str
    layer: Layer | None
    inputs: tuple[Port | None, ...]
    path: Path
    uses: Uses = ()
    claim: int | None = None
    share: int | None = None
    trainable: bool = True
    expects: tuple[Expectation, ...] = ()
    problems: tuple[Problem, ...] = ()
    kind: int = 0
    source: int | None = None
    sources: tuple[int, ...] = ()
    plain: bool = True
    open: bool = False

    def spot(self, problem: Problem) -> Spot:
        """Where the document shows the problem."""
        return Spot(self.path + problem.key, problem.on_key)


class Input(Record):
    """A tensor that the net is given: ints and symbols, batch axis first."""

    name: str
    shape: tuple[int | str, ...]
    layout: str = "channels_first"
    dtype: str = "float32"
    path: Path = ()
    integer: bool = False


class Range(Record):
    """The sizes that a symbol is declared to take."""

    least: int
    most: int | None
    multiple_of: int
    default: int


class Contract(Record):
    """What a spec declares about the world around the net."""

    frameworks: tuple[str, ...] = ()
    causal: bool = False
    budget: Mapping[str, int] = {}


@dataclass(slots=True)
class Net:
    """A spec, wired. ``faults`` are those of the document; a node keeps its own.

    ``faulty`` are the symbols whose declared size cannot be read; they stay open.
    """

    name: str
    inputs: tuple[Input, ...]
    nodes: tuple[Node, ...]
    outputs: tuple[Port, ...]
    sizes: Mapping[str, int | Range | Expression] = field(default_factory=dict)
    frameworks: tuple[str, ...] = ()
    causal: bool = False
    budget: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    complete: bool = True
    document: Document | None = None
    value: Mapping[str, object] = field(default_factory=dict)
    faulty: frozenset[str] = frozenset()

    def port_name(self, port: Port) -> str:
        """A tensor by the name of the leaf that makes it, ``.port`` where that has several."""
        index, number = port
        if index < 0:
            return self.inputs[-index - 1].name
        node = self.nodes[index]
        layer = node.layer
        if layer is None or not (layer.ports or layer.numbered):
            return node.name
        return f"{node.name}.{layer.ports[number] if layer.ports else number}"

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols of the inputs in order, without those of the batch axes."""
        batch = self.batch_symbols
        names = (s for i in self.inputs for s in i.shape[1:] if isinstance(s, str))
        return tuple(dict.fromkeys(n for n in names if n not in batch))

    @property
    def is_fixed(self) -> bool:
        """Whether every symbol has one size: none is open, none has a range."""
        sizes = self.sizes
        return all(s in sizes and not isinstance(sizes[s], Range) for s in self.symbols)

    @property
    def batch_symbols(self) -> frozenset[str]:
        """The symbols that stand on axis 0 of an input."""
        return frozenset(i.shape[0] for i in self.inputs if i.shape and isinstance(i.shape[0], str))
