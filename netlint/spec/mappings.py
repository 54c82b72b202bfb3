"""Mappings: those with a key twice, a collection as a key, or a merge key."""

from __future__ import annotations

from collections.abc import Callable

from netlint.core.finding import Path
from netlint.core.problems import BadValue, DuplicateKey, Problem
from netlint.core.record import Record
from netlint.spec.nodes import Merged, Node, Part, bounds
from netlint.spec.positions import Lines

MERGE = "<<"

Report = Callable[[Problem, Part, Path], None]


class Mapping(Record):
    """The pairs of a mapping as they are met, and what is needed to tell of faults."""

    text: str
    lines: Lines
    path: Path
    values: list[object]
    parts: list[Part]
    report: Report

    def build(self) -> tuple[dict[object, object], Merged | None]:
        """Return the mapping and the places of what is merged into it.

        As in YAML 1.1's merge, own keys win, and of a list of mappings the earlier one. The first
        of two equal keys counts.
        """
        own: dict[object, object] = {}
        places: dict[str, Part] = {}
        merged: dict[object, object] = {}
        sources: Merged | None = None
        for i in range(0, len(self.values), 2):
            key, value = self.values[i], self.values[i + 1]
            place, part = self.parts[i], self.parts[i + 1]
            if not isinstance(key, str):
                fact = f"has {_kind(key)} as a key"
                problem = BadValue(fact=fact, remedy="write a text", on_key=True)
                self.report(problem, place, self.path)
                continue
            if key in places:
                self._twice(key, places[key], place)
                continue
            places[key] = place
            if key == MERGE and self._source(place) == MERGE:
                merged, sources = self._merge(value, part)
                continue
            own[key] = value
        return {**merged, **own}, sources

    def _merge(self, value: object, part: Part) -> tuple[dict[object, object], Merged | None]:
        listed = isinstance(value, list) and isinstance(part, Node)
        values = value if isinstance(value, list) else [value]
        parts = part.parts if listed and isinstance(part, Node) else [part]
        merged: dict[object, object] = {}
        sources: Merged = {}
        for one, at in zip(reversed(values), reversed(parts), strict=True):
            if isinstance(at, int) and self._source(at).startswith("*"):
                continue
            if not isinstance(one, dict) or not isinstance(at, Node) or at.keys is None:
                fact = f'has {_kind(one)} under "<<"'
                problem = BadValue(fact=fact, remedy="write a mapping, or a list of mappings")
                self.report(problem, at, (*self.path, MERGE))
                continue
            merged.update(one)
            places = zip(at.parts[::2], at.parts[1::2], strict=True)
            pairs = [*zip(at.keys, places, strict=True)]
            sources.update(at.merged or {})
            sources.update((key, pair) for key, pair in reversed(pairs) if isinstance(key, str))
        return merged, sources

    def _twice(self, key: str, first: Part, second: Part) -> None:
        problem = DuplicateKey(
            fact=f'"{key}" stands twice in one mapping',
            remedy="remove one",
            first=(*self.path, key),
            first_span=self.lines.span(*bounds(first)),
            on_key=True,
        )
        self.report(problem, second, (*self.path, key))

    def _source(self, part: Part) -> str:
        start, stop = bounds(part)
        return self.text[start:stop]


def _kind(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "no mapping"
