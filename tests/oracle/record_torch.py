"""Recorder of torch: `python -m tests.oracle.record_torch`.

The records are the answers of torch 2.13.0 on the CPU, einops 0.8.2.
"""

from __future__ import annotations

from tests.oracle import (
    _torch_activation,
    _torch_axes,
    _torch_conv,
    _torch_join,
    _torch_norm,
    _torch_pool,
    _torch_product,
    _torch_reduction,
    _torch_resize,
    _torch_sequence,
)
from tests.oracle._record import record

FAMILIES = (
    _torch_conv,
    _torch_pool,
    _torch_resize,
    _torch_axes,
    _torch_join,
    _torch_product,
    _torch_sequence,
    _torch_norm,
    _torch_activation,
    _torch_reduction,
)

if __name__ == "__main__":
    record("torch", (suite for family in FAMILIES for suite in family.SUITES))
