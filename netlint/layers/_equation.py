"""Equation: the subscripts of an einsum, ``nij,njk->nik``."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Annotated, NamedTuple

from pydantic import PlainValidator, WithJsonSchema

from netlint.layers._misfit import Misfit

ELLIPSIS = "..."
_TERM = re.compile(r"([A-Za-z]*)(\.\.\.)?([A-Za-z]*)")


class Term(NamedTuple):
    """The letters of one operand, before and behind its ``...`` if it has one."""

    before: str
    dots: bool
    behind: str

    @property
    def letters(self) -> str:
        return self.before + self.behind

    def axes(self, dots: int) -> tuple[str, ...]:
        """A name for every axis, where ``...`` stands for so many; the last of them is ``...0``."""
        named = (f"{ELLIPSIS}{i}" for i in reversed(range(dots if self.dots else 0)))
        return (*self.before, *named, *self.behind)


class Equation(NamedTuple):
    """The operands and the result of an einsum."""

    operands: tuple[Term, ...]
    result: Term


@cache
def equation(text: str) -> Equation:
    """The equation of a text; raises Misfit where it is none."""
    sides = text.replace(" ", "").split("->")
    if len(sides) > 2:
        raise Misfit("it has more than one arrow")
    operands = tuple(map(_term, sides[0].split(",")))
    counts = Counter(letter for term in operands for letter in term.letters)
    dots = any(term.dots for term in operands)
    if len(sides) == 1:
        once = "".join(sorted(n for n, count in counts.items() if count == 1))
        return Equation(operands, Term("", dots, once))
    result = _term(sides[1])
    for letter in result.letters:
        if letter not in counts:
            raise Misfit(f'its result has "{letter}", which no operand has')
        if result.letters.count(letter) > 1:
            raise Misfit(f'its result names "{letter}" twice')
    if result.dots and not dots:
        raise Misfit(f'its result has "{ELLIPSIS}", which no operand has')
    return Equation(operands, result)


def _term(text: str) -> Term:
    match = _TERM.fullmatch(text)
    if match is None:
        raise Misfit(f'"{text}" is no row of letters, perhaps with "{ELLIPSIS}"')
    return Term(match[1], match[2] is not None, match[3])


def _equation(value: object) -> str:
    if not isinstance(value, str):
        raise Misfit('it must be a text, "nij,njk->nik"')
    equation(value)
    return value


EquationText = Annotated[str, PlainValidator(_equation), WithJsonSchema({"type": "string"})]
