"""Sizes: the conditions of an analysis, folded into the sizes that a net accepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import starmap
from typing import NamedTuple

from netlint.core.conditions import AtLeast, Condition, Divides, Equal, Within
from netlint.core.expression import Expression
from netlint.core.size import Int, evaluate
from netlint.core.sizeset import SizeSet
from netlint.engine.analysis import Analysis
from netlint.engine.propagate import Reading
from netlint.solve.joint import Rectangle, area, joined, rectangles
from netlint.solve.single import leaves


class Demand(NamedTuple):
    """A condition, the node that states it (-1: the header), and the sizes that it alone leaves."""

    node: int
    condition: Condition
    symbols: tuple[str, ...]
    sizes: SizeSet | None = None
    rectangles: tuple[Rectangle, ...] | None = None

    @property
    def is_solved(self) -> bool:
        return self.sizes is not None or self.rectangles is not None

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether the condition holds at concrete sizes, or can hold where some are open."""
        if values.keys() >= set(self.symbols):
            return holds(self.condition, values)
        if self.rectangles is None:
            return True
        known = set(self.symbols) & values.keys()
        return any(all(values[s] in r[s] for s in known) for r in self.rectangles)


@dataclass(slots=True)
class Entry:
    """The accepted sizes of one symbol, or of several that are tied."""

    symbols: tuple[str, ...]
    demands: list[Demand] = field(default_factory=list)
    sizes: SizeSet | None = None
    rectangles: tuple[Rectangle, ...] | None = None
    open: list[Demand] = field(default_factory=list)

    @property
    def text(self) -> str:
        if self.open:
            return " and ".join(dict.fromkeys(condition_text(d.condition) for d in self.open))
        if self.sizes is not None:
            return self.sizes.text(self.symbols[0])
        return _rectangles_text(self.rectangles or ())

    def __str__(self) -> str:
        return self.text

    def __contains__(self, sizes: int | tuple[int, ...]) -> bool:
        """Whether a size, or a tuple of sizes in the order of the symbols, is accepted."""
        values = sizes if isinstance(sizes, tuple) else (sizes,)
        if min(values) < 1:
            return False
        return self.accepts(dict(zip(self.symbols, values, strict=True)))

    @property
    def is_empty(self) -> bool:
        """Whether it is certain that no size is accepted."""
        if self.open:
            return False
        return not (self.sizes if self.sizes is not None else self.rectangles)

    def accepts(self, values: Mapping[str, int]) -> bool:
        """Whether the net takes these sizes of the entry's symbols."""
        if self.open or self.sizes is None:
            return all(d.holds(values) for d in self.demands)
        return values[self.symbols[0]] in self.sizes

    def refusal(self, values: Mapping[str, int]) -> Demand | None:
        """The first demand that these sizes do not meet."""
        return next((d for d in self.demands if not d.holds(values)), None)

    def emptying(self) -> tuple[Demand, SizeSet] | None:
        """The demand that leaves no size of a single symbol, with what there was before it."""
        if self.sizes is None:
            return None
        left = SizeSet.every()
        for demand in self.demands:
            after = left & demand.sizes if demand.sizes is not None else left
            if not after:
                return demand, left
            left = after
        return None


def accepted(analysis: Analysis) -> tuple[Entry, ...]:
    """An entry for every symbol of the inputs that is not bound; coupled symbols share one."""
    return accepted_by(analysis.family)


def accepted_by(reading: Reading) -> tuple[Entry, ...]:
    """The accepted sizes by one reading's conditions."""
    net = reading.net
    free = [s for s in net.symbols if not isinstance(net.sizes.get(s), Expression)]
    free = [s for s in free if s not in reading.values]
    demands = list(demands_of(reading))
    entries = [Entry(group) for group in _groups(free, demands)]
    for entry in entries:
        own = set(entry.symbols)
        entry.demands = [d for d in demands if not own.isdisjoint(d.symbols)]
        _fold(entry)
    return tuple(entries)


def demands_of(reading: Reading) -> Iterator[Demand]:
    """Every condition once, in declared order."""
    places = dict.fromkeys(reading.start, -1)
    for index, step in enumerate(reading.steps):
        if (step is not None and step.conditions) or index in reading.noted:
            for condition in reading.conditions(index):
                places.setdefault(condition, index)
    return starmap(_demand, places.items())


