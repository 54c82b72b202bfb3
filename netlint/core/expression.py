"""Expression: a size in symbols, ``H/2`` or ``2*W + 1``; ``/`` is exact, ``//`` floors."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from netlint.core.conditions import maximum, minimum, quotient
from netlint.core.errors import NetlintError

if TYPE_CHECKING:
    from netlint.core.size import Int

LONGEST = 1_000

_NUMBER = re.compile(r"[-+]?[0-9]+")
_ODD = re.compile(r"(?<![A-Za-z0-9_])[0-9][0-9]*[A-Za-z_]|#")


class ExpressionError(NetlintError):
    """A text that is no size expression; says what is wrong with it."""


class Expression:
    """A parsed size expression; ``symbols`` are the names that it reads."""

    __slots__ = ("_tree", "symbols", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._tree = _parse(text)
        nodes = list(ast.walk(self._tree))
        words = [n.func for n in nodes if isinstance(n, ast.Call)]
        names = [n.id for n in nodes if isinstance(n, ast.Name) and n not in words]
        self.symbols = tuple(dict.fromkeys(names))

    def of(self, sizes: Mapping[str, Int]) -> Int:
        """The size; raises InexactError where ``/`` leaves a rest, KeyError for a symbol."""
        return _value(self._tree, sizes)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


def _parse(text: str) -> ast.expr:
    if len(text) > LONGEST:
        raise ExpressionError(f"has {len(text)} characters; the limit is {LONGEST}")
    if _NUMBER.fullmatch(text.strip()) or _ODD.search(text):
        _refuse(text)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        _check(tree, text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        _refuse(text)
    return tree


def _refuse(text: str) -> NoReturn:
    raise ExpressionError(
        f'"{text}" is no size; write an int, a symbol, or an expression like "H/2"'
    )


def _check(node: ast.expr, text: str) -> None:
    match node:
        case ast.Constant(value=int() as value) if value is not True and value is not False:
            return None
        case ast.Name():
            return None
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _check(operand, text)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult(), right=right):
            _check(left, text)
            return _check(right, text)
        case ast.BinOp(left=left, op=ast.Div() | ast.FloorDiv(), right=ast.Constant(value=int(by))):
            if by < 1:
                raise ExpressionError(f'"{text}" divides by {by}; a divisor is 1 or more')
            return _check(left, text)
        case ast.Call(func=ast.Name(id="min" | "max"), args=[first, second], keywords=[]):
            _check(first, text)
            return _check(second, text)
    _refuse(text)


def _value(node: ast.expr, sizes: Mapping[str, Int]) -> Int:
    match node:
        case ast.Constant(value=int() as value):
            return value
        case ast.Name(id=name):
            return sizes[name]
        case ast.UnaryOp(operand=operand):
            return -_value(operand, sizes)
        case ast.BinOp(left=left, op=op, right=right):
            return _apply(op, _value(left, sizes), _value(right, sizes))
        case ast.Call(func=ast.Name(id=word), args=[first, second]):
            pick = minimum if word == "min" else maximum
            return pick(_value(first, sizes), _value(second, sizes))
    raise AssertionError(ast.dump(node))


def _apply(op: ast.operator, left: Int, right: Int) -> Int:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.FloorDiv():
            assert isinstance(right, int)
            return left // right
    assert isinstance(right, int)
    return quotient(left, right)
