"""Memory: what netlint has kept from the specs and analyses before."""

from __future__ import annotations

from netlint.engine.field import ROOTS
from netlint.engine.remembered import of_numbers
from netlint.spec.known import ROWS
from netlint.spec.layer_types import KNOWN_LAYERS


def forget() -> None:
    """Make the next spec the first one of the process."""
    KNOWN_LAYERS.clear()
    ROWS.forget()
    ROOTS.forget()
    of_numbers().forget()
