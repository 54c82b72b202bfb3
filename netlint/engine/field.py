"""Field: the input cells that an output cell reads, and what is known of the fields behind it."""

from __future__ import annotations

from typing import Final

from netlint.engine.axis import START, Axis

MOST = 1 << 15
"""The fields that are kept from one analysis to the next."""


class Field:
    """The receptive field over one input, an Axis for each space axis.

    ``behind`` are the fields behind layers, by the way that these lie over their input; ``beside``
    the hulls with others. They are None where space is mixed.
    """

    __slots__ = ("axes", "behind", "beside", "dims", "source")

    def __init__(self, source: int, axes: tuple[Axis, ...]) -> None:
        self.source = source
        self.axes = axes
        self.dims = len(axes)
        self.behind: dict[object, Field | None] = {}
        self.beside: dict[Field, Field | None] = {}


class Roots:
    """The fields of inputs over themselves; all others grow from them, and depend on no net."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start anew."""
        self.grown = 0
        self._known: dict[tuple[int, int], Field] = {}

    def of(self, source: int, dims: int) -> Field:
        """The field of the input with this number over its own space axes."""
        if self.grown > MOST:
            self.forget()
        found = self._known.get((source, dims))
        if found is None:
            found = self._known[source, dims] = Field(source, (START,) * dims)
        return found


ROOTS: Final = Roots()
