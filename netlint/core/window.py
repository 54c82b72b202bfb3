"""Window: one axis of a sliding window; the only place that divides by a stride."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from netlint.core.record import Record

if TYPE_CHECKING:
    from netlint.core.size import Int

Same = Literal["upper", "lower"]


class Window:
    """Window ``j`` reads the cells ``j*stride - begin + t*dilation`` for ``0 <= t < kernel``.

    ``same`` pads to ``ceil(size / stride)`` windows, with the odd cell at the end (``upper``) or at
    the begin (``lower``); ``ceil`` counts a last window that starts inside the input or the begin
    padding, as PyTorch clips it (Dumoulin & Visin 2016; torch's ``pooling_output_shape``). A
    ``still`` window leaves the size as it is, an ``idle`` one puts cell on cell.
    """

    __slots__ = (
        "_hash",
        "begin",
        "ceil",
        "dilation",
        "end",
        "extent",
        "idle",
        "kernel",
        "same",
        "shift",
        "still",
        "stride",
    )

    def __init__(
        self,
        kernel: int,
        stride: int = 1,
        begin: int = 0,
        end: int = 0,
        dilation: int = 1,
        ceil: bool = False,
        same: Same | None = None,
    ) -> None:
        self.kernel = kernel
        self.stride = stride
        self.begin = begin
        self.end = end
        self.dilation = dilation
        self.ceil = ceil
        self.same = same
        self.extent = dilation * (kernel - 1) + 1
        slack = begin + end - self.extent
        if same:
            self.shift = stride - 1
        elif ceil:
            self.shift = min(slack + stride - 1, begin - 1) + stride
        else:
            self.shift = slack + stride
        self.still = stride == 1 and not self.shift
        self._hash = hash(self._row())
        self.idle = self.still and self.extent == 1 and not begin

    def _row(self) -> tuple[object, ...]:
        own = self.kernel, self.stride, self.begin, self.end
        return *own, self.dilation, self.ceil, self.same

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Window) and self._row() == other._row()

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Window{self._row()}"

    def out(self, size: Int) -> Int:
        """The number of windows; below 1 where not a single one fits."""
        if self.still:
            return size
        if isinstance(size, int):
            return (size + self.shift) // self.stride
        return size.stepped(self.shift, self.stride)

    def preimage(self, out: int) -> range:
        """The sizes, from 1 on, that give ``out`` windows."""
        first = out * self.stride - self.shift
        return range(max(first, 1), max(first + self.stride, 1))

    def pads(self, size: int) -> tuple[int, int]:
        """The padding at the begin and at the end for an input of ``size``."""
        if self.same is None:
            return self.begin, self.end
        total = max((self.out_of(size) - 1) * self.stride + self.extent - size, 0)
        small, large = total // 2, total - total // 2
        return (small, large) if self.same == "upper" else (large, small)

    def out_of(self, size: int) -> int:
        """``out`` of a size that is a number."""
        return (size + self.shift) // self.stride


class Windows(tuple[Window, ...]):
    """A Window for every space axis.

    They are ``still`` or ``idle`` if all are, and ``steady`` if none pads by the size it meets.
    """

    still: bool
    idle: bool
    steady: bool

    def __new__(cls, windows: Iterable[Window]) -> Windows:
        self = super().__new__(cls, windows)
        self.still = all(w.still for w in self)
        self.idle = all(w.idle for w in self)
        self.steady = not any(w.same for w in self)
        return self

    def out(self, space: tuple[Int, ...]) -> tuple[Int, ...]:
        """``out`` of every axis."""
        return space if self.still else tuple(map(Window.out, self, space))


class Growth(Record):
    """A transposed window: ``out = (size - 1)*stride + extent + output_padding - pads``.

    ``fixed`` is the growth of the padding word ``same``: ``out = size * stride``.
    """

    kernel: int
    stride: int = 1
    begin: int = 0
    end: int = 0
    dilation: int = 1
    output_padding: int = 0
    same: bool = False

    @property
    def extent(self) -> int:
        return self.dilation * (self.kernel - 1) + 1

    def out(self, size: Int) -> Int:
        """The size after the transposed window."""
        if self.same:
            return size * self.stride
        shift = self.extent + self.output_padding - self.begin - self.end - self.stride
        return size * self.stride + shift

    def first_tap(self) -> int:
        """How far the begin padding, also that of ``same``, cuts into the output."""
        if not self.same:
            return self.begin
        return max(self.extent - self.stride, 0) // 2
