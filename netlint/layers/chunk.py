"""Chunk: an axis in a given number of pieces."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize
from netlint.core.size import Int
from netlint.layers._base import Call, Case
from netlint.layers._fields import Count
from netlint.layers._limits import at_most
from netlint.layers._pieces import Pieces


class Chunk(Pieces):
    """Pieces of ``ceil(size / chunks)``, the last is the rest; there may be fewer (torch.chunk)."""

    type: Literal["chunk"] = "chunk"
    chunks: Count

    pytorch: ClassVar = Call("torch.chunk", differs=("dim",))
    onnx: ClassVar = Call("Split", keys={"num_outputs": "chunks", "axis": "dim"})
    cases: ClassVar = (
        Case("chunks: 2", "1x8x4x4", "1x4x4x4 1x4x4x4", params=0, macs=0),
        Case("chunks: 4", "1x5x4x4", "1x2x4x4 1x2x4x4 1x1x4x4"),
        Case("chunks: 3, dim: -1", "1x8x4x7", "1x8x4x3 1x8x4x3 1x8x4x1"),
    )

    def cut(self, size: Int) -> tuple[Int, ...]:
        piece = (size + self.chunks - 1) // self.chunks
        count = self._shown or self._pieces(size)
        full = piece * (count - 1)
        fits = count == 1 or at_most(full, size - 1)
        if not fits or (count < self.chunks and not at_most(size, full + piece)):
            fact = f"cuts {size} cells into pieces of {piece}; the net is made for {count} pieces"
            raise ShapeError(ImpossibleSize(key=("chunks",), fact=fact))
        return (*(piece,) * (count - 1), size - full)

    def _pieces(self, size: Int) -> int:
        """As many as there are cells for; under a symbol as many as wanted."""
        if not isinstance(size, int):
            return self.chunks
        return -(-size // -(-size // self.chunks))
