"""Shape: the sizes of a tensor with the role of every axis."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netlint.core.size import Int

BATCH, CHANNEL, SPACE, FEATURE = "NCSF"

LAYOUTS = ("channels_first", "channels_last", "tokens")


class Axes:
    """Where the axes of each role stand; ``run`` are those of space where they lie side by side.

    ``dim`` is the channel axis, else the last one. ``dims`` is the number of space axes, and
    ``window_dims`` that number where all other axes are the batch and one channel axis; they are
    ``leading`` where they come first.
    """

    __slots__ = ("channels", "dim", "dims", "features", "leading", "run", "space", "window_dims")

    def __init__(self, roles: str) -> None:
        self.channels, self.space, self.features = (
            tuple(i for i, r in enumerate(roles) if r == role) for role in "CSF"
        )
        self.dim = self.channels[0] if self.channels else len(roles) - 1
        self.dims = len(self.space)
        run = slice(self.space[0], self.space[-1] + 1) if self.space else slice(0, 0)
        self.run = run if roles[run] == SPACE * self.dims else None
        self.window_dims = self.dims if len(self.channels) == 1 and not self.features else 0
        self.leading = roles == BATCH + CHANNEL + SPACE * self.dims


class _Places(dict[str, Axes]):
    """The places of the roles by a shape's roles, worked out when first asked for."""

    def __missing__(self, roles: str) -> Axes:
        self[roles] = Axes(roles)
        return self[roles]


_PLACES = _Places()


class Shape:
    """Sizes, batch axis first, and one role letter an axis: N, C, S (space) or F (feature).

    What layers ask for again and again is ready: ``axes`` tells where each role stands, ``dims`` is
    the number of space axes, ``space`` their sizes, ``channels`` the size of the channel axis, or
    of the last one where there is none.
    """

    __slots__ = ("axes", "batch", "channels", "dims", "roles", "sizes", "space")

    def __init__(self, sizes: tuple[Int, ...], roles: str) -> None:
        self.axes = places = _PLACES[roles]
        self.sizes = sizes
        self.roles = roles
        self.dims = places.dims
        run = places.run
        self.space = sizes[run] if run is not None else tuple([sizes[i] for i in places.space])
        if sizes:
            self.batch = sizes[0]
            self.channels = sizes[places.dim]

    @property
    def rank(self) -> int:
        """The number of axes, the batch axis included."""
        return len(self.sizes)

    @property
    def channel_axis(self) -> int:
        """The axis that ``dim`` means where it is left out: the channel axis, else the last one."""
        return self.axes.dim

    @property
    def elements(self) -> Int:
        return prod(self.sizes)

    def elements_of_space(self) -> Int:
        """The number of positions in space."""
        return prod(self.space)

    def with_(self, channels: Int | None = None, space: tuple[Int, ...] | None = None) -> Shape:
        """The same axes with other channels or another space."""
        places = self.axes
        if places.leading and channels is not None and space is not None:
            return Shape((self.sizes[0], channels, *space), self.roles)
        sizes = list(self.sizes)
        if channels is not None:
            sizes[places.dim] = channels
        if space is not None and places.run is not None and len(space) == self.dims:
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

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Shape):
            return NotImplemented
        return self.sizes == other.sizes and self.roles == other.roles

    def __hash__(self) -> int:
        return hash((self.sizes, self.roles))

    def __repr__(self) -> str:
        return f"Shape(sizes={self.sizes}, roles={self.roles!r})"


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
