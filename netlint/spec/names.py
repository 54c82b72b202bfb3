"""Names: what a reference in a list of layers stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from netlint.core.errors import NetlintError
from netlint.core.words import nearest

if TYPE_CHECKING:
    from netlint.spec.node import Node, Port

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class NameFault(NetlintError):
    """A reference that stands for nothing: the fact, and the names that would do."""

    def __init__(self, fact: str, name: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(fact)
        self.fact = fact
        self.name = name
        self.known = known


class One:
    """A layer, a block or an input: its tensor, its named ports, and the nodes that it became."""

    __slots__ = ("nodes", "port", "ports", "removed")

    def __init__(
        self, port: Port | None, nodes: range = range(0), *, removed: bool = False
    ) -> None:
        self.port = port
        self.nodes = nodes
        self.removed = removed
        self.ports: Mapping[str, Port | None] | None = None

    def pick(self, parts: list[str], whole: str, nodes: Sequence[Node]) -> list[Port | None]:
        if not parts:
            return [self.port]
        if len(parts) > 1:
            raise NameFault(f'"{whole}" has too many dots', whole)
        return [self._port(parts[0], whole, nodes)]

    def _port(self, word: str, whole: str, nodes: Sequence[Node]) -> Port | None:
        owner = whole.removesuffix(f".{word}")
        if self.ports is not None:
            if word in self.ports:
                return self.ports[word]
            raise _no_port(owner, word, tuple(self.ports))
        if self.port is None or self.port[0] < 0:
            if self.port is None:
                return None
            raise _no_port(owner, word, ())
        index = self.port[0]
        layer = nodes[index].layer
        if layer is None:
            return None
        if word in layer.ports:
            return (index, layer.ports.index(word))
        if layer.numbered and word.isdecimal():
            return (index, int(word))
        raise _no_port(owner, word, layer.ports)


def _no_port(owner: str, word: str, ports: tuple[str, ...]) -> NameFault:
    has = f"its ports are {', '.join(ports)}" if ports else "it has only one output"
    return NameFault(
        f'"{owner}" has no port "{word}"; {has}',
        f"{owner}.{word}",
        tuple(f"{owner}.{p}" for p in ports),
    )


class Many:
    """The copies of a repeated layer; ``last`` stands for all, a removed one for its input."""

    __slots__ = ("copies", "last")

    def __init__(self, last: One, copies: Sequence[One]) -> None:
        self.last = last
        self.copies = copies

    @property
    def port(self) -> Port | None:
        return self.last.port

    @property
    def nodes(self) -> range:
        return self.last.nodes

    def pick(self, parts: list[str], whole: str, nodes: Sequence[Node]) -> list[Port | None]:
        if not parts:
            return self.last.pick(parts, whole, nodes)
        head, rest = parts[0], parts[1:]
        if head == "*":
            found: list[Port | None] = []
            for copy in self.copies:
                if not copy.removed:
                    found += copy.pick(rest, whole, nodes)
            return found
        if head.isdecimal():
            number = int(head)
            if number >= len(self.copies):
                owner = whole.split(".")[0]
                count = len(self.copies)
                copies = f"{count} copies, 0 to {count - 1}" if count > 1 else f"{count} copy, 0"
                raise NameFault(f'"{owner}" has {copies}; "{whole}" does not exist', whole)
            return self.copies[number].pick(rest, whole, nodes)
        return self.last.pick(parts, whole, nodes)


class Entry(Protocol):
    """What a name stands for: a tensor, the nodes that make it, and what lies within."""

    @property
    def port(self) -> Port | None: ...

    @property
    def nodes(self) -> range: ...

    def pick(self, parts: list[str], whole: str, nodes: Sequence[Node]) -> list[Port | None]:
        """The tensors that the parts of a reference name; raises NameFault."""


def look_up(
    reference: str, names: Mapping[str, Entry], nodes: Sequence[Node], later: Collection[str] = ()
) -> list[Port | None]:
    """The tensors that a reference names, several for ``NAME.*``; raises NameFault."""
    entry = names.get(reference)
    if entry is not None:
        return entry.pick([], reference, nodes)
    head, *parts = reference.split(".")
    entry = names.get(head)
    if entry is not None:
        return entry.pick(parts, reference, nodes)
    if head in later:
        raise NameFault("is declared later", head)
    known = tuple(names)
    near = nearest(head, known)
    raise NameFault("does not exist", head, near)


def told(words: str, reference: str, error: NameFault) -> str:
    """What a reference does, and why that fails."""
    if error.fact in ("does not exist", "is declared later"):
        which = (
            f", which {error.fact}" if error.name == reference else f': "{error.name}" {error.fact}'
        )
        return words + which
    return f"{words}: {error.fact}"
