"""Parsers: libyaml, and PyYAML's own where it is missing, as one stream of events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

import yaml


class Mark(Protocol):
    """A point in the text; only its offset in code points is of use."""

    index: int


class Event(Protocol):
    """What the two parsers say alike; an event has the fields of its kind."""

    start_mark: Mark
    end_mark: Mark
    anchor: str | None
    tag: str | None
    style: str | None
    value: str
    flow_style: bool


Events = Callable[[], Event]


def events(text: str, *, pure: bool = False) -> Events:
    """Return a function that gives the next event of ``text``, or raises YAMLError."""
    if pure or not yaml.__with_libyaml__:
        from netlint.spec.pure import PureParser

        return cast(Events, PureParser(text).get_event)
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    return cast(Events, CParser(text).get_event)
