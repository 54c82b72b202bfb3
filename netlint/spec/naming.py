"""Naming: the name of every layer in its list, given or counted by type."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.finding import Path
from netlint.core.problems import BadValue, DuplicateKey
from netlint.spec.layer_types import written
from netlint.spec.names import NAME
from netlint.spec.reading import Frame, Reading


def name_of(
    reading: Reading, frame: Frame, keys: Mapping[str, object], path: Path, kind: str
) -> str:
    """The name of a layer of the type ``kind``; one that is no name or is taken is told."""
    count = frame.counts[kind] = frame.counts.get(kind, 0) + 1
    given = "name" in keys
    name = keys["name"] if given else f"{kind}_{count}"
    if not isinstance(name, str) or (given and not NAME.fullmatch(name)):
        fact = f"has name {written(name)}; a name is letters, digits and _, and no digit first"
        name = f"{kind}_{count}"
        problem = BadValue(key=("name",), fact=fact)
        reading.fault(frame, path, problem, f"{frame.prefix}{name}")
    if name in frame.names:
        _clash(reading, frame, name, path, given)
    frame.places.setdefault(name, path)
    return name


def _clash(reading: Reading, frame: Frame, name: str, path: Path, given: bool) -> None:
    first = frame.places.get(name, ())
    other = frame.rows[int(first[-1])] if first else None
    named = isinstance(other, dict) and "name" in other
    problem = DuplicateKey(
        key=("name",) if given else (),
        fact=f'"{name}" names two layers' if first else f'"{name}" is an input',
        remedy="rename one",
        first=(*first, "name") if named else first,
    )
    reading.fault(frame, path, problem, f"{frame.prefix}{name}")
