"""Evaluator: one expression, with the operators and functions of the language only."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from netlint.core.errors import NetlintError
from netlint.core.problems import BadValue, LimitExceeded, Problem, UndefinedReference

if TYPE_CHECKING:
    from simpleeval import SimpleEval

LONGEST = 1_000
MOST_BITS = 4_096


class ExpressionFault(NetlintError):
    """An expression that does not parse or evaluate; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def evaluate(source: str, scope: Mapping[str, object], text: str) -> object:
    """The value of ``source``, a part of ``text``; raises ExpressionFault."""
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
