"""Quiet: no garbage collection while a net is read, which makes many objects and hardly a cycle."""

from __future__ import annotations

import gc


class Quiet:
    """A ``with`` block in which the collector is off; it is put back as it was."""

    __slots__ = ("_collecting",)

    def __enter__(self) -> None:
        self._collecting = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._collecting:
            gc.enable()
