"""Evaluator: one expression, with the operators and functions of the language only."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from netlint.core.errors import NetlintError
from netlint.core.problems import BadValue, LimitExceeded, Problem, UndefinedReference

if TYPE_CHECKING:
    from simpleeval import SimpleEval

LONGEST = 1_000
MOST_BITS = 4_096
MOST_DIGITS = 400
MOST_LETTERS = 1 << 20


class ExpressionFault(NetlintError):
    """An expression that does not parse or evaluate; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def is_long(*values: object) -> bool:
    """Whether values, all that they share written out, are longer than aliases may stand for."""
    left = MOST_LETTERS
    waiting = list(values)
    while waiting and left >= 0:
        value = waiting.pop()
        left -= 1
        if isinstance(value, str):
            left -= len(value)
        elif isinstance(value, list | tuple):
            waiting += value[: max(left, 0) + 1]
        elif isinstance(value, dict):
            waiting += value.values()
    return left < 0


def too_long(what: str) -> ExpressionFault:
    """The fault of a value that grew by expressions on expressions."""
    fact = f"{what} stands for more than {MOST_LETTERS} characters"
    return ExpressionFault(LimitExceeded(fact=fact))


class Evaluator:
    """The evaluator of one net's expressions; reading a var may evaluate another on the way."""

    __slots__ = ("_engine",)

    def __init__(self) -> None:
        self._engine: SimpleEval | None = None

    def value(self, source: str, scope: Mapping[str, object], text: str) -> object:
        """The value of ``source``, a part of ``text``; raises ExpressionFault."""
        if len(source) > LONGEST:
            fact = f"an expression has {len(source)} characters; the limit is {LONGEST}"
            raise ExpressionFault(LimitExceeded(fact=fact))
        try:
            value = self._value(source, scope)
            if value is not None and not isinstance(value, _PLAIN):
                raise TypeError("the result is no number, text, boolean or list")
            return value
        except NetlintError:
            raise
        except Exception as error:
            raise _fault(error, scope, text) from None

    def _value(self, source: str, scope: Mapping[str, object]) -> object:
        tree = _parsed(source)
        if isinstance(tree, ast.Name):
            named = scope.get(tree.id, _NOTHING)
            if named is not _NOTHING:
                return named
        if self._engine is None:
            self._engine = _engine()
        engine = self._engine
        outer = engine.names, engine.expr
        engine.names = scope
        try:
            return engine.eval(source, previously_parsed=tree)
        finally:
            engine.names, engine.expr = outer


def _fault(error: Exception, scope: Mapping[str, object], text: str) -> ExpressionFault:
    """Why an expression has no value; a crash of the evaluator itself is raised again."""
    from simpleeval import FunctionNotDefined, InvalidExpression, NameNotDefined

    if isinstance(error, NameNotDefined | FunctionNotDefined):
        name = str(error.name if isinstance(error, NameNotDefined) else error.func_name)
        fact = f'reads "{name}", which is no var or param here'
        if name == "i":
            fact = 'reads "i" outside of a repeat'
        known = tuple(dict.fromkeys([*scope, *_FUNCTIONS]))
        return ExpressionFault(UndefinedReference(fact=fact, name=name, known=known))
    if isinstance(error, _TooLarge):
        return ExpressionFault(LimitExceeded(fact=f'"{text}" {error}'))
    if not isinstance(error, (*_REFUSED, InvalidExpression)):
        raise error
    words = str(error).splitlines()[0] if str(error) else type(error).__name__
    if isinstance(error, SyntaxError):
        words = "it is no expression"
    fact = f'has "{text}", which does not evaluate: {words[:1].lower()}{words[1:]}'
    return ExpressionFault(BadValue(fact=fact))


_REFUSED = (
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
    MemoryError,
)


class _TooLarge(Exception):
    """A number that no net needs."""


_NOTHING = object()
_PLAIN = (bool, int, float, str, list, tuple, dict)


def _power(base: float, exponent: float) -> float:
    if isinstance(base, int) and isinstance(exponent, int):
        if exponent > 0 and abs(base) > 1 and base.bit_length() * exponent > MOST_BITS:
            raise _TooLarge(f"gives a number of more than {MOST_BITS} bits")
    elif abs(exponent) > MOST_BITS:
        raise _TooLarge("has a power beyond every size")
    result: float = base**exponent
    return result


def _plus(left: object, right: object) -> object:
    if not isinstance(left, int | float) and is_long(left, right):
        raise _TooLarge(f"stands for more than {MOST_LETTERS} characters")
    return operator.add(left, right)


def _times(left: object, right: object) -> object:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise TypeError("only numbers can be multiplied")
    whole = isinstance(left, int) and isinstance(right, int)
    if whole and int(left).bit_length() + int(right).bit_length() > MOST_BITS + 1:
        raise _TooLarge(f"gives a number of more than {MOST_BITS} bits")
    return left * right


def _rest(left: object, right: object) -> object:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise TypeError("only numbers leave a rest")
    return left % right


def _round(number: float, digits: int | None = None) -> float:
    if digits is not None and abs(digits) > MOST_DIGITS:
        raise ValueError(f"a number is rounded to {MOST_DIGITS} digits at most")
    return round(number, digits)


_OPERATORS: dict[type[ast.AST], Callable[..., object]] = {
    ast.Add: _plus,
    ast.Sub: operator.sub,
    ast.Mult: _times,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: _rest,
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
    "round": _round,
    "int": int,
    "ceil": math.ceil,
    "floor": math.floor,
    "abs": abs,
    "len": len,
}


def _engine() -> SimpleEval:
    from simpleeval import SimpleEval

    engine = SimpleEval(operators=_OPERATORS, functions=_FUNCTIONS)
    for node in (ast.Attribute, ast.JoinedStr, ast.FormattedValue):
        engine.nodes.pop(node, None)
    # It would walk through every list that is read, each time; what a spec holds is plain.
    engine._check_disallowed_items = lambda item: None
    return engine


@lru_cache(4_096)
def _parsed(source: str) -> ast.AST:
    return ast.parse(source.strip(), mode="eval").body
