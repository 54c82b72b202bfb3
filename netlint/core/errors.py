"""Errors: the exceptions of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netlint.core.problems import Problem


class NetlintError(Exception):
    """The root of what netlint raises on purpose."""


class SpecError(NetlintError):
    """A file that cannot be read, or that is no spec."""


class ShapeError(NetlintError):
    """A layer that its input does not fit; only the engine catches it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class InexactError(NetlintError):
    """A ``/`` in a size expression that leaves a remainder."""

    def __init__(self, size: int, divisor: int) -> None:
        super().__init__(f"{size} / {divisor} leaves {size % divisor if divisor else size}")
        self.size = size
        self.divisor = divisor
