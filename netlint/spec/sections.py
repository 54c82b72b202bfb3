"""Sections: what parts of a spec have been read as, kept where nothing was wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sized
from typing import Generic, TypeVar

from netlint.spec.layer_types import LONGEST_SECTION, is_kept

MOST = 256

T = TypeVar("T")


class Sections(Generic[T]):
    """The sections of one kind by their signature."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start anew."""
        self._known: dict[bytes, T] = {}

    def read(self, sign: bytes, faults: Sized, make: Callable[[], T]) -> T:
        """What ``make`` reads, which adds to ``faults``; known if ``sign`` has been met."""
        found = self._known.get(sign)
        if found is not None:
            return found
        before = len(faults)
        made = make()
        if len(faults) == before and is_kept(sign, LONGEST_SECTION):
            if len(self._known) >= MOST:
                self.forget()
            self._known[sign] = made
        return made
