"""UndecidedRange: a declared range that is too large to try."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, ClassVar

from netlint.core.finding import Finding, Severity, Spot
from netlint.engine.analysis import Analysis
from netlint.rules._base import Bad, Good, Lint
from netlint.spec.model import Range

if TYPE_CHECKING:
    from netlint.solve.sizes import Entry


class UndecidedRange(Lint):
    """A declared range too large to try.

    A condition that is not solved, as a resize by 0.7, is decided size by size; past 65,536 cases
    netlint says how far it went.
    """

    code = "NL011"
    name = "undecided-range"
    severity = Severity.INFO
    source = "the language, accepts"
    good: ClassVar = (
        Good(
            "{type: upsample, scale_factor: 0.7}",
            x="[N, 3, H, 8]",
            more="sizes: {H: {min: 2, max: 4096}}",
        ),
    )
    bad: ClassVar = (
        Bad(
            "{type: upsample, scale_factor: 0.7}",
            at="sizes/H",
            x="[N, 3, H, 8]",
            more="sizes: {H: {min: 2, max: 100000}}",
        ),
    )

    def check(self, net: Analysis) -> Iterator[Finding]:
        if not any(net.ranges()):
            return
        from netlint.solve.sizes import accepted
        from netlint.solve.trial import tried

        for entry in accepted(net):
            if entry.open and _is_long(net, entry) and tried(net.net, entry) is None:
                yield self._told(net, entry)

    def _told(self, net: Analysis, entry: Entry) -> Finding:
        from netlint.solve.trial import MOST_TRIED

        ranges = [(s, net.net.sizes[s]) for s in entry.symbols]
        spans = [f"{s} in {r.least}..{r.most or ''}" for s, r in ranges if isinstance(r, Range)]
        count = _count(net, entry)
        of = f"{MOST_TRIED} of {count} sizes" if count is not None else f"{MOST_TRIED} sizes"
        node = entry.open[0].node
        layer = net.nodes[node].name if node >= 0 else None
        where = f' at "{layer}"' if layer else ""
        message = f"{', '.join(spans)}: {of} were tried and hold{where}"
        first = next(s for s, r in ranges if isinstance(r, Range))
        return self.report(Spot(("sizes", first)), message, help="narrow the range")


def _is_long(net: Analysis, entry: Entry) -> bool:
    from netlint.solve.trial import MOST_TRIED

    declared = [net.net.sizes.get(s) for s in entry.symbols]
    if None in declared or not any(isinstance(d, Range) for d in declared):
        return False
    count = _count(net, entry)
    return count is None or count > MOST_TRIED


def _count(net: Analysis, entry: Entry) -> int | None:
    """The number of declared cases; None where there is no end."""
    counts: list[int] = []
    for symbol in entry.symbols:
        size = net.net.sizes[symbol]
        if isinstance(size, Range):
            if size.most is None:
                return None
            counts.append((size.most - size.least) // size.multiple_of + 1)
    return prod(counts)
