"""Log softmax: the logarithms of an axis' shares."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._pointwise import AlongAxis


class LogSoftmax(AlongAxis):
    """``x - log(sum(exp(x)))`` over ``dim``, the channel axis where it is left out."""

    type: Literal["log_softmax"] = "log_softmax"

    pytorch: ClassVar = Call("nn.LogSoftmax")
    keras: ClassVar = Call("Activation")
    onnx: ClassVar = Call("LogSoftmax", keys={"axis": "dim"}, differs=("axis",))
    cases: ClassVar = (Case("dim: 1", "2x10", "2x10", params=0, macs=0),)
