"""Accepted: the answer of ``sizes`` as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from netlint.core.sizeset import SizeSet
from netlint.reports.accepts import entry
from netlint.reports.display import width
from netlint.solve.sizes import Entry

VERSION = 1


class NearLike(Protocol):
    """The accepted sizes around a wanted one."""

    @property
    def symbol(self) -> str: ...
    @property
    def wanted(self) -> int: ...
    @property
    def smaller(self) -> int | None: ...
    @property
    def larger(self) -> int | None: ...
    @property
    def crop(self) -> tuple[int, int] | None: ...
    @property
    def pad(self) -> tuple[int, int] | None: ...


class Refusal(NamedTuple):
    """Sizes that were asked about; ``message`` and ``help`` are those of the check that fails."""

    values: Mapping[str, int]
    accepted: bool
    condition: str | None
    layer: str | None
    message: str | None
    help: str | None


class Window(NamedTuple):
    """The accepted sizes of a symbol in a window."""

    symbol: str
    least: int
    most: int
    sizes: SizeSet | None


class Answer(NamedTuple):
    """All that was asked of a net's sizes."""

    name: str
    freed: Mapping[str, int]
    entries: tuple[Entry, ...]
    near: Sequence[NearLike] = ()
    why: Sequence[Refusal] = ()
    windows: Sequence[Window] = ()
    stages: Sequence[tuple[str, Sequence[tuple[str | None, str, str, str]]]] = ()


def text(answer: Answer) -> str:
    """The answer for people."""
    lines: list[str] = []
    if answer.freed:
        written = ", ".join(f"{s} (written {n})" for s, n in answer.freed.items())
        lines.append(f"freed: {written}")
    lines += [f"{', '.join(e.symbols)}: {e.text}" for e in answer.entries]
    if not answer.entries:
        lines.append("no axis of space is open, or a layer could not be read")
    for near in answer.near:
        lines += ["", *_near(near)]
    for why in answer.why:
        lines += ["", *_why(why)]
    for window in answer.windows:
        lines += ["", _window(window)]
    for title, stages in answer.stages:
        lines += ["", title, *_stages(stages)]
    return "\n".join(lines) + "\n"


def _near(near: NearLike) -> list[str]:
    if near.smaller == near.wanted:
        return [f"{near.symbol} = {near.wanted} is accepted"]
    lines = [f"nearest to {near.symbol} = {near.wanted}:"]
    if near.smaller is not None and near.crop is not None:
        lines.append(f"  {near.smaller}  crop {near.crop[0]} and {near.crop[1]}")
    if near.larger is not None and near.pad is not None and near.larger != near.smaller:
        lines.append(f"  {near.larger}  pad {near.pad[0]} and {near.pad[1]}")
    return lines if len(lines) > 1 else [f"no accepted size is near {near.symbol} = {near.wanted}"]


def _why(why: Refusal) -> list[str]:
    at = ", ".join(f"{s} = {v}" for s, v in why.values.items())
    if why.accepted:
        return [f"{at} is accepted"]
    where = f' at "{why.layer}"' if why.layer else ""
    lines = [f"{at} is refused{where}: {why.condition} does not hold"]
    lines += [f"  {t}" for t in (why.message, why.help) if t]
    return lines


def _window(window: Window) -> str:
    head = f"{window.symbol} in {window.least}..{window.most}: "
    return head + (
        "decided at concrete sizes" if window.sizes is None else window.sizes.text(window.symbol)
    )


def _stages(stages: Sequence[tuple[str | None, str, str, str]]) -> list[str]:
    table = [("layer", "condition", "leaves", "left"), *((s[0] or "-", *s[1:]) for s in stages)]
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    return [
        "  "
        + "  ".join(c + " " * (w - width(c)) for c, w in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


def document(answer: Answer) -> str:
    """The answer as JSON, version 1."""
    found = {
        "version": VERSION,
        "name": answer.name,
        "freed": dict(answer.freed),
        "accepts": [entry(e) for e in answer.entries],
        "near": [
            {
                "symbol": n.symbol,
                "wanted": n.wanted,
                "smaller": n.smaller,
                "larger": n.larger,
                "crop": n.crop,
                "pad": n.pad,
            }
            for n in answer.near
        ],
        "why": [{**w._asdict(), "values": dict(w.values)} for w in answer.why],
        "within": [
            {
                "symbol": w.symbol,
                "min": w.least,
                "max": w.most,
                "text": None if w.sizes is None else w.sizes.text(w.symbol),
                "sizes": None if w.sizes is None else list(w.sizes.within(w.least, w.most)),
            }
            for w in answer.windows
        ],
        "explain": [
            {"symbols": title, "conditions": [dict(zip(_STAGE, s, strict=True)) for s in stages]}
            for title, stages in answer.stages
        ],
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


_STAGE = ("layer", "condition", "leaves", "left")
