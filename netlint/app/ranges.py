"""Ranges: what a declared range, or an open symbol, is told where the net does not take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from operator import or_

from netlint.app.diagnose import of_fault
from netlint.app.rules import rule
from netlint.core.finding import Finding, Severity, Spot
from netlint.core.record import replace
from netlint.core.sizeset import NotExpanded, SizeSet
from netlint.engine.analysis import Analysis
from netlint.engine.propagate import Reading
from netlint.solve.sizes import Demand, Entry, accepted
from netlint.solve.trial import MOST_TRIED, members, tried, walk
from netlint.spec.model import Net, Range

MOST_LOOKED_AT = 8
BROADCAST = "accidental-broadcast"


def refused(analysis: Analysis) -> Iterator[Finding]:
    """One error for each entry that a declared member, or every size, misses."""
    net = analysis.net
    found: list[Finding] = []
    entries = accepted(analysis)
    for entry in entries:
        if any(s not in net.sizes for s in entry.symbols):
            finding = (_emptied if entry.is_empty else _beside_open)(analysis, entry)
        else:
            values = _smallest_refused(net, entry)
            others = _others(net, entries, entry)
            at = {**others, **values} if values else None
            finding = refusal_at(analysis, entry, at, values) if at else None
        if finding:
            found.append(finding)
    yield from _merged(found)


def _smallest_refused(net: Net, entry: Entry) -> dict[str, int] | None:
    """The first declared sizes, in the order of the symbols, that the net does not take."""
    if not any(isinstance(net.sizes[s], Range) for s in entry.symbols):
        return None
    if entry.sizes is not None:
        return _first_outside(entry, members(net, entry.symbols[0]))
    return tried(net, entry)


def _first_outside(entry: Entry, declared: SizeSet) -> dict[str, int] | None:
    assert entry.sizes is not None
    symbol = entry.symbols[0]
    try:
        first = (declared - entry.sizes).first()
        return None if first is None else {symbol: first}
    except NotExpanded:
        missing = (w for w in islice(walk(declared), MOST_TRIED) if w not in entry.sizes)
        first = next(missing, None)
        return None if first is None else {symbol: first}


def _emptied(analysis: Analysis, entry: Entry) -> Finding | None:
    """The finding of the demand that leaves no size, at a size that all before it take.

    A size at which an operand happens to be 1 would only tell of the stretching.
    """
    emptying = entry.emptying()
    left = emptying[1] if emptying is not None else SizeSet.every()
    finding: Finding | None = None
    for size in islice(walk(left), MOST_LOOKED_AT):
        finding = refusal_at(analysis, entry, dict.fromkeys(entry.symbols, size))
        if finding is not None and finding.name != BROADCAST:
            break
    return finding


def _beside_open(analysis: Analysis, entry: Entry) -> Finding | None:
    """The finding of a declared size that fits no size of the open symbols beside it."""
    net, rectangles = analysis.net, entry.rectangles
    if not rectangles:
        return None
    for symbol in entry.symbols:
        if not isinstance(net.sizes.get(symbol), Range):
            continue
        taken = reduce(or_, (r[symbol] for r in rectangles))
        first = (members(net, symbol) - taken).first()
        if first is not None:
            beside = {s: sizes.first() or 1 for s, sizes in rectangles[0].items()}
            return refusal_at(analysis, entry, {**beside, symbol: first}, {symbol: first})
    return None


def _others(net: Net, entries: Sequence[Entry], own: Entry) -> dict[str, int]:
    """Accepted sizes for the symbols of other entries, so that only the own one is at fault."""
    found: dict[str, int] = {}
    for entry in entries:
        if entry is own or entry.sizes is None:
            continue
        symbol = entry.symbols[0]
        size = net.sizes.get(symbol)
        open_ = symbol not in net.sizes
        if open_ or (isinstance(size, Range) and size.default not in entry.sizes):
            first = (entry.sizes & members(net, symbol)).first() or entry.sizes.first()
            found |= {symbol: first} if first is not None else {}
    return found


def refusal_at(
    analysis: Analysis,
    entry: Entry,
    values: Mapping[str, int],
    told: Mapping[str, int] | None = None,
) -> Finding | None:
    """What a check says at sizes that the entry refuses, with the weights of the shown size."""
    told = values if told is None else told
    demand = entry.refusal(values)
    if demand is None:
        return None
    reading = analysis.at(values)
    finding = _met(analysis, reading, demand)
    if finding is None:
        return None
    at = ", ".join(f"{s} = {v}" for s, v in told.items())
    return replace(
        finding,
        message=f"{finding.message}, at {at}",
        severity=Severity.ERROR,
        help=_help(entry, told),
    )


def _met(analysis: Analysis, reading: Reading, demand: Demand) -> Finding | None:
    """What a check at these sizes says, at the node of the demand if it speaks there."""
    nodes = list(analysis.nodes)
    if demand.node >= 0:
        nodes.insert(0, nodes[demand.node])
    for fault in reading.faults:
        return of_fault(analysis, reading, fault)
    for node in nodes:
        known = {p.rule for p in analysis.shown.problems(node)}
        for fault in reading.faults_of(node):
            if fault.problem in node.problems:
                continue
            return None if fault.problem.rule in known else of_fault(analysis, reading, fault, node)
    return _broadcast(analysis, demand) if demand.node >= 0 else None


def _broadcast(analysis: Analysis, demand: Demand) -> Finding:
    """A merge that only holds because a size happens to be 1."""
    node = analysis.nodes[demand.node]
    message = f'"{node.name}" stretches an operand whose size is 1 by chance'
    spot = Spot((*node.path, "inputs"))
    return rule(BROADCAST).report(spot, message, layer=node.name)


def _help(entry: Entry, values: Mapping[str, int]) -> str:
    text = f"accepted: {entry.text}"
    if entry.sizes is None or not entry.sizes:
        return text if not entry.is_empty else f"no size of {', '.join(entry.symbols)} is accepted"
    symbol = entry.symbols[0]
    near = [n for n in dict.fromkeys(entry.sizes.nearest(values[symbol])) if n is not None]
    near_text = f"; nearest to {values[symbol]}: {', '.join(map(str, near))}" if near else ""
    return text + near_text


def _merged(found: list[Finding]) -> Iterator[Finding]:
    """Two refusals at one place are one finding: ``at H = 65; at W = 65``."""
    groups: dict[object, list[Finding]] = {}
    for finding in found:
        groups.setdefault((finding.code, finding.spot), []).append(finding)
    for group in groups.values():
        first = group[0]
        ends = [f.message.rpartition(", at ")[2] for f in group]
        head = first.message.rpartition(", at ")[0]
        message = f"{head}, at {'; at '.join(dict.fromkeys(ends))}"
        helps = dict.fromkeys(f.help for f in group if f.help)
        yield replace(first, message=message, help="; ".join(helps))
