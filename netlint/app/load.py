"""Load: a file, a text or plain dicts become a Net."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from netlint.core.errors import SpecError
from netlint.core.expression import Expression
from netlint.layers._base import Layer
from netlint.spec.graph import read_net
from netlint.spec.layer_types import signature
from netlint.spec.model import Net
from netlint.spec.sections import Sections
from netlint.spec.source import names_netlint, parse, read_text
from netlint.spec.version import is_spec

_NEARLY = re.compile(r"(?m)^[\"'{ ]*[a-z]{6,8}[\"']?\s*:")


PLAIN_BLOCKS: Sections[object] = Sections()
_SCALARS = frozenset((str, int, float, bool, type(None)))


class NotASpec(SpecError):
    """A YAML text that is no netlint spec."""


def load_text(text: str, name: str = "net") -> Net:
    """The net of a YAML text; raises NotASpec for a text that is no spec (LANGUAGE rule 1)."""
    named = names_netlint(text)
    if not named and not _may_be_spec(text):
        raise NotASpec("is no netlint spec: it has no key netlint")
    document = parse(text)
    if not named and not is_spec(document.value):
        raise NotASpec("is no netlint spec: it has no key netlint")
    return read_net(document.value, name, document)


def _may_be_spec(text: str) -> bool:
    """A cheap look for what a spec without the key, or with a misspelt one, still has."""
    return ("inputs" in text and "layers" in text) or _NEARLY.search(text) is not None


def load_path(path: Path) -> Net:
    """The net of a file; raises SpecError with a reason if it cannot be read or is no spec."""
    return load_text(read_text(read_bytes(path)), path.stem)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises SpecError with a reason."""
    try:
        if path.is_file() or not path.exists():
            return path.read_bytes()
        raise SpecError("is no regular file")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SpecError(f"cannot be read: {reason}") from None


def load_dict(value: Mapping[str, object], name: str = "net") -> Net:
    """The net of plain dicts and lists; findings have key paths in place of lines."""
    plain = {str(k): _plain_blocks(v) if k == "blocks" else as_plain(v) for k, v in value.items()}
    return read_net(plain, name)


def _plain_blocks(value: object) -> object:
    """The blocks as plain values, which programs that generate nets give again and again."""
    return PLAIN_BLOCKS.read(signature(value), (), lambda: as_plain(value))


def as_plain(value: object) -> object:
    """The value with layer objects and tuples as the dicts and lists that a text would give."""
    if type(value) in _SCALARS:
        return value
    if type(value) is dict or isinstance(value, Mapping):
        return _plain_keys(value)
    if isinstance(value, list | tuple):
        return [v if type(v) in _SCALARS else as_plain(v) for v in value]
    if isinstance(value, Layer):
        keys = {k: v for k, v in value if k in value.model_fields_set and k != "type"}
        return {"type": value.type, **_plain_keys(keys)}
    return str(value) if isinstance(value, Expression) else value


def _plain_keys(value: Mapping[str, object]) -> dict[str, object]:
    return {str(k): v if type(v) in _SCALARS else as_plain(v) for k, v in value.items()}


def resized(net: Net, sizes: Mapping[str, int]) -> Net:
    """The net with other sizes; raises SpecError for an unknown or bound symbol."""
    known = dict.fromkeys([*net.batch_symbols, *net.symbols, *net.sizes])
    for symbol, size in sizes.items():
        if symbol not in known:
            listed = ", ".join(known) or "none"
            raise SpecError(f'the net has no symbol "{symbol}"; its symbols are {listed}')
        bound = net.sizes.get(symbol)
        if isinstance(bound, Expression):
            raise SpecError(f'"{symbol}" is bound to {bound}; give that size')
        if size < 1:
            raise SpecError(f"{symbol} is {size}; a size is 1 or more")
    return replace(net, sizes={**net.sizes, **sizes})
