"""Trial: declared sizes, tried one by one where a condition is not solved."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from netlint.core.sizeset import SizeSet
from netlint.solve.sizes import Entry
from netlint.spec.model import Net, Range

MOST_TRIED = 65_536


def tried(net: Net, entry: Entry) -> dict[str, int] | None:
    """The first declared sizes, the last symbol fastest, that the entry refuses."""
    declared = [walk(members(net, s)) for s in entry.symbols]
    for combination in islice(_product(declared), MOST_TRIED):
        values = dict(zip(entry.symbols, combination, strict=True))
        if not entry.accepts(values):
            return values
    return None


def _product(walks: list[Iterator[int]]) -> Iterator[tuple[int, ...]]:
    """All combinations; only as much of a long range as can be tried is written out."""
    return product(*(tuple(islice(w, MOST_TRIED)) for w in walks))


def members(net: Net, symbol: str) -> SizeSet:
    """The sizes that a symbol is declared to take."""
    size = net.sizes.get(symbol)
    if isinstance(size, Range):
        return SizeSet.interval(size.least, size.most) & SizeSet.multiples(size.multiple_of)
    return SizeSet.of([size]) if isinstance(size, int) else SizeSet.every()


def walk(sizes: SizeSet) -> Iterator[int]:
    """The members in ascending order."""
    start = sizes.first()
    while start is not None:
        yield start
        start = sizes.first(start + 1)
