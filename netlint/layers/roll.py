"""Roll: cells move along an axis, those that leave come in at the other end."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.core.shape import SPACE, Shapes
from netlint.layers._base import Call, Case, Layer, axis_of
from netlint.layers._fields import IntegerOrIntegers
from netlint.layers._misfit import Misfit, at_key


class Roll(Layer):
    """Moves by ``shifts`` along ``dims``; without ``dims`` the tensor rolls as one long row."""

    type: Literal["roll"] = "roll"
    shifts: IntegerOrIntegers
    dims: IntegerOrIntegers | None = None

    pytorch: ClassVar = Call("torch.roll")
    cases: ClassVar = (Case("shifts: [-3, -3], dims: [1, 2]", "1x8x8x4", "1x8x8x4", 0, 0),)

    @model_validator(mode="after")
    def _paired(self) -> Roll:
        shifts = self.shifts if isinstance(self.shifts, tuple) else (self.shifts,)
        if self.dims is None:
            if len(shifts) > 1:
                error = Misfit("without dims there is one shift")
                raise at_key("shifts", list(shifts), error)
        elif len(shifts) != len(self._dims()):
            error = Misfit(f"it must have one value a shift, {len(shifts)}")
            raise at_key("dims", list(self._dims()), error)
        return self

    def _dims(self) -> tuple[int, ...]:
        if self.dims is None:
            return ()
        return self.dims if isinstance(self.dims, tuple) else (self.dims,)

    def infer(self, inputs: Shapes) -> Shapes:
        (x,) = inputs
        for dim in self._dims():
            axis_of(dim, x.rank, x, "dims")
        return inputs

    def reach(self, inputs: Shapes) -> tuple[()] | None:
        (x,) = inputs
        turned = self.dims is None or any(x.roles[d] == SPACE for d in self._dims())
        return None if turned else ()
