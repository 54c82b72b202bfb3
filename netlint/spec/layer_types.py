"""Layer types: from the keys that someone wrote to a layer, or to what is wrong with them."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from netlint.core.problems import Problem, UnknownName
from netlint.core.registry import Registry
from netlint.core.words import nearest
from netlint.layers._base import Layer, wrong_length

if TYPE_CHECKING:
    from netlint.core.expression import Expression

COMMON = frozenset(
    [
        "name",
        "type",
        "inputs",
        "repeat",
        "when",
        "expect",
        "like",
        "share",
        "trainable",
        "description",
    ]
)

PER_AXIS = frozenset(
    [
        "kernel_size",
        "stride",
        "padding",
        "dilation",
        "output_padding",
        "output_size",
        "scale_factor",
        "cropping",
        "offset",
    ]
)

UNSIGNED = b"?"
LONGEST = 1 << 12
LONGEST_SECTION = 1 << 16
_SUFFIX = re.compile(r"^(.+?)([123])d$")


@cache
def registry() -> Registry[Layer]:
    """All layers by type name."""
    return Registry("netlint.layers", Layer)


class LayerType(NamedTuple):
    """A type as written: its class, the space axes that a suffix claims, and more of the class.

    It takes ``least`` to ``most`` inputs; one that ``merges`` has to name them.
    """

    cls: type[Layer]
    claim: int | None
    least: int
    most: int | None
    merges: bool
    likes: bool
    layout: bool
    validate: Callable[[dict[str, object]], Layer]


class Read(NamedTuple):
    """What the keys of a layer make: the layer with its size expressions, or what is wrong.

    ``misfits`` are lists with another number of values than the space axes that the type claims.
    ``kind`` is a number that equal layers have in common, and no others. ``single`` layers give one
    tensor; ``free`` ones do the same whatever makes what they read, and in every reading.
    """

    layer: Layer | None
    kind: int = 0
    problems: tuple[Problem, ...] = ()
    misfits: tuple[Problem, ...] = ()
    expressions: tuple[tuple[str, Expression], ...] = ()
    single: bool = False
    free: bool = False


_KINDS = count(1)
MOST_READ = 1 << 13
KNOWN_LAYERS: dict[tuple[str, bytes], Read] = {}


def new_kind() -> int:
    """A number that no layer has had so far."""
    return next(_KINDS)


class LayerTypes:
    """The layer types that one net has named; equal layers are read once."""

    def __init__(self) -> None:
        self._types: dict[str, LayerType | None] = {}
        if len(KNOWN_LAYERS) > MOST_READ:
            KNOWN_LAYERS.clear()

    def find(self, name: str) -> LayerType | None:
        """The type of a name, ``conv2d`` being ``conv`` with a claim; None if unknown."""
        if name not in self._types:
            self._types[name] = _find(name)
        return self._types[name]

    def read(self, name: str, found: LayerType, keys: dict[str, object], sign: bytes) -> Read:
        """The layer, or every problem of its keys; ``sign`` is their signature."""
        read = KNOWN_LAYERS.get((name, sign))
        if read is None:
            read = _read(name, found, keys)
            if len(KNOWN_LAYERS) <= MOST_READ and is_kept(sign, LONGEST):
                KNOWN_LAYERS[name, sign] = read
        return read

    def unknown(
        self, name: str, blocks: Mapping[str, object], key: tuple[str | int, ...]
    ) -> Problem:
        """The problem of a type that nobody knows."""
        from netlint.spec import foreign

        meant = foreign.type_for(name, registry())
        known = (*registry(), *blocks)
        if meant is None:
            bare = _SUFFIX.match(name)
            known = (
                tuple(
                    n + (f"{bare[2]}d" if bare and n in registry() and registry()[n].ranked else "")
                    for n in known
                )
                if bare
                else known
            )
            near = nearest(name, known)
            return UnknownName(key=key, kind="type", name=name, known=near, respell=True)
        return UnknownName(
            key=key,
            kind="type",
            name=name,
            meant=meant.word,
            equal=meant.equal,
            respell=True,
        )


def signature(value: Any) -> bytes:  # noqa: ANN401
    """Bytes that differ where values differ; a text in ``value`` stands in them letter for letter.

    Where objects without a signature are among the values it begins with UNSIGNED.
    """
    try:
        return marshal.dumps(value, 2)
    except ValueError:
        return UNSIGNED + repr(value).encode("utf-8", "surrogatepass")


def is_kept(sign: bytes, longest: int) -> bool:
    """Whether something with this signature may be remembered by it."""
    return len(sign) <= longest and not sign.startswith(UNSIGNED)


def is_layer_type(name: str) -> bool:
    """Whether a layer is spelled so, with or without a rank suffix."""
    return _find(name) is not None


def _find(name: str) -> LayerType | None:
    layers = registry()
    cls, claim = layers.get(name, None), None
    if cls is None:
        match = _SUFFIX.match(name)
        if match and match[1] in layers and layers[match[1]].ranked:
            cls, claim = layers[match[1]], int(match[2])
    if cls is None:
        return None
    return LayerType(
        cls,
        claim,
        *cls.arity,
        merges="merge" in cls.traits,
        likes=cls.likes,
        layout="layout" in cls.model_fields,
        validate=cls.model_validate,
    )


def _read(name: str, found: LayerType, keys: dict[str, object]) -> Read:
    from pydantic import ValidationError

    try:
        layer = found.validate(keys)
    except ValidationError as error:
        from netlint.spec.misread import problems_of

        errors = error.errors(include_url=False)
        return Read(None, problems=tuple(problems_of(name, found.cls, keys, errors)))
    misfits = _misfits(layer, found.claim) if found.claim is not None else ()
    expressions = layer.expressions()
    return Read(
        layer,
        new_kind(),
        misfits=tuple(misfits),
        expressions=expressions,
        single=not (layer.ports or layer.numbered),
        free=not (layer.numbered or layer.undoes is not None or expressions),
    )


def _misfits(layer: Layer, claim: int) -> Iterator[Problem]:
    for key in PER_AXIS & layer.__dict__.keys():
        value = layer.__dict__[key]
        if isinstance(value, tuple) and len(value) != claim:
            yield wrong_length(key, len(value), claim, layer.type + f"{claim}d")


def written(value: object) -> str:
    """A value as a spec writes it, cut where it is long."""
    if isinstance(value, str):
        text = f'"{value}"'
    elif value is None:
        text = "null"
    elif isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(map(written, value[:9])) + (", ..." if len(value) > 9 else "") + "]"
    elif isinstance(value, dict):
        text = "a mapping"
    else:
        text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
