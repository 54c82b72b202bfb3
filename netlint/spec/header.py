"""Header: the inputs of a net and the sizes that its symbols stand for."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.expression import Expression, ExpressionError
from netlint.core.finding import Path
from netlint.core.problems import UndefinedReference
from netlint.core.shape import LAYOUTS
from netlint.core.words import nearest
from netlint.layers._misfit import meant_number, whole
from netlint.spec.form import Form
from netlint.spec.layer_types import written
from netlint.spec.model import Input, Range
from netlint.spec.names import NAME
from netlint.spec.sections import Sections

DTYPES = [
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "bool",
]
INTEGERS = frozenset(("int8", "int16", "int32", "int64", "uint8", "bool"))

Declared = int | Range | Expression

KNOWN_INPUTS: Sections[tuple[Input, ...]] = Sections()


def read_inputs(value: object, layout: str, form: Form) -> tuple[Input, ...]:
    """The inputs that can be read; the others are faults."""
    inputs = form.mapping(value, ("inputs",), "a mapping from a name to a shape")
    if inputs is None:
        return ()
    if not inputs:
        form.bad(("inputs",), "inputs is empty; a net needs at least one input")
    found = (_input(name, written_, layout, form) for name, written_ in inputs.items())
    return tuple(i for i in found if i is not None)


def _input(name: str, value: object, layout: str, form: Form) -> Input | None:
    path: Path = ("inputs", name)
    if not NAME.fullmatch(name):
        fact = f'"{name}" is no name; a name is letters, digits and _, and no digit first'
        form.bad(path, fact, on_key=True)
        return None
    dtype = "float32"
    shape_path = path
    shape = value
    if isinstance(value, dict):
        form.known(value, ("shape", "layout", "dtype"), path, f"input {name}")
        if "shape" not in value:
            form.missing(path, ("shape",))
            return None
        shape, shape_path = value["shape"], (*path, "shape")
        layout = word(value.get("layout", layout), LAYOUTS, (*path, "layout"), form) or layout
        dtype = word(value.get("dtype", dtype), tuple(DTYPES), (*path, "dtype"), form) or dtype
    sizes = read_shape(shape, shape_path, form)
    if sizes is None:
        return None
    return Input(name, sizes, layout, dtype, shape_path, dtype in INTEGERS)


def read_shape(shape: object, path: Path, form: Form) -> tuple[int | str, ...] | None:
    """An input's shape: ints of 1 or more and symbols, batch axis first; None after a fault."""
    if not isinstance(shape, list | tuple) or not shape:
        form.wrong(path, shape, "a list of sizes, batch axis first, such as [N, 3, 224, 224]")
        return None
    sizes: list[int | str] = []
    for i, item in enumerate(shape):
        size = whole(item)
        if size is not None and size >= 1:
            sizes.append(size)
        elif isinstance(item, str) and NAME.fullmatch(item) and item != "_":
            sizes.append(item)
        else:
            fact = f"axis {i} of {path[1]} is {written(item)}; it must be 1 or more, or a symbol"
            meant = meant_number(item)
            form.bad((*path, i), fact, only=meant, respell=meant is not None)
            return None
    return tuple(sizes)


def word(value: object, known: tuple[str, ...], path: Path, form: Form) -> str | None:
    """The value if it is one of the known words; else a fault that names the nearest."""
    if isinstance(value, str) and value in known:
        return value
    near = nearest(value, known) if isinstance(value, str) else ()
    hint = f'; did you mean "{near[0]}"?' if near else ""
    form.wrong(path, value, f"one of {', '.join(known)}{hint}")
    return None


def read_sizes(
    value: object, symbols: frozenset[str], form: Form
) -> tuple[dict[str, Declared], frozenset[str]]:
    """What each listed symbol stands for, and every symbol that the net knows."""
    entries = form.mapping(value, ("sizes",), "a mapping from a symbol to a size") or {}
    known = symbols | frozenset(entries)
    sizes: dict[str, Declared] = {}
    for name, item in entries.items():
        path: Path = ("sizes", name)
        if not NAME.fullmatch(name) or name == "_":
            form.bad(path, f'"{name}" is no symbol; a symbol is letters, digits and _', on_key=True)
            continue
        size = _size(name, item, known, path, form)
        if size is not None:
            sizes[name] = size
    for name in _cycle(sizes):
        chain = " -> ".join([*_cycle(sizes), name])
        fact = f"sizes form a cycle: {chain}"
        form.keep(("sizes", name), UndefinedReference(fact=fact, name=name))
        sizes = {n: s for n, s in sizes.items() if n not in _cycle(sizes)}
        break
    return sizes, known


def _size(
    name: str, item: object, known: frozenset[str], path: Path, form: Form
) -> Declared | None:
    number = whole(item)
    if number is not None:
        if number < 1:
            form.wrong(path, item, "1 or more")
            return None
        return number
    if isinstance(item, dict):
        return _range(name, item, path, form)
    if isinstance(item, str) and meant_number(item) is not None:
        form.wrong(path, item, "a whole number of 1 or more")
        return None
    if isinstance(item, str):
        try:
            expression = Expression(item)
        except ExpressionError as error:
            form.bad(path, f"sizes.{name}: {error}")
            return None
        for symbol in expression.symbols:
            if symbol not in known:
                fact = f'sizes.{name} reads the symbol "{symbol}", which no input has'
                near = nearest(symbol, sorted(known - {name}))
                form.keep(path, UndefinedReference(fact=fact, name=symbol, known=near))
                return None
        return expression
    form.wrong(path, item, "a size, a range {min, max, multiple_of, default} or a symbol")
    return None


def _range(name: str, item: Mapping[str, object], path: Path, form: Form) -> Range | None:
    form.known(item, ("default", "min", "max", "multiple_of"), path, f"sizes.{name}")
    numbers: dict[str, int | None] = {}
    for key in ("min", "max", "multiple_of", "default"):
        number = whole(item[key]) if key in item else None
        if key in item and (number is None or number < 1):
            form.wrong((*path, key), item[key], "a whole number of 1 or more")
            return None
        numbers[key] = number
    step = numbers["multiple_of"] or 1
    least = -(-(numbers["min"] or 1) // step) * step
    most = numbers["max"]
    if most is not None and least > most:
        low = numbers["min"] or 1
        multiples = f" that is a multiple of {step}" if step > 1 else ""
        form.bad(path, f"sizes.{name} has no member: no size in {low}..{most}{multiples}")
        return None
    default = numbers["default"] if numbers["default"] is not None else least
    inside = least <= default and (most is None or default <= most) and default % step == 0
    if not inside:
        upto = f"{least}..{most}" if most is not None else f"{least} and up"
        multiples = f", multiples of {step}" if step > 1 else ""
        fact = f"sizes.{name} has default {default}, outside its range {upto}{multiples}"
        form.bad((*path, "default"), fact)
        default = least
    return Range(least, most, step, default)


def _cycle(sizes: Mapping[str, Declared]) -> tuple[str, ...]:
    """The first cycle among bound symbols, in the order in which they are written."""
    for start in sizes:
        chain: list[str] = []
        if _closes(start, start, sizes, chain):
            return tuple(chain)
    return ()


def _closes(name: str, start: str, sizes: Mapping[str, Declared], chain: list[str]) -> bool:
    size = sizes.get(name)
    if not isinstance(size, Expression) or name in chain:
        return False
    chain.append(name)
    for symbol in size.symbols:
        if symbol == start or _closes(symbol, start, sizes, chain):
            return True
    chain.pop()
    return False
