"""Field types: what users write under a key; strict, never converted, with netlint's own words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from netlint.core.expression import Expression, ExpressionError
from netlint.layers._misfit import OLD_NUMBER, Misfit, misfit, unknown_choice, whole
from netlint.layers._scalars import (
    FROM_ZERO,
    a_number,
    count,
    flag,
    integer,
    natural,
    positive,
    probability,
    text,
)

WORDS = ("same", "same_lower", "valid", "causal")


def _list(value: object, wanted: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise misfit(value, wanted)
    if not value:
        raise Misfit("it must not be empty")
    return list(value)


def _per_axis(value: object) -> int | tuple[int, ...]:
    if isinstance(value, list | tuple):
        return tuple(map(count, _list(value, "a whole number")))
    return count(value)


def _per_axis_natural(value: object) -> int | tuple[int, ...]:
    if isinstance(value, list | tuple):
        return tuple(map(natural, _list(value, "a whole number")))
    return natural(value)


def _integers(value: object) -> tuple[int, ...]:
    return tuple(map(integer, _list(value, "a list of whole numbers")))


def _integer_or_integers(value: object) -> int | tuple[int, ...]:
    return _integers(value) if isinstance(value, list | tuple) else integer(value)


def _pair(value: object) -> tuple[int, int]:
    pair = _list(value, "a pair")
    if len(pair) != 2:
        raise Misfit(f"a pair is [begin, end], here it has {len(pair)} values")
    return natural(pair[0]), natural(pair[1])


def _pads(value: object) -> int | tuple[int, ...] | tuple[tuple[int, int], ...]:
    if not isinstance(value, list | tuple):
        return natural(value)
    values = _list(value, "a whole number")
    if any(isinstance(v, list | tuple) for v in values):
        return tuple(map(_pair, values))
    return tuple(map(natural, values))


def _added(value: object) -> int | tuple[int, ...] | tuple[tuple[int, int], ...]:
    try:
        return _pads(value)
    except Misfit as error:
        if error.wanted == FROM_ZERO:
            raise Misfit(f"{error.wanted}; crop takes cells away") from None
        raise


def _padding(value: object) -> str | int | tuple[int, ...] | tuple[tuple[int, int], ...]:
    if isinstance(value, str) and not OLD_NUMBER.fullmatch(value):
        if value not in WORDS:
            raise unknown_choice(value, WORDS, "or numbers")
        return value
    return _pads(value)


def _size(value: object) -> int | Expression:
    if isinstance(value, str):
        try:
            return Expression(value)
        except ExpressionError as error:
            raise Misfit(str(error)) from None
    number = whole(value)
    if number is None:
        raise Misfit("it must be a whole number, a symbol, or an expression of symbols")
    return number


def _extent(value: object) -> int | Expression:
    size = _size(value)
    if isinstance(size, int) and size < 1:
        raise Misfit("it must be at least 1")
    return size


def _sizes(value: object) -> int | Expression | tuple[int | Expression, ...]:
    if isinstance(value, list | tuple):
        return tuple(map(_extent, _list(value, "a size")))
    return _extent(value)


def _open_axes(value: object) -> tuple[int | Expression, ...]:
    sizes = tuple(map(_size, _list(value, "a list of sizes")))
    if any(isinstance(n, int) and n < 1 and n != -1 for n in sizes):
        raise Misfit("a size is at least 1; -1 leaves it open")
    return sizes


def _open_sizes(value: object) -> tuple[int | Expression, ...]:
    sizes = _open_axes(value)
    if sizes.count(-1) > 1:
        raise Misfit("only one axis can be left open with -1")
    return sizes


def _scale(value: object) -> float | int | tuple[float | int, ...]:
    if isinstance(value, list | tuple):
        return tuple(whole(v) or v for v in map(positive, _list(value, "a number")))
    number = positive(value)
    return whole(number) or number


_WHOLE = {"type": "integer"}
_EXPRESSION = {"anyOf": [{"type": "integer"}, {"type": "string"}]}


def _of(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": 1}


def _or_list(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, _of(item)]}


_POSITIVE = {"type": "integer", "minimum": 1}
_FROM_ZERO = {"type": "integer", "minimum": 0}
_PAIRS = _of({"type": "array", "items": _FROM_ZERO, "minItems": 2, "maxItems": 2})
_PADS = {"anyOf": [_FROM_ZERO, _of(_FROM_ZERO), _PAIRS]}

Count = Annotated[int, PlainValidator(count), WithJsonSchema(_POSITIVE)]
Natural = Annotated[int, PlainValidator(natural), WithJsonSchema(_FROM_ZERO)]
Integer = Annotated[int, PlainValidator(integer), WithJsonSchema(_WHOLE)]
Flag = Annotated[bool, PlainValidator(flag), WithJsonSchema({"type": "boolean"})]
Number = Annotated[float, PlainValidator(a_number), WithJsonSchema({"type": "number"})]
Positive = Annotated[
    float, PlainValidator(positive), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]
Probability = Annotated[
    float,
    PlainValidator(probability),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]
Text = Annotated[str, PlainValidator(text), WithJsonSchema({"type": "string"})]
PerAxis = Annotated[
    int | tuple[int, ...], PlainValidator(_per_axis), WithJsonSchema(_or_list(_POSITIVE))
]
PerAxisNatural = Annotated[
    int | tuple[int, ...], PlainValidator(_per_axis_natural), WithJsonSchema(_or_list(_FROM_ZERO))
]
Integers = Annotated[tuple[int, ...], PlainValidator(_integers), WithJsonSchema(_of(_WHOLE))]
IntegerOrIntegers = Annotated[
    int | tuple[int, ...], PlainValidator(_integer_or_integers), WithJsonSchema(_or_list(_WHOLE))
]
Pads = Annotated[
    int | tuple[int, ...] | tuple[tuple[int, int], ...],
    PlainValidator(_pads),
    WithJsonSchema(_PADS),
]
Added = Annotated[
    int | tuple[int, ...] | tuple[tuple[int, int], ...],
    PlainValidator(_added),
    WithJsonSchema(_PADS),
]
Padding = Annotated[
    str | int | tuple[int, ...] | tuple[tuple[int, int], ...],
    PlainValidator(_padding),
    WithJsonSchema({"anyOf": [{"enum": list(WORDS)}, *_PADS["anyOf"]]}),
]
SizeOf = Annotated[int, PlainValidator(_size), WithJsonSchema(_EXPRESSION)]
Sizes = Annotated[
    int | tuple[int, ...], PlainValidator(_sizes), WithJsonSchema(_or_list(_EXPRESSION))
]
OpenAxes = Annotated[tuple[int, ...], PlainValidator(_open_axes), WithJsonSchema(_of(_EXPRESSION))]
OpenSizes = Annotated[
    tuple[int, ...], PlainValidator(_open_sizes), WithJsonSchema(_of(_EXPRESSION))
]
Scale = Annotated[
    float | tuple[float, ...],
    PlainValidator(_scale),
    WithJsonSchema(_or_list({"type": "number", "exclusiveMinimum": 0})),
]


def _offset(value: object) -> str | int | tuple[int, ...]:
    if isinstance(value, str):
        if value not in ("center", "centre"):
            raise unknown_choice(value, ("center",), "or numbers")
        return "center"
    return _per_axis_natural(value)


Offset = Annotated[
    str | int | tuple[int, ...],
    PlainValidator(_offset),
    WithJsonSchema({"anyOf": [{"const": "center"}, _FROM_ZERO, _of(_FROM_ZERO)]}),
]
