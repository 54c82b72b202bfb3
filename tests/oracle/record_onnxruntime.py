"""Recorder of onnxruntime: `python -m tests.oracle.record_onnxruntime`.

The records are the answers of onnxruntime 1.32.0, onnx 1.23.2, operator set 22.
"""

from __future__ import annotations

from tests.oracle import _onnx_axes, _onnx_shape, _onnx_window
from tests.oracle._record import record

FAMILIES = (_onnx_window, _onnx_shape, _onnx_axes)

if __name__ == "__main__":
    record("onnxruntime", (suite for family in FAMILIES for suite in family.SUITES))
