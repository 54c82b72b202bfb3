"""Field types: what users write under a key; strict, never converted, with netlint's own words."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from netlint.core.expression import Expression, ExpressionError

WORDS = ("same", "same_lower", "valid", "causal")

_OLD_BOOLEANS = {"yes": True, "on": True, "y": True, "no": False, "off": False, "n": False}
_OLD_NUMBER = re.compile(r"[-+]?[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?")


class Misfit(ValueError):
    """A value that does not fit its key: what is wanted, and the only value it could mean."""

    def __init__(self, wanted: str, *, only: object = None, respell: bool = False) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.only = only
        self.respell = respell


def at_key(key: str, value: object, misfit: Misfit) -> ValueError:
    """The error of one key that a check of several keys has found."""
    from pydantic_core import InitErrorDetails, ValidationError

    details = InitErrorDetails(type="value_error", loc=(key,), input=value, ctx={"error": misfit})
    return ValidationError.from_exception_data("layer", [details])


def whole(value: object) -> int | None:
    """The int that ``value`` is: an int, or a float without a fraction; never a bool or a text."""
    if type(value) is int:
        return value
    if type(value) is float and value.is_integer():
        return int(value)
    return None


def meant_number(value: object) -> int | float | None:
    """The number that a text is in YAML 1.1, or without its quotes."""
    if not isinstance(value, str) or not _OLD_NUMBER.fullmatch(value):
        return None
    number = value.replace("_", "")
    return int(number) if re.fullmatch(r"[-+]?[0-9]+", number) else float(number)


def misfit(value: object, wanted: str) -> Misfit:
    """The error for a value of a wrong type, with what an old spelling can only mean."""
    meant = meant_number(value) if "number" in wanted else None
    if meant is not None:
        return Misfit(f"it must be {wanted}, and this is text", only=meant, respell=True)
    return Misfit(f"it must be {wanted}")


def _count(value: object) -> int:
    number = whole(value)
    if number is None:
        raise misfit(value, "a whole number")
    if number < 1:
        raise Misfit("it must be at least 1")
    return number


_FROM_ZERO_WORDS = "it must be at least 0"


def _natural(value: object) -> int:
    number = whole(value)
    if number is None:
        raise misfit(value, "a whole number")
    if number < 0:
        raise Misfit(_FROM_ZERO_WORDS)
    return number


def _integer(value: object) -> int:
    number = whole(value)
    if number is None:
        raise misfit(value, "a whole number")
    return number


def meant_boolean(value: object) -> bool | None:
    """The boolean that a text is in YAML 1.1, as in ``bias: no``."""
    return _OLD_BOOLEANS.get(value.lower()) if isinstance(value, str) else None


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    meant = meant_boolean(value)
    if meant is not None:
        raise Misfit(
            "it must be true or false, and this is text in YAML 1.2", only=meant, respell=True
        )
    raise Misfit("it must be true or false")


def _number(value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise misfit(value, "a number")
    return value


def _positive(value: object) -> float | int:
    number = _number(value)
    if not number > 0:
        raise Misfit("it must be above 0")
    return number


def _probability(value: object) -> float | int:
    number = _number(value)
    if not 0 <= number <= 1:
        raise Misfit("it must lie in 0..1")
    return number


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Misfit("it must be a text")
    return value


def _list(value: object, wanted: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise misfit(value, wanted)
    if not value:
        raise Misfit("it must not be empty")
    return list(value)


def _per_axis(value: object) -> int | tuple[int, ...]:
    if isinstance(value, list | tuple):
        return tuple(map(_count, _list(value, "a whole number")))
    return _count(value)


def _per_axis_natural(value: object) -> int | tuple[int, ...]:
    if isinstance(value, list | tuple):
        return tuple(map(_natural, _list(value, "a whole number")))
    return _natural(value)


def _integers(value: object) -> tuple[int, ...]:
    return tuple(map(_integer, _list(value, "a list of whole numbers")))


def _integer_or_integers(value: object) -> int | tuple[int, ...]:
    return _integers(value) if isinstance(value, list | tuple) else _integer(value)


def _pair(value: object) -> tuple[int, int]:
    pair = _list(value, "a pair")
    if len(pair) != 2:
        raise Misfit(f"a pair is [begin, end], here it has {len(pair)} values")
    return _natural(pair[0]), _natural(pair[1])


def _pads(value: object) -> int | tuple[int, ...] | tuple[tuple[int, int], ...]:
    if not isinstance(value, list | tuple):
        return _natural(value)
    values = _list(value, "a whole number")
    if any(isinstance(v, list | tuple) for v in values):
        return tuple(map(_pair, values))
    return tuple(map(_natural, values))


def _added(value: object) -> int | tuple[int, ...] | tuple[tuple[int, int], ...]:
    try:
        return _pads(value)
    except Misfit as error:
        if error.wanted == _FROM_ZERO_WORDS:
            raise Misfit(f"{error.wanted}; crop takes cells away") from None
        raise


def _padding(value: object) -> str | int | tuple[int, ...] | tuple[tuple[int, int], ...]:
    if isinstance(value, str) and not _OLD_NUMBER.fullmatch(value):
        if value not in WORDS:
            raise unknown_choice(value, WORDS, "or numbers")
        return value
    return _pads(value)


def unknown_choice(value: object, words: tuple[str, ...], more: str = "") -> Misfit:
    """The error for a word that is none of ``words``; names the nearest."""
    from netlint.core.words import nearest

    listed = ", ".join(words)
    near = nearest(str(value), words) if isinstance(value, str) else ()
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return Misfit(f"it must be one of {listed}{' ' + more if more else ''}{hint}")


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
        return tuple(whole(v) or v for v in map(_positive, _list(value, "a number")))
    number = _positive(value)
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

Count = Annotated[int, PlainValidator(_count), WithJsonSchema(_POSITIVE)]
Natural = Annotated[int, PlainValidator(_natural), WithJsonSchema(_FROM_ZERO)]
Integer = Annotated[int, PlainValidator(_integer), WithJsonSchema(_WHOLE)]
Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Number = Annotated[float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Positive = Annotated[
    float, PlainValidator(_positive), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]
Probability = Annotated[
    float,
    PlainValidator(_probability),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]
Text = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": "string"})]
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
