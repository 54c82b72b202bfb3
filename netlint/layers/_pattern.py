"""Pattern: the two sides of an einops rearrangement, ``n c (h a) w -> n (c a) h w``."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, NamedTuple

from pydantic import PlainValidator, WithJsonSchema

from netlint.layers._misfit import Misfit

ELLIPSIS = "..."
_WORDS = re.compile(r"\.\.\.|->|[()]|[A-Za-z0-9_]+|\S")

Group = tuple[str, ...]
"""The names of the parts of one axis, outermost first; a written 1 is the empty group."""


class Sides(NamedTuple):
    """The axes of the input and of the output."""

    left: tuple[Group, ...]
    right: tuple[Group, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names that can have a size."""
        return frozenset(n for group in self.left for n in group if not n.startswith(ELLIPSIS))


@cache
def sides(pattern: str, dots: int = 1) -> Sides:
    """The sides of a pattern, its ``...`` for so many axes; raises Misfit where it is none."""
    texts = pattern.split("->")
    if len(texts) != 2:
        raise Misfit('it must have two sides, "n c h w -> n (h w) c"')
    left, right = (_groups(text, dots) for text in texts)
    mine, theirs = ([n for group in side for n in group] for side in (left, right))
    for listed, side in ((mine, "left"), (theirs, "right")):
        twice = next((n for n in listed if listed.count(n) > 1), None)
        if twice is not None:
            raise Misfit(f'it names "{_said(twice)}" twice on the {side}')
    lone = next((n for n in (*mine, *theirs) if n not in mine or n not in theirs), None)
    if lone is not None:
        raise Misfit(f'it names "{_said(lone)}" on one side only')
    if any(n.startswith(ELLIPSIS) for group in left for n in group[1:]):
        raise Misfit(f'"{ELLIPSIS}" stands by itself on the left')
    return Sides(left, right)


def _said(name: str) -> str:
    return ELLIPSIS if name.startswith(ELLIPSIS) else name


def _groups(text: str, dots: int) -> tuple[Group, ...]:
    found: list[Group] = []
    inside: list[str] | None = None
    for word in _WORDS.findall(text):
        if word == "(":
            if inside is not None:
                raise Misfit("its parentheses are nested")
            inside = []
        elif word == ")":
            if inside is None:
                raise Misfit("its parentheses do not match")
            found.append(tuple(inside))
            inside = None
        else:
            names = [f"{ELLIPSIS}{i}" for i in range(dots)] if word == ELLIPSIS else _name(word)
            if inside is not None:
                inside += names
            else:
                found += [(n,) for n in names] if names or word == ELLIPSIS else [()]
    if inside is not None:
        raise Misfit("its parentheses do not match")
    return tuple(found)


def _name(word: str) -> Group:
    if word == "1":
        return ()
    if word.isidentifier() and word.strip("_") == word:
        return (word,)
    raise Misfit(f'"{word}" is no name of an axis')


def _pattern(value: object) -> str:
    if not isinstance(value, str):
        raise Misfit('it must be a text, "n c h w -> n (h w) c"')
    sides(value)
    return value


Pattern = Annotated[str, PlainValidator(_pattern), WithJsonSchema({"type": "string"})]
