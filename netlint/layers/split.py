"""Split: an axis in pieces of given sizes."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.core.conditions import equal, within
from netlint.core.errors import ShapeError
from netlint.core.problems import ImpossibleSize
from netlint.core.size import Int
from netlint.layers._base import Call, Case
from netlint.layers._fields import PerAxis
from netlint.layers._pieces import Pieces


class Split(Pieces):
    """Pieces of one size, the last one what is left, or of the sizes in a list (torch.split)."""

    type: Literal["split"] = "split"
    split_size_or_sections: PerAxis

    pytorch: ClassVar = Call("torch.split", differs=("dim",))
    onnx: ClassVar = Call("Split", keys={"split": "split_size_or_sections", "axis": "dim"})
    cases: ClassVar = (
        Case("split_size_or_sections: 3", "1x8x4x4", "1x3x4x4 1x3x4x4 1x2x4x4", params=0, macs=0),
        Case("split_size_or_sections: [2, 6]", "1x8x4x4", "1x2x4x4 1x6x4x4"),
        Case("split_size_or_sections: 3, dim: 2", "1x8x4x5", "1x8x3x5 1x8x1x5"),
    )

    def cut(self, size: Int) -> tuple[Int, ...]:
        key = ("split_size_or_sections",)
        wanted = self.split_size_or_sections
        if isinstance(wanted, tuple):
            if not equal(size, sum(wanted)):
                fact = f"splits {size} cells into {list(wanted)}, which are {sum(wanted)}"
                raise ShapeError(ImpossibleSize(key=key, fact=fact))
            return wanted
        count = self._shown or (-(-size // wanted) if isinstance(size, int) else self._read or 1)
        full = (count - 1) * wanted
        if not within(size, full + 1, full + wanted):
            fact = (
                f"splits {size} cells into pieces of {wanted}; the net is made for {count} pieces"
            )
            raise ShapeError(ImpossibleSize(key=key, fact=fact))
        return (*(wanted,) * (count - 1), size - full)
