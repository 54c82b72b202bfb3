"""Sizes: which input sizes a net accepts, and why not others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from netlint.app.ranges import refusal_at
from netlint.core.finding import Finding
from netlint.core.sizeset import SizeSet
from netlint.engine.analysis import Analysis
from netlint.solve.sizes import Entry, accepted, condition_text


class Near(NamedTuple):
    """The accepted sizes around a wanted one, with what to crop and to pad at each side."""

    symbol: str
    wanted: int
    smaller: int | None
    larger: int | None
    crop: tuple[int, int] | None
    pad: tuple[int, int] | None


class Why(NamedTuple):
    """Whether sizes are accepted, and if not the first condition that refuses them."""

    values: Mapping[str, int]
    accepted: bool
    condition: str | None
    layer: str | None
    finding: Finding | None


class Stage(NamedTuple):
    """A condition in declared order: its own set and what is left after it."""

    layer: str | None
    condition: str
    sizes: str
    left: str


def near(entries: tuple[Entry, ...], wanted: int) -> Iterator[Near]:
    """The nearest accepted sizes of every symbol that stands alone."""
    for entry in entries:
        if entry.sizes is None:
            continue
        smaller, larger = entry.sizes.nearest(wanted)
        yield Near(
            entry.symbols[0],
            wanted,
            smaller,
            larger,
            None if smaller is None else halves(wanted - smaller),
            None if larger is None else halves(larger - wanted),
        )


def halves(amount: int) -> tuple[int, int]:
    """An amount shared out to begin and end, the odd cell at the end."""
    return amount // 2, amount - amount // 2


def why(analysis: Analysis, entries: tuple[Entry, ...], wanted: int) -> Iterator[Why]:
    """Each entry judged with all its symbols at the wanted size."""
    for entry in entries:
        values = dict.fromkeys(entry.symbols, wanted)
        demand = entry.refusal(values)
        if demand is None:
            yield Why(values, True, None, None, None)
            continue
        layer = analysis.nodes[demand.node].name if demand.node >= 0 else None
        finding = refusal_at(analysis, entry, values)
        yield Why(values, False, condition_text(demand.condition), layer, finding)


def within(entry: Entry, lo: int, hi: int) -> SizeSet | None:
    """The accepted sizes of a window, for a symbol that stands alone."""
    return None if entry.sizes is None else entry.sizes & SizeSet.interval(lo, hi)


def stages(analysis: Analysis, entry: Entry) -> Iterator[Stage]:
    """Each condition of an entry in declared order, with its set and the set after it."""
    left = SizeSet.every()
    for demand in entry.demands:
        layer = analysis.nodes[demand.node].name if demand.node >= 0 else None
        text = condition_text(demand.condition)
        if demand.sizes is not None and len(entry.symbols) == 1:
            left &= demand.sizes
            symbol = entry.symbols[0]
            yield Stage(layer, text, demand.sizes.text(symbol), left.text(symbol))
        elif demand.sizes is not None:
            yield Stage(layer, text, demand.sizes.text(demand.symbols[0]), "-")
        elif demand.rectangles is not None:
            single = Entry(demand.symbols, rectangles=demand.rectangles)
            yield Stage(layer, text, single.text, "-")
        else:
            yield Stage(layer, text, "decided at concrete sizes", "-")


def entries_of(analysis: Analysis) -> tuple[Entry, ...]:
    """The accepted sizes; none where a layer could not be read."""
    net = analysis.net
    read = net.complete and all(n.layer is not None for n in net.nodes)
    return accepted(analysis) if read else ()
