"""Diagnose: a fault in its place becomes a finding in words."""

from __future__ import annotations

from netlint.app.rules import diagnosis
from netlint.core.fault import Fault
from netlint.core.finding import Finding
from netlint.core.record import replace
from netlint.engine.analysis import Analysis
from netlint.engine.propagate import Reading
from netlint.rules._base import Place
from netlint.spec.node import Node


def of_fault(
    analysis: Analysis, reading: Reading, fault: Fault, node: Node | None = None
) -> Finding:
    """The finding of a fault that a reading met, at a node or in the document."""
    place = Place(analysis, reading, fault.path, node, fault.layer)
    finding = diagnosis(fault.problem.rule).finding(fault.problem, place)
    return finding if fault.span is None else replace(finding, span=fault.span)
