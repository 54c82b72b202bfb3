"""Registry: the plug-ins of a folder by file name; a file is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Mapping[str, type[T]], Generic[T]):
    """The one public subclass of ``base`` in each module of ``package``, by the module's name.

    Raises LookupError for a module that has not exactly one.
    """

    def __init__(self, package: str, base: type[T]) -> None:
        self._package = package
        self._base = base
        paths = import_module(package).__path__
        names = sorted(m.name for m in iter_modules(paths) if not m.name.startswith("_"))
        self._found: dict[str, type[T] | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> type[T]:
        found = self._found[name]
        if found is None:
            found = self._found[name] = self._load(name)
        return found

    def _load(self, name: str) -> type[T]:
        module = import_module(f"{self._package}.{name}")
        own = [
            value
            for word, value in vars(module).items()
            if isinstance(value, type)
            and issubclass(value, self._base)
            and value.__module__ == module.__name__
            and not word.startswith("_")
        ]
        if len(own) != 1:
            names = ", ".join(c.__name__ for c in own) or "none"
            raise LookupError(
                f"{module.__name__} must define one {self._base.__name__}, has {names}"
            )
        return own[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, name: object) -> bool:
        return name in self._found
