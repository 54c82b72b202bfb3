"""Symbols: what the symbols of a net stand for in one reading of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from netlint.core.errors import InexactError
from netlint.core.expression import Expression
from netlint.core.fault import Fault
from netlint.core.ledger import Ledger
from netlint.core.problems import ImpossibleSize
from netlint.core.size import Int

if TYPE_CHECKING:
    from netlint.spec.model import Net


class Symbols:
    """Every symbol's size: a number from ``values``, one bound to others, or the symbol itself."""

    def __init__(self, net: Net, values: Mapping[str, int], ledger: Ledger) -> None:
        self.net = net
        self.values = values
        self.ledger = ledger
        self.sizes: dict[str, Int] = {}
        self.faults: list[Fault] = []
        names = dict.fromkeys(s for i in net.inputs for s in i.shape if isinstance(s, str))
        names |= dict.fromkeys((*net.sizes, *net.faulty))
        for name in names:
            self._size(name)

    def _size(self, name: str) -> Int:
        if name in self.sizes:
            return self.sizes[name]
        declared = self.net.sizes.get(name)
        if isinstance(declared, Expression):
            size = self._bound(name, declared)
        else:
            value = self.values.get(name)
            size = self.ledger.symbol(name) if value is None else value
        self.sizes[name] = size
        return size

    def _bound(self, name: str, declared: Expression) -> Int:
        needed = {s: self._size(s) for s in declared.symbols}
        try:
            size = declared.of(needed)
        except InexactError as error:
            self._impossible(name, f"sizes.{name} is {declared}, but {error}")
            size = error.size // error.divisor if error.divisor else 1
        if isinstance(size, int) and size < 1:
            self._impossible(name, f"sizes.{name} is {declared}, which is {size}")
            return 1
        return size

    def _impossible(self, name: str, fact: str) -> None:
        self.faults.append(Fault(problem=ImpossibleSize(fact=fact), path=("sizes", name)))
