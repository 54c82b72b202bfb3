"""CSV of ``show``: one line a layer, numbers as they are."""

from __future__ import annotations

import csv
from io import StringIO

from netlint.reports.shown import ShownNet
from netlint.reports.table import HEAD, rows


def render(net: ShownNet, depth: int | None = None) -> str:
    """The table for a spreadsheet; totals are left to it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(rows(net, depth))
    return out.getvalue()
