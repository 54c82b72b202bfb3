"""Accepts: the accepted sizes in the form of the machine contract."""

from __future__ import annotations

from netlint.core.sizeset import SizeSet
from netlint.solve.sizes import Entry

MOST_RESIDUES = 4_096


def entry(found: Entry) -> dict[str, object]:
    """An entry of ``accepts``."""
    document: dict[str, object] = {"symbols": list(found.symbols), "text": found.text}
    if found.open or found.sizes is None:
        numbers: dict[str, object] = dict.fromkeys(_NUMBERS)
    else:
        numbers = _numbers(found.sizes)
    rectangles = None
    if not found.open and found.rectangles is not None:
        rectangles = [{s: _numbers(sizes) for s, sizes in r.items()} for r in found.rectangles]
    too_many = found.sizes is not None and not found.open and numbers["residues"] is None
    factors = [_numbers(f, 0) for f in found.sizes.factors] if too_many and found.sizes else None
    return {**document, **numbers, "rectangles": rectangles, "factors": factors}


_NUMBERS = ("min", "max", "period", "residues", "exceptions")


def _numbers(sizes: SizeSet, most: int = MOST_RESIDUES) -> dict[str, object]:
    if not sizes:
        return {"min": None, "max": None, "period": None, "residues": [], "exceptions": []}
    count = sizes.residue_count
    listed = count is not None and (not most or count <= most)
    return {
        "min": sizes.min,
        "max": sizes.max,
        "period": sizes.period,
        "residues": list(sizes.members or ()) if listed else None,
        "exceptions": list(sizes.exceptions or ()),
    }