def _demand(condition: Condition, node: int) -> Demand:
    if type(condition) is AtLeast:
        line = condition.size.linear()
        if line:
            sizes = SizeSet.at_least(line[1], condition.least)
            return Demand(node, condition, (line[0],), sizes)
    symbols = _symbols(condition)
    if len(symbols) == 1:
        return Demand(node, condition, symbols, leaves(condition, symbols[0]))
    return Demand(node, condition, symbols, None, rectangles(condition))


def _symbols(condition: Condition) -> tuple[str, ...]:
    match condition:
        case AtLeast(size, _) | Within(size, _, _):
            parts: tuple[Int, ...] = (size,)
        case Equal(one, two) | Divides(one, two):
            parts = (one, two)
    found = [p.symbols for p in parts if not isinstance(p, int)]
    return tuple(sorted(found[0].union(*found[1:])))


def holds(condition: Condition, values: Mapping[str, int]) -> bool:
    """Whether a condition holds when every symbol has its value."""
    match condition:
        case Equal(left, right):
            rest = left - right
            return rest == 0 if isinstance(rest, int) else _is_zero(condition, values)
        case AtLeast(size, least):
            return evaluate(size, values) >= least
        case Within(size, least, most):
            return least <= evaluate(size, values) <= most
        case Divides(divisor, size):
            by = evaluate(divisor, values)
            return bool(by) and evaluate(size, values) % by == 0


def _is_zero(condition: Equal, values: Mapping[str, int]) -> bool:
    return evaluate(condition.left, values) == evaluate(condition.right, values)


def _groups(symbols: list[str], demands: list[Demand]) -> list[tuple[str, ...]]:
    """The symbols in order, those that share a demand together."""
    group = {s: {s} for s in symbols}
    for demand in demands:
        if len(demand.symbols) < 2:
            continue
        tied = [s for s in demand.symbols if s in group]
        if len(tied) < 2 or _is_idle(demand):
            continue
        whole = set().union(*(group[s] for s in tied))
        for s in whole:
            group[s] = whole
    found: list[tuple[str, ...]] = []
    for s in symbols:
        if not any(s in f for f in found):
            found.append(tuple(t for t in symbols if t in group[s]))
    return found


def _is_idle(demand: Demand) -> bool:
    """Whether a demand on several symbols only asks each of them for itself."""
    return demand.rectangles is not None and len(demand.rectangles) == 1


def _fold(entry: Entry) -> None:
    single: dict[str, list[SizeSet]] = {symbol: [] for symbol in entry.symbols}
    union: tuple[Rectangle, ...] | None = ({},)
    for demand in entry.demands:
        if demand.sizes is not None:
            single[demand.symbols[0]].append(demand.sizes)
        elif demand.rectangles is None:
            entry.open.append(demand)
        elif len(demand.rectangles) == 1:
            for symbol, sizes in demand.rectangles[0].items():
                if symbol in single:
                    single[symbol].append(sizes)
        elif union is not None:
            union = joined(union, demand.rectangles)
            if union is None:
                entry.open.append(demand)
    if entry.open or union is None:
        return
    whole = {symbol: SizeSet.common(sets) for symbol, sets in single.items()}
    if len(entry.symbols) == 1:
        entry.sizes = whole[entry.symbols[0]]
        return
    entry.rectangles = tuple(sorted(joined(union, (whole,)) or (), key=area))


def condition_text(condition: Condition) -> str:
    """A condition as a text: ``floor(H/2) = floor(W/3)``."""
    match condition:
        case Equal(left, right):
            return f"{left} = {right}"
        case AtLeast(size, least):
            return f"{size} >= {least}"
        case Within(size, least, most):
            return f"{least} <= {size} <= {most}"
        case Divides(divisor, size):
            return f"{divisor} divides {size}"


def _rectangles_text(found: tuple[Rectangle, ...], most: int = 4) -> str:
    if not found:
        return "none"
    texts = [", ".join(s.text(name) for name, s in r.items()) for r in found[:most]]
    more = f", or {len(found) - most} more" if len(found) > most else ""
    return ", or ".join(texts) + more
