"""Edit: changes on paths become edits of the original text; everything else stays as it is."""

from __future__ import annotations

from netlint.core.finding import Edit, Fix, RenameKey, SetKey, Spot
from netlint.spec.source import Document
from netlint.spec.write import flow


def edits_of(document: Document, fix: Fix) -> tuple[Edit, ...]:
    """The edits of a fix; none where a change cannot be made on the text."""
    edits: list[Edit] = []
    for change in fix.changes:
        match change:
            case RenameKey(path, name):
                edits.append(Edit(document.span(Spot(path, on_key=True)), name))
            case SetKey(path, value) if document.plain(path) is not None:
                edits.append(Edit(document.span(Spot(path)), flow(value)))
            case _:
                return ()
    return tuple(edits)
