"""Node: one layer in its place in a net; what could not be read is kept as problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netlint.core.expression import Expression
from netlint.core.finding import Path, Spot
from netlint.core.problems import Problem
from netlint.core.record import Record

if TYPE_CHECKING:
    from netlint.layers._base import Layer

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

    ``kind`` numbers the different layers. The rest spares the engine a closer look: ``source`` is
    the one tensor that the node reads, ``sources`` are the several ones, where each is all that its
    maker gives; ``plain`` nodes have weights of their own that are trained and no ``expect``;
    ``open`` layers have size expressions to bind.
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
