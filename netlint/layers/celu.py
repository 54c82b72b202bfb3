"""CELU: an ELU that is smooth for every alpha."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag, Number
from netlint.layers._misfit import Misfit, at_key
from netlint.layers._pointwise import Pointwise


class CELU(Pointwise):
    """``x`` above zero, ``alpha * (exp(x / alpha) - 1)`` below (Barron 2017, 1704.07483)."""

    type: Literal["celu"] = "celu"
    inplace: Flag = False
    alpha: Number = 1.0

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.CELU")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("Celu")
    cases: ClassVar = (Case("alpha: 0.5", "2x8x5x5", "2x8x5x5", params=0, macs=0),)

    @model_validator(mode="after")
    def _divides(self) -> CELU:
        if self.alpha == 0:
            raise at_key("alpha", self.alpha, Misfit("it must not be 0"))
        return self
