"""Shape: the sizes of a tensor with the role of every axis."""

from __future__ import annotations

from functools import cache
from math import prod
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from netlint.core.size import Int

BATCH, CHANNEL, SPACE, FEATURE = "NCSF"

LAYOUTS = ("channels_first", "channels_last", "tokens")


class Axes(NamedTuple):
    """Where the axes of each role stand; ``run`` are those of space where they lie side by side.

    ``window_dims`` is the number of space axes where all others are the batch and one channel axis.
    """

    channels: tuple[int, ...]
    space: tuple[int, ...]
    features: tuple[int, ...]
    dim: int
    run: slice | None
    window_dims: int


@cache
def axes(roles: str) -> Axes:
    """The places of the roles in ``roles``, one letter an axis."""
    places = {role: tuple(i for i, r in enumerate(roles) if r == role) for role in "CSF"}
    channels, space = places[CHANNEL], places[SPACE]
    run = slice(space[0], space[-1] + 1) if space else slice(0, 0)
    together = roles[run] == SPACE * len(space)
    dim = channels[0] if channels else len(roles) - 1
    plain = len(channels) == 1 and not places[FEATURE]
    dims = len(space) if plain else 0
    return Axes(channels, space, places[FEATURE], dim, run if together else None, dims)


class Shape(NamedTuple):
    """Sizes, batch axis first, and one role letter an axis: N, C, S (space) or F (feature)."""

    sizes: tuple[Int, ...]
    roles: str

    @property
    def rank(self) -> int:
        """The number of axes, the batch axis included."""
        return len(self.sizes)

    @property
    def dims(self) -> int:
        """The number of space axes."""
        return len(axes(self.roles).space)

    @property
    def batch(self) -> Int:
        return self.sizes[0]

    @property
    def channel_axis(self) -> int:
        """The axis that ``dim`` means where it is left out: the channel axis, else the last one."""
        return axes(self.roles).dim

    @property
    def channels(self) -> Int:
        return self.sizes[axes(self.roles).dim]

    @property
    def space(self) -> tuple[Int, ...]:
        places = axes(self.roles)
        if places.run is not None:
            return self.sizes[places.run]
        return tuple([self.sizes[i] for i in places.space])

    @property
    def elements(self) -> Int:
        return prod(self.sizes)

    def elements_of_space(self) -> Int:
        """The number of positions in space."""
        return prod(self.space)

    def with_(self, channels: Int | None = None, space: tuple[Int, ...] | None = None) -> Shape:
        """The same axes with other channels or another space."""
        places = axes(self.roles)
        sizes = list(self.sizes)
        if channels is not None:
            sizes[places.dim] = channels
        if space is not None and places.run is not None and len(space) == len(places.space):
            sizes[places.run] = space
        elif space is not None:
            for axis, size in zip(places.space, space, strict=True):
                sizes[axis] = size
        return Shape(tuple(sizes), self.roles)

    def with_axis(self, axis: int, size: Int) -> Shape:
        """The same axes with another size on one of them."""
        return Shape((*self.sizes[:axis], size, *self.sizes[axis + 1 :]), self.roles)

    def text(self) -> str:
        """The sizes without the batch axis, as messages show them: ``64x56x56``."""
        return "x".join(map(str, self.sizes[1:])) or "one value"


Shapes = tuple[Shape, ...]


def default_roles(rank: int, layout: str, integer: bool) -> str:
    """The roles of an input of ``rank`` axes; of rank 2 integers are tokens, all else channels."""
    if rank <= 1:
        return BATCH[:rank]
    if rank == 2:
        return BATCH + (SPACE if integer else CHANNEL)
    if layout == "channels_first":
        return BATCH + CHANNEL + SPACE * (rank - 2)
    return BATCH + SPACE * (rank - 2) + CHANNEL
