"""Memory: what netlint has kept from the specs and analyses before."""

from __future__ import annotations

from netlint.app.load import PLAIN_BLOCKS
from netlint.engine.field import ROOTS
from netlint.engine.remembered import OF_NUMBERS
from netlint.spec.blocks import KNOWN_BLOCKS
from netlint.spec.header import KNOWN_INPUTS
from netlint.spec.known import ROWS
from netlint.spec.layer_types import KNOWN_LAYERS


def forget() -> None:
    """Make the next spec the first one of the process."""
    KNOWN_LAYERS.clear()
    for sections in (PLAIN_BLOCKS, KNOWN_BLOCKS, KNOWN_INPUTS):
        sections.forget()
    ROWS.forget()
    ROOTS.forget()
    OF_NUMBERS.forget()
