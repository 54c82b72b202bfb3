"""Torch: what the recorders of every torch family share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from tests.oracle._record import Answer, Case, Params, Sizes, Value

torch.set_num_threads(1)


def tensors(case: Case) -> list[Tensor]:
    """Real tensors; integer ones are zeros, which are valid as ids and indices."""
    dtypes = case.dtypes or ["float32"] * len(case.inputs)
    return [
        torch.zeros(x, dtype=getattr(torch, d)) for x, d in zip(case.inputs, dtypes, strict=True)
    ]


def call(function: Callable[..., Value], *inputs: Value, **params: Value) -> Answer:
    """Run a function, or a module as in training, and read its numbers."""
    module = function if isinstance(function, nn.Module) else nn.Module()
    with torch.no_grad():
        result = function(*inputs, **params)
    return Answer(
        outputs=list(shapes(result)),
        weights=sum(one.numel() for one in module.parameters()),
        buffers=sum(one.numel() for one in module.buffers()),
    )


def counted(function: Callable[..., Value], *inputs: Value, **params: Value) -> Answer:
    """Run and count multiplications too; the counter knows no fused attention."""
    with FlopCounterMode(display=False) as counter, sdpa_kernel(SDPBackend.MATH):
        answer = call(function, *inputs, **params)
    macs = counter.get_total_flops() // 2
    return Answer(answer.outputs, answer.weights, answer.buffers, macs)


def shapes(result: Value) -> Iterator[Sizes]:
    if isinstance(result, Tensor):
        yield list(result.shape)
        return
    for one in result:
        yield from shapes(one)


def keywords(params: Params) -> Params:
    """Lists become tuples, which modules want."""
    return {
        key: tuple(value) if isinstance(value, list) else value for key, value in params.items()
    }


def applied(function: Callable[..., Value]) -> Callable[[Case], Answer]:
    """A function of all inputs and of the parameters as they are called in the language."""
    return lambda case: call(function, *tensors(case), **case.params)


def built(layer: Callable[..., nn.Module]) -> Callable[[Case], Answer]:
    """A module made of the parameters and run on the inputs."""
    return lambda case: call(layer(**keywords(case.params)), *tensors(case))


def nested(padding: Value) -> bool:
    return isinstance(padding, list) and isinstance(padding[0], list)


def padded(x: Tensor, pairs: list[Sizes], mode: str = "constant") -> Tensor:
    """Asymmetric padding; torch counts axes from the last."""
    return functional.pad(x, [end for pair in reversed(pairs) for end in pair], mode=mode)


def module(base: str, case: Case) -> Value:
    return getattr(nn, f"{base}{case.rank()}d")
