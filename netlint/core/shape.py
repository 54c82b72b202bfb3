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
    """Where the axes of each role stand."""

    channels: tuple[int, ...]
    space: tuple[int, ...]
    features: tuple[int, ...]


@cache
def axes(roles: str) -> Axes:
    """The places of the roles in ``roles``, one letter an axis."""
    places = {role: tuple(i for i, r in enumerate(roles) if r == role) for role in "CSF"}
    return Axes(places[CHANNEL], places[SPACE], places[FEATURE])


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
        channels = axes(self.roles).channels
        return channels[0] if channels else len(self.sizes) - 1

    @property
    def channels(self) -> Int:
        return self.sizes[self.channel_axis]

    @property
    def space(self) -> tuple[Int, ...]:
        sizes = self.sizes
        return tuple([sizes[i] for i in axes(self.roles).space])

    @property
    def elements(self) -> Int:
        return prod(self.sizes)

    def elements_of_space(self) -> Int:
        """The number of positions in space."""
        return prod(self.space)

    def with_(self, channels: Int | None = None, space: tuple[Int, ...] | None = None) -> Shape:
        """The same axes with other channels or another space."""
        sizes = list(self.sizes)
        if channels is not None:
            sizes[self.channel_axis] = channels
        if space is not None:
            for axis, size in zip(axes(self.roles).space, space, strict=True):
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
