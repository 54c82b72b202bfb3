"""LSTM: a recurrent layer with gates and a cell state."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import model_validator

from netlint.layers._base import Call, Case
from netlint.layers._fields import Natural
from netlint.layers._misfit import Misfit, at_key
from netlint.layers._recurrent import Recurrent


class LSTM(Recurrent):
    """Four gates a cell (Hochreiter 1997); ``proj_size`` makes the hidden state narrower."""

    type: Literal["lstm"] = "lstm"
    proj_size: Natural = 0

    arity: ClassVar = (1, 3)
    ports: ClassVar = ("output", "h_n", "c_n")
    gates: ClassVar = 4
    traits: ClassVar = ("recurrent", "weights")
    pytorch: ClassVar = Call("nn.LSTM", differs=("batch_first",))
    keras: ClassVar = Call("LSTM", keys={"units": "hidden_size", "use_bias": "bias"})
    onnx: ClassVar = Call("LSTM", refuses=("proj_size",), differs=("layout",))
    cases: ClassVar = (
        Case("hidden_size: 5", "2x7x3", "2x7x5 1x2x5 1x2x5", 200, 2240, "tokens"),
        Case(
            "hidden_size: 5, num_layers: 2, bidirectional: true, bias: false",
            "2x7x3",
            "2x7x10 4x2x5 4x2x5",
            920,
            12_880,
            "tokens",
        ),
        Case("hidden_size: 5, proj_size: 2", "2x7x3", "2x7x2 1x2x2 1x2x5", 150, 1540, "tokens"),
    )

    @model_validator(mode="after")
    def _narrows(self) -> LSTM:
        if self.proj_size >= self.hidden_size:
            error = Misfit(f"it must be below hidden_size {self.hidden_size}")
            raise at_key("proj_size", self.proj_size, error)
        return self

    @property
    def output_size(self) -> int:
        return self.proj_size or self.hidden_size
