"""RNN: a recurrent layer without gates."""

from __future__ import annotations

from typing import ClassVar, Literal

from netlint.layers._base import Call, Case
from netlint.layers._recurrent import Recurrent


class RNN(Recurrent):
    """``h = tanh(W_ih x + b_ih + W_hh h + b_hh)``, or with ``relu`` (Elman 1990)."""

    type: Literal["rnn"] = "rnn"
    nonlinearity: Literal["tanh", "relu"] = "tanh"

    arity: ClassVar = (1, 2)
    ports: ClassVar = ("output", "h_n")
    traits: ClassVar = ("recurrent", "weights")
    pytorch: ClassVar = Call("nn.RNN", differs=("batch_first",))
    keras: ClassVar = Call("SimpleRNN", keys={"units": "hidden_size", "use_bias": "bias"})
    onnx: ClassVar = Call("RNN", differs=("layout",))
    cases: ClassVar = (
        Case("hidden_size: 5", "2x7x3", "2x7x5 1x2x5", 50, 560, "tokens"),
        Case(
            "hidden_size: 5, bidirectional: true, nonlinearity: relu",
            "2x7x3",
            "2x7x10 2x2x5",
            100,
            1120,
            "tokens",
        ),
    )
