"""Text of ``show``: an aligned table and the totals."""

from __future__ import annotations

from netlint.reports.display import width
from netlint.reports.shown import ShownNet, times
from netlint.reports.table import HEAD, cells, rows, totals

RIGHT = frozenset((3, 4))


def render(net: ShownNet, depth: int | None = None) -> str:
    """The table for a terminal or a log."""
    table = [HEAD, *map(cells, rows(net, depth))]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    inputs = ", ".join(f"{i.name} {times(i.shape)} {i.dtype}" for i in net.inputs)
    lines = [f"{net.name}: {inputs}", ""]
    for number, row in enumerate(table):
        lines.append(
            "  ".join(
                _cell(i, c, w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
        )
        if number == 0:
            lines.append("  ".join("-" * w for w in widths))
    summary = totals(net)
    margin = max(len(name) for name, _ in summary)
    lines += ["", *(f"{name:<{margin}}  {value}" for name, value in summary)]
    return "\n".join(lines) + "\n"


def _cell(column: int, text: str, wide: int) -> str:
    blanks = " " * (wide - width(text))
    return blanks + text if column in RIGHT else text + blanks
