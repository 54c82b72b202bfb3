"""Net: the nodes of a spec in declared order, wired; what could not be read is kept as problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netlint.core.expression import Expression
from netlint.core.fault import Fault
from netlint.core.finding import Path
from netlint.core.record import Record

if TYPE_CHECKING:
    from netlint.spec.body import Nodes
    from netlint.spec.node import Port
    from netlint.spec.source import Document


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
    nodes: Nodes
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
