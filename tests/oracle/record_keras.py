"""Recorder of Keras: `KERAS_BACKEND=torch python -m tests.oracle.record_keras`.

The records are the answers of keras 3.15.1 on torch 2.13.0.
"""

from __future__ import annotations

from tests.oracle import _keras_layer, _keras_shape, _keras_window
from tests.oracle._record import record

FAMILIES = (_keras_window, _keras_shape, _keras_layer)

if __name__ == "__main__":
    record("keras", (suite for family in FAMILIES for suite in family.SUITES))
