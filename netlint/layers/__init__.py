"""Layers: one file is one layer; ``netlint.layers.Conv`` finds the class of ``conv.py``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def __getattr__(name: str) -> object:
    """The layer class of a name, its file imported when it is first asked for."""
    if name[:1].isupper():
        plain = name.lower()
        for module in iter_modules(__path__):
            if module.name.replace("_", "") == plain:
                value: object = getattr(import_module(f"{__name__}.{module.name}"), name)
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
