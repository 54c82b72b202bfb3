"""Record: frozen values with named fields that cost nothing to define.

A frozen dataclass compiles its methods anew in every process, 0.6 ms a class: for the fifty kinds
of problems, findings and conditions that is as long as all else that netlint does for a small file.
"""

from __future__ import annotations

from typing import ClassVar, NoReturn, TypeVar, dataclass_transform


class _Values:
    """Values under the names that the class annotates, its bases' names first."""

    _names: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, object]] = {}

    def __init_subclass__(cls) -> None:
        kinds = cls.__annotations__.items()
        own = [name for name, kind in kinds if not kind.startswith("ClassVar")]
        cls._names = tuple(dict.fromkeys((*cls._names, *own)))
        cls._defaults = {**cls._defaults, **{n: getattr(cls, n) for n in own if hasattr(cls, n)}}
        type.__setattr__(cls, "__match_args__", cls._names)

    def __init__(self, *values: object, **named: object) -> None:
        names = self._names
        if not named and len(values) == len(names):
            self.__dict__.update(zip(names, values, strict=True))
            return
        given = {**self._defaults, **dict(zip(names, values, strict=False)), **named}
        if len(values) > len(names) or given.keys() != set(names):
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(names)}, not {given}")
        vars(self).update(given)

    def row(self) -> tuple[object, ...]:
        """The values in the order of the fields."""
        return tuple(map(self.__dict__.__getitem__, self._names))

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.row() == other.row()

    def __hash__(self) -> int:
        return hash((type(self), *self.row()))

    def __repr__(self) -> str:
        fields = (f"{name}={getattr(self, name)!r}" for name in self._names)
        return f"{type(self).__name__}({', '.join(fields)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")


@dataclass_transform(frozen_default=True)
class Record(_Values):
    """Fields in order, or by name."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Facts(_Values):
    """Fields by name only, so that a subclass may add needed ones to those that have defaults."""


R = TypeVar("R", bound=_Values)


def replace(record: R, **changes: object) -> R:
    """The record with other values in some fields."""
    return type(record)(**{**vars(record), **changes})
