"""Check: a net becomes findings, each told once and in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from netlint.app.places import Places
from netlint.app.rules import lints
from netlint.core.fault import Fault
from netlint.core.finding import FILE_START, Finding, Fix, Related, Severity, Span, Spot
from netlint.core.record import Record, replace
from netlint.engine.analysis import Analysis
from netlint.spec.model import Net
from netlint.spec.node import Node, Uses


class Result(Record):
    """The findings of one net, in the order of their places."""

    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return all(f.severity < Severity.ERROR for f in self.findings)


def check_net(net: Net) -> Result:
    """Every finding of the net."""
    return check_analysis(Analysis(net))


def check_analysis(analysis: Analysis) -> Result:
    """Every finding of a net that has been analysed."""
    places = Places(analysis.net)
    found = [
        *_told(analysis),
        *((f, places.uses(f.layer)) for f in _refused(analysis)),
        *((f, places.uses(f.layer)) for lint in lints() for f in lint.check(analysis)),
    ]
    return Result(tuple(_once(places, found))) if found else Result(())


def _refused(analysis: Analysis) -> Iterable[Finding]:
    if analysis.net.is_fixed:
        return ()
    from netlint.app.ranges import refused

    return refused(analysis)


Told = tuple[Finding, Uses]


def _told(analysis: Analysis) -> Iterator[Told]:
    """The problems of the document, then those of every node."""
    shown = analysis.shown
    faults: list[tuple[Fault, Node | None]] = []
    faults += [(f, None) for f in (*analysis.net.faults, *shown.faults)]
    if not shown.is_sound:
        faults += [(f, node) for node in analysis.nodes for f in shown.faults_of(node)]
    if not faults:
        return
    from netlint.app.diagnose import of_fault

    for fault, node in faults:
        yield of_fault(analysis, shown, fault, node), fault.uses


def _once(places: Places, told: Iterable[Told]) -> list[Finding]:
    """One finding for each code and place: copies of a block are counted, facts joined."""
    net = places.net
    groups: dict[object, list[Told]] = {}
    for finding, uses in told:
        located = _located(net, finding)
        where: object = located.span if net.document is not None else located.spot
        groups.setdefault((located.code, where), []).append((located, uses))
    return sorted(map(_joined(places), groups.values()), key=_order)


def _joined(places: Places) -> Callable[[list[Told]], Finding]:
    def join(group: list[Told]) -> Finding:
        first, _ = group[0]
        own = [f for f, _ in group if f.layer == first.layer]
        messages = list(dict.fromkeys(f.message for f in own))
        copies = len({f.layer for f, _ in group}) - 1
        prefix = f'"{first.layer}" '
        message = "; ".join([messages[0], *(m.removeprefix(prefix) for m in messages[1:])])
        if copies:
            message += f" (and {copies} more {'copy' if copies == 1 else 'copies'})"
        helps = list(dict.fromkeys(f.help for f in own if f.help))
        related = list(first.related)
        users = dict.fromkeys(use for _, uses in group for use in uses)
        seen: set[object] = set()
        for path, name in users:
            if path not in seen:
                related.append(Related(f'used by "{name}"', name, Spot(path)))
            seen.add(path)
        return replace(
            first,
            message=message,
            severity=max(f.severity for f in own),
            fixes=_right_for_all(places, [f for f, _ in group]),
            help="; ".join(helps) or None,
            related=tuple(_spanned(places.net, r) for r in related),
        )

    return join


def _right_for_all(places: Places, copies: Sequence[Finding]) -> tuple[Fix, ...]:
    """The fixes of a finding, if they are right for every layer that reads the place."""
    net, first = places.net, copies[0]
    if not first.fixes or any(f.fixes != first.fixes for f in copies):
        return ()
    if net.document is not None and "$" in (net.document.plain(first.spot.path) or ""):
        return tuple(f for f in first.fixes if f.safe)
    layers = {f.layer for f in copies}
    return first.fixes if places.readers(layers) <= len(layers) else ()


def _located(net: Net, finding: Finding) -> Finding:
    if finding.span is not None or net.document is None:
        return finding
    return replace(finding, span=net.document.span(finding.spot))


def _spanned(net: Net, related: Related) -> Related:
    if related.span is not None or net.document is None:
        return related
    return replace(related, span=net.document.span(related.spot))


def _order(finding: Finding) -> tuple[Span, str, str, str]:
    """By start, end, code and layer; by the path of keys where there is no text."""
    where = "" if finding.span else str(finding.spot)
    return finding.span or FILE_START, where, finding.code, finding.layer or ""
