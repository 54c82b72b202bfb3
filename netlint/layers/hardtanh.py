"""Hardtanh: values cut at two bounds."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.layers._base import Call, Case
from netlint.layers._fields import Flag, Number
from netlint.layers._misfit import Misfit, at_key
from netlint.layers._pointwise import Pointwise


class Hardtanh(Pointwise):
    """``min(max(x, min_val), max_val)`` (Collobert 2004)."""

    type: Literal["hardtanh"] = "hardtanh"
    inplace: Flag = False
    min_val: Number = -1.0
    max_val: Number = 1.0

    traits: ClassVar = ("activation", "pointwise")
    pytorch: ClassVar = Call("nn.Hardtanh")
    onnx: ClassVar = Call("Clip", keys={"min": "min_val", "max": "max_val"}, differs=("min", "max"))
    cases: ClassVar = (Case("min_val: 0, max_val: 6", "2x8x5x5", "2x8x5x5", params=0, macs=0),)

    @model_validator(mode="after")
    def _ordered(self) -> Hardtanh:
        if self.min_val >= self.max_val:
            key = "max_val" if "max_val" in self.model_fields_set else "min_val"
            words = "above min_val" if key == "max_val" else "below max_val"
            other = self.min_val if key == "max_val" else self.max_val
            raise at_key(key, getattr(self, key), Misfit(f"it must be {words} {other}"))
        return self
