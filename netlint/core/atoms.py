"""Atoms: what sizes are polynomials of, functions of one symbol and opaque ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from netlint.core.quasi import Quasi

if TYPE_CHECKING:
    from netlint.core.size import Int


class Atom:
    """A nondecreasing function of one symbol; one object a function in a ledger."""

    __slots__ = ("quasi", "serial", "symbol")

    def __init__(self, symbol: str, quasi: Quasi, serial: int) -> None:
        self.symbol = symbol
        self.quasi = quasi
        self.serial = serial

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset((self.symbol,))

    @property
    def weight(self) -> int:
        return 1 + len(self.quasi.steps)

    def at(self, values: Mapping[str, int]) -> int:
        return self.quasi(values[self.symbol])

    def text(self) -> str:
        return self.quasi.text(self.symbol)


class Opaque:
    """A function without a period: a rounded product, several symbols, or a float scale."""

    __slots__ = ("apply", "operands", "serial", "words")

    def __init__(
        self,
        operands: tuple[Int, ...],
        apply: Callable[..., int],
        words: Callable[..., str],
        serial: int,
    ) -> None:
        self.operands = operands
        self.apply = apply
        self.words = words
        self.serial = serial

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset().union(*(n.symbols for n in self.operands if not isinstance(n, int)))

    @property
    def weight(self) -> int:
        return 100

    def at(self, values: Mapping[str, int]) -> int:
        return self.apply(*(n if isinstance(n, int) else n.at(values) for n in self.operands))

    def text(self) -> str:
        return self.words(*map(str, self.operands))


AnyAtom = Atom | Opaque


def serial(atom: AnyAtom) -> int:
    """The order in which atoms of one ledger were made."""
    return atom.serial
