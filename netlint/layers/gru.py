"""GRU: a recurrent layer with gates and no cell state."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._recurrent import Recurrent


class GRU(Recurrent):
    """Three gates a cell (Cho 2014, 1406.1078)."""

    type: Literal["gru"] = "gru"

    arity: ClassVar = (1, 2)
    ports: ClassVar = ("output", "h_n")
    gates: ClassVar = 3
    traits: ClassVar = ("recurrent", "weights")
    pytorch: ClassVar = Call("nn.GRU", differs=("batch_first",))
    keras: ClassVar = Call("GRU", keys={"units": "hidden_size", "use_bias": "bias"})
    onnx: ClassVar = Call("GRU", differs=("layout", "linear_before_reset"))
    cases: ClassVar = (
        Case("hidden_size: 5", "2x7x3", "2x7x5 1x2x5", 150, 1680, "tokens"),
        Case("hidden_size: 5, num_layers: 2", "2x7x3", "2x7x5 2x2x5", 330, 3780, "tokens"),
    )
