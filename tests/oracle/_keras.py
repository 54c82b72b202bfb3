"""Keras: what the recorders of both Keras families share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import keras
import numpy as np

from tests.oracle._draw import Draw
from tests.oracle._record import Answer, Case, Params, Refused, Sizes, Value

keras.config.disable_traceback_filtering()

WORDS = {
    "out_channels": "filters",
    "out_features": "units",
    "kernel_size": "kernel_size",
    "stride": "strides",
    "dilation": "dilation_rate",
    "bias": "use_bias",
    "embedding_dim": "output_dim",
    "num_embeddings": "input_dim",
    "num_groups": "groups",
    "p": "rate",
}


def keywords(params: Params) -> Params:
    """The language's parameters by the names of Keras."""
    renamed = {WORDS.get(key, key): value for key, value in params.items()}
    return {
        key: tuple(value) if isinstance(value, list) else value for key, value in renamed.items()
    }


def arrays(case: Case) -> list[Value]:
    dtypes = case.dtypes or ["float32"] * len(case.inputs)
    return [np.zeros(x, dtype) for x, dtype in zip(case.inputs, dtypes, strict=True)]


def call(layer: Value, inputs: Value, measured: bool = True) -> Answer:
    """Run a layer; its weights count unless they are arranged as nowhere in the language."""
    result = layer(inputs)
    weights = sum(int(np.prod(one.shape)) for one in layer.trainable_weights)
    return Answer(list(shapes(result)), weights if measured else None)


def shapes(result: Value) -> Iterator[Sizes]:
    if hasattr(result, "shape"):
        yield [int(n) for n in result.shape]
        return
    for one in result:
        yield from shapes(one)


def layer(base: str, case: Case, end: str = "D") -> Callable[..., Value]:
    found: Callable[..., Value] = getattr(keras.layers, f"{base}{case.rank()}{end}")
    return found


def image(draw: Draw, rank: int, channels: int, layout: str, low: int = 1, high: int = 12) -> Sizes:
    n, c, *space = draw.image(rank, channels, low, high)
    return [n, *space, c] if layout == "channels_last" else [n, c, *space]


def layout(draw: Draw) -> str:
    return draw.pick("channels_last", "channels_last", "channels_first")


def says(outcome: Answer | Refused, part: str) -> bool:
    return isinstance(outcome, Refused) and part in outcome.message
