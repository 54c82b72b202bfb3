"""Misread: what is wrong with the keys of a layer, in the words of the language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netlint.core.problems import BadValue, MissingKeys, Problem, UnknownName
from netlint.core.words import nearest
from netlint.layers._base import Layer
from netlint.layers._misfit import Misfit, unknown_choice
from netlint.spec import foreign
from netlint.spec.layer_types import COMMON, written

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SIDE = re.compile(r"[()\[\]{}$]")


def problems_of(
    name: str, cls: type[Layer], keys: dict[str, object], errors: list[ErrorDetails]
) -> list[Problem]:
    """The problems of a layer's keys, from what pydantic found."""
    problems: list[Problem] = []
    missing = tuple(str(e["loc"][0]) for e in errors if e["type"] == "missing")
    halves = any(isinstance(v, str) and v.count("(") > v.count(")") for v in keys.values())
    for error in errors:
        key = str(error["loc"][0]) if error["loc"] else ""
        if error["type"] == "extra_forbidden":
            if not (halves and _SIDE.search(key)):
                problems.append(_unknown_key(name, cls, key, keys))
        elif error["type"] != "missing":
            problems.append(_bad_value(key, keys.get(key), error))
    unknown = [p for p in problems if isinstance(p, UnknownName)]
    told = {p.meant or (p.known[0] if len(p.known) == 1 else None) for p in unknown}
    missing = tuple(m for m in missing if m not in told)
    if missing:
        problems.insert(0, MissingKeys(names=missing))
    return problems


def _unknown_key(name: str, cls: type[Layer], key: str, keys: Mapping[str, object]) -> Problem:
    own = [k for k in cls.model_fields if k != "type"]
    meant = foreign.key_for(key, tuple(own))
    if meant is not None and meant.word not in keys:
        return UnknownName(
            key=(key,),
            on_key=True,
            kind="key",
            name=key,
            owner=name,
            meant=meant.word,
            equal=meant.equal,
        )
    near = nearest(key, [k for k in [*own, *COMMON] if k not in keys])
    return UnknownName(key=(key,), on_key=True, kind="key", name=key, owner=name, known=near)


def _bad_value(key: str, value: object, error: ErrorDetails) -> Problem:
    context: dict[str, Any] = error.get("ctx") or {}
    cause = context.get("error")
    if error["type"] in ("literal_error", "enum"):
        words = tuple(re.findall(r"'([^']*)'", str(context.get("expected", ""))))
        cause = unknown_choice(value, words)
    if isinstance(cause, Misfit) and key:
        said = f"has {key} {written(value)}; {cause.wanted}"
        return BadValue(key=(key,), fact=said, only=cause.only, respell=cause.respell)
    words_ = str(cause) if cause else error["msg"].lower()
    if key:
        return BadValue(key=(key,), fact=f"has {key} {written(value)}; {words_}")
    return BadValue(fact=words_)
