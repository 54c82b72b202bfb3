"""Write: a net, or any plain value, as YAML that reads back as the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from netlint.core.expression import Expression
from netlint.spec.scalars import resolve

_PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_$().*/+-]*(?: [A-Za-z0-9_$().*/+-]+)*")
_BLOCK_KEYS = frozenset(
    ("inputs", "sizes", "vars", "blocks", "params", "data", "budget", "outputs")
)


def document(value: Mapping[str, object]) -> str:
    """A spec: a key a line, a layer a line."""
    return "".join(_entry(k, v, 0) for k, v in value.items())


def _entry(key: str, value: object, depth: int) -> str:
    margin = "  " * depth
    head = f"{margin}{flow(key)}:"
    if key in ("layers", "losses") and isinstance(value, list | tuple) and value:
        return head + "\n" + "".join(f"{margin}  - {flow(v)}\n" for v in value)
    nested = depth == 0 or (depth == 1 and isinstance(value, dict) and "layers" in value)
    if isinstance(value, dict) and value and nested and (key in _BLOCK_KEYS or depth):
        return head + "\n" + "".join(_entry(k, v, depth + 1) for k, v in value.items())
    return f"{head} {flow(value)}\n"


def flow(value: object) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(str(k))}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str | Expression):
        return _text(str(value))
    return str(value)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return {"inf": ".inf", "-inf": "-.inf"}.get(str(value), ".nan")
    written = repr(value)
    return written if "e" not in written or "." in written else written.replace("e", ".0e")


def _text(text: str) -> str:
    """A plain scalar where it reads back as this text in YAML 1.1 and 1.2, else in quotes."""
    if _PLAIN.fullmatch(text) and resolve(text) == text and text.lower() not in _OLD_WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


_OLD_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
