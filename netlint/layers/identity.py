"""Identity: the tensor as it is."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._pointwise import Pointwise


class Identity(Pointwise):
    """Gives back what it gets."""

    type: Literal["identity"] = "identity"

    traits: ClassVar = ("pointwise",)
    pytorch: ClassVar = Call("nn.Identity")
    keras: ClassVar = Call("Identity")
    onnx: ClassVar = Call("Identity")
    cases: ClassVar = (Case("", "2x8x5x5", "2x8x5x5", params=0, macs=0),)
