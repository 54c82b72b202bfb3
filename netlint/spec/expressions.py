"""Expressions: ``$name`` and ``$( ... )`` over vars, params and ``i``, evaluated safely."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from netlint.core.errors import NetlintError
from netlint.core.problems import BadValue, Problem, UndefinedReference
from netlint.core.record import replace
from netlint.spec.evaluator import Evaluator, ExpressionFault, is_long, too_long

__all__ = [
    "RESERVED",
    "UNKNOWN",
    "ExpressionFault",
    "Scope",
    "UnknownValue",
    "Vars",
    "has_expression",
    "resolve",
]

RESERVED = frozenset((*keyword.kwlist, "i"))
"""Names that an expression cannot read as a var or a param."""

_START = re.compile(r"\$(?:\(|([A-Za-z_][A-Za-z0-9_]*))")


class UnknownValue(NetlintError):
    """An expression reads a value whose own fault has been told."""


UNKNOWN = object()
"""The value of a var or param at fault; what reads it is silent."""


class Scope(Mapping[str, object]):
    """The names that an expression may read; ``reads`` notes those that were."""

    def __init__(self, values: Mapping[str, object], outer: Scope | None = None) -> None:
        self._values = values
        self._outer = outer
        self.reads: set[str] = outer.reads if outer is not None else set()
        self.evaluator: Evaluator = outer.evaluator if outer is not None else Evaluator()

    def __getitem__(self, name: str) -> object:
        if name in self._values:
            value = self._values[name]
            if value is UNKNOWN:
                raise UnknownValue(name)
            return value
        if self._outer is None:
            raise KeyError(name)
        return self._outer[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._values
        if self._outer is not None:
            yield from (n for n in self._outer if n not in self._values)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Vars(Scope):
    """The document's ``vars``, which may use one another; raises ExpressionFault for a cycle."""

    def __init__(self, written: Mapping[str, object]) -> None:
        super().__init__({})
        self._written = written
        self._known: dict[str, object] = {}
        self._open: list[str] = []
        self.broken: set[str] = set()

    def __getitem__(self, name: str) -> object:
        if name not in self._written:
            raise KeyError(name)
        self.reads.add(name)
        if name in self.broken:
            raise UnknownValue(name)
        if name not in self._known:
            if name in self._open:
                chain = " -> ".join([*self._open[self._open.index(name) :], name])
                fact = f"vars form a cycle: {chain}"
                raise ExpressionFault(UndefinedReference(fact=fact, name=name))
            self._open.append(name)
            try:
                self._known[name] = resolve(self._written[name], self)
            finally:
                self._open.pop()
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)


def has_expression(value: object) -> bool:
    """Whether there is a ``$`` anywhere in the value."""
    if isinstance(value, str):
        return "$" in value
    if isinstance(value, list | tuple):
        return any(map(has_expression, value))
    if isinstance(value, dict):
        return any(map(has_expression, value.values()))
    return False


def resolve(value: object, scope: Scope) -> object:
    """The value with every expression in it evaluated; raises ExpressionFault."""
    if isinstance(value, str):
        return _resolve_text(value, scope) if "$" in value else value
    made: object = value
    if isinstance(value, list | tuple):
        made = [_at(i, v, scope) for i, v in enumerate(value)]
    elif isinstance(value, dict):
        made = {k: _at(k, v, scope) for k, v in value.items()}
    if made is not value and is_long(made):
        raise too_long("a value")
    return made


def _at(key: str | int, value: object, scope: Scope) -> object:
    try:
        return resolve(value, scope)
    except ExpressionFault as fault:
        problem = fault.problem
        raise ExpressionFault(_moved(problem, key)) from None


def _moved(problem: Problem, key: str | int) -> Problem:
    return replace(problem, key=(key, *problem.key))


def _resolve_text(text: str, scope: Scope) -> object:
    pieces, whole = _pieces(text)
    evaluate = scope.evaluator.value
    found = [evaluate(p, scope, text) if inner else p for p, inner in pieces]
    if not whole:
        fact = f'has an expression that breaks off: "{text}"'
        remedy = f'put quotes round the whole expression, as in "{text}..."'
        raise ExpressionFault(BadValue(fact=fact, remedy=remedy, quote=True))
    if len(found) == 1:
        return found[0]
    words = [_word(p) for p in found]
    if is_long(*words):
        raise too_long("a text")
    return "".join(words)


@lru_cache(4_096)
def _pieces(text: str) -> tuple[tuple[tuple[str, bool], ...], bool]:
    """The parts of a text, each with whether it is an expression, and whether the last one ends."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    while match := _START.search(text, at):
        if match.start() > at:
            pieces.append((text[at : match.start()], False))
        start, end = match.span(1) if match[1] else (match.end(), _closing(text, match.end()))
        if end is None:
            return tuple(pieces), False
        pieces.append((text[start:end], True))
        at = end if match[1] else end + 1
    if at < len(text):
        pieces.append((text[at:], False))
    return tuple(pieces), True


def _word(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _closing(text: str, at: int) -> int | None:
    depth, quote = 1, ""
    for i in range(at, len(text)):
        letter = text[i]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if not depth:
                return i
    return None
