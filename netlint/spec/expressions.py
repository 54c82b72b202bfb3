"""Expressions: ``$name`` and ``$( ... )`` over vars, params and ``i``, by a safe evaluator with limits."""

from __future__ import annotations

import ast
import keyword
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from netlint.core.errors import NetlintError
from netlint.core.problems import BadValue, LimitExceeded, Problem, UndefinedReference

if TYPE_CHECKING:
    from simpleeval import SimpleEval

LONGEST = 1_000
MOST_BITS = 4_096

RESERVED = frozenset((*keyword.kwlist, "i"))
"""Names that an expression cannot read as a var or a param."""

_START = re.compile(r"\$(?:\(|([A-Za-z_][A-Za-z0-9_]*))")


class ExpressionFault(NetlintError):
    """An expression that does not parse or evaluate; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Scope(Mapping[str, object]):
    """The names that an expression may read; ``reads`` notes those that were."""

    def __init__(self, values: Mapping[str, object], outer: Scope | None = None) -> None:
        self._values = values
        self._outer = outer
        self.reads: set[str] = outer.reads if outer else set()

    def __getitem__(self, name: str) -> object:
        if name in self._values:
            return self._values[name]
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

    def __getitem__(self, name: str) -> object:
        if name not in self._written:
            raise KeyError(name)
        self.reads.add(name)
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
    if isinstance(value, list | tuple):
        return [_at(i, v, scope) for i, v in enumerate(value)]
    if isinstance(value, dict):
        return {k: _at(k, v, scope) for k, v in value.items()}
    return value


def _at(key: str | int, value: object, scope: Scope) -> object:
    try:
        return resolve(value, scope)
    except ExpressionFault as fault:
        problem = fault.problem
        raise ExpressionFault(_moved(problem, key)) from None


def _moved(problem: Problem, key: str | int) -> Problem:
    from dataclasses import replace

    return replace(problem, key=(key, *problem.key))


def _resolve_text(text: str, scope: Scope) -> object:
    pieces: list[object] = []
    at = 0
    while match := _START.search(text, at):
        if match.start() > at:
            pieces.append(text[at : match.start()])
        if match[1]:
            pieces.append(_evaluate(match[1], scope, text))
            at = match.end()
            continue
        end = _closing(text, match.end())
        if end is None:
            fact = f'has an expression that breaks off: "{text}"'
            remedy = f'put quotes round the whole expression, as in "{text}..."'
            raise ExpressionFault(BadValue(fact=fact, remedy=remedy, quote=True))
        pieces.append(_evaluate(text[match.end() : end], scope, text))
        at = end + 1
    if at < len(text):
        pieces.append(text[at:])
    if len(pieces) == 1:
        return pieces[0]
    return "".join(_word(p) for p in pieces)


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


def _evaluate(source: str, scope: Scope, text: str) -> object:
    if len(source) > LONGEST:
        fact = f"an expression has {len(source)} characters; the limit is {LONGEST}"
        raise ExpressionFault(LimitExceeded(fact=fact))
    from simpleeval import InvalidExpression, NameNotDefined

    evaluator = _evaluator()
    evaluator.names = scope
    try:
        return evaluator.eval(source, previously_parsed=_parsed(source))
    except NameNotDefined as error:
        name = str(error.name)
        fact = f'reads "{name}", which is no var or param here'
        if name == "i":
            fact = 'reads "i" outside of a repeat'
        known = tuple(dict.fromkeys([*scope, *_FUNCTIONS]))
        problem: Problem = UndefinedReference(fact=fact, name=name, known=known)
        raise ExpressionFault(problem) from None
    except ExpressionFault:
        raise
    except _TooLarge as error:
        raise ExpressionFault(LimitExceeded(fact=f'"{text}" {error}')) from None
    except (SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as e:
        _refuse(text, e)
    except (InvalidExpression, RecursionError, MemoryError) as error:
        _refuse(text, error)


def _refuse(text: str, error: BaseException) -> NoReturn:
    words = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, SyntaxError):
        words = "it is no expression"
    fact = f'has "{text}", which does not evaluate: {words[:1].lower()}{words[1:]}'
    raise ExpressionFault(BadValue(fact=fact)) from None


class _TooLarge(Exception):
    """A number that no net needs."""


def _power(base: float, exponent: float) -> float:
    if isinstance(base, int) and isinstance(exponent, int):
        if exponent > 0 and base.bit_length() * exponent > MOST_BITS:
            raise _TooLarge(f"gives a number of more than {MOST_BITS} bits")
    elif abs(exponent) > MOST_BITS:
        raise _TooLarge("has a power beyond every size")
    return float(base**exponent) if isinstance(base**exponent, float) else base**exponent


def _times(left: object, right: object) -> object:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return left * right
    raise TypeError("only numbers can be multiplied")


_OPERATORS: dict[type[ast.AST], Callable[..., object]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: _times,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}

_FUNCTIONS: dict[str, Callable[..., object]] = {
    "min": min,
    "max": max,
    "round": round,
    "int": int,
    "ceil": math.ceil,
    "floor": math.floor,
    "abs": abs,
    "len": len,
}


def _evaluator() -> SimpleEval:
    from simpleeval import SimpleEval

    evaluator = SimpleEval(operators=_OPERATORS, functions=_FUNCTIONS)
    for node in (ast.Attribute, ast.JoinedStr, ast.FormattedValue):
        evaluator.nodes.pop(node, None)
    return evaluator


@lru_cache(4_096)
def _parsed(source: str) -> ast.AST:
    from simpleeval import SimpleEval

    return SimpleEval.parse(source.strip())  # type: ignore[no-any-return]
