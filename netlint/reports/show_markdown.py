"""Markdown of ``show``: a table for a page or a pull request."""

from __future__ import annotations

from netlint.reports.shown import ShownNet
from netlint.reports.table import HEAD, cells, rows, totals


def render(net: ShownNet, depth: int | None = None) -> str:
    """The table and a list of the totals."""
    table = [
        HEAD,
        ("---", "---", "---", "---:", "---:", "---", "---"),
        *map(cells, rows(net, depth)),
    ]
    lines = [f"# {net.name}", ""]
    lines += [f"| {' | '.join(c.replace('|', chr(92) + '|') for c in row)} |" for row in table]
    lines += ["", *(f"- {name}: {value}" for name, value in totals(net))]
    return "\n".join(lines) + "\n"
