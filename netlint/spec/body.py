"""Body: the nodes that a block becomes, wherever it is used; made only when they are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, overload

from netlint.core.record import Record
from netlint.spec.names import Many, One
from netlint.spec.node import Node, Port, Uses

if TYPE_CHECKING:
    from netlint.core.finding import Path
    from netlint.layers._base import Layer


class Member(Record):
    """A node of a body: what follows the row's name in its own, its tensors as the body counts."""

    rest: str
    type: str
    layer: Layer | None
    kind: int
    claim: int | None
    inputs: tuple[Port, ...]
    path: Path
    uses: Uses
    source: int | None
    sources: tuple[int, ...]


class Copy(Record):
    """A copy of a block: its output, its named ports, and where its nodes begin and end."""

    output: Port | None
    ports: Mapping[str, Port | None]
    start: int
    stop: int


class Body:
    """The nodes of a row: of a block with its params given, once or ``repeated``.

    They count from 0, and what the row ``reads`` is -1, -2 ... Nothing is wrong with them, none is
    tied to another, none has size expressions. ``used`` are the blocks that they come out of.
    """

    __slots__ = ("copies", "members", "reads", "repeated", "single", "used")

    def __init__(
        self,
        members: tuple[Member, ...],
        single: tuple[bool, ...],
        copies: tuple[Copy, ...],
        repeated: bool,
        reads: int,
        used: frozenset[str],
    ) -> None:
        self.members = members
        self.single = single
        self.copies = copies
        self.repeated = repeated
        self.reads = reads
        self.used = used


class Use:
    """A body in its place: its first node, the row's path and name, and the nodes that it reads.

    It is an entry among the names of its list; ``port`` is what the row gives.
    """

    __slots__ = ("_made", "body", "inputs", "name", "path", "port", "start", "stop")

    def __init__(
        self, body: Body, start: int, path: Path, name: str, inputs: tuple[int, ...]
    ) -> None:
        self.body = body
        self.start = start
        self.stop = start + len(body.members)
        self.path = path
        self.name = name
        self.inputs = inputs
        self.port = self._port(body.copies[-1].output)
        self._made: tuple[Node, ...] = ()

    @property
    def made(self) -> tuple[Node, ...]:
        """The nodes that the body becomes here."""
        if not self._made:
            self._made = tuple(map(self._node, range(self.start, self.stop), self.body.members))
        return self._made

    @property
    def entry(self) -> One | Many:
        """The copies of the block as the names of the spec tell them."""
        ones = list(map(self._one, self.body.copies))
        return Many(ones[-1], ones) if self.body.repeated else ones[0]

    @property
    def nodes(self) -> range:
        return self.entry.nodes

    @property
    def copies(self) -> Sequence[One] | None:
        entry = self.entry
        return entry.copies if isinstance(entry, Many) else None

    def pick(self, parts: list[str], whole: str, nodes: Sequence[Node]) -> list[Port | None]:
        return self.entry.pick(parts, whole, nodes) if parts else [self.port]

    def _one(self, copy: Copy) -> One:
        one = One(self._port(copy.output), range(self.start + copy.start, self.start + copy.stop))
        one.ports = {name: self._port(port) for name, port in copy.ports.items()}
        return one

    def _node(self, index: int, member: Member) -> Node:
        (_, first), *others = member.uses
        node = Node(
            index,
            self.name + member.rest,
            member.type,
            member.layer,
            tuple([(self._index(i), number) for i, number in member.inputs]),
            member.path,
            ((self.path, self.name + first), *[(p, self.name + rest) for p, rest in others]),
        )
        node.claim, node.kind = member.claim, member.kind
        node.source = None if member.source is None else self._index(member.source)
        node.sources = tuple(map(self._index, member.sources))
        return node

    def _port(self, port: Port | None) -> Port | None:
        return None if port is None else (self._index(port[0]), port[1])

    def _index(self, number: int) -> int:
        return self.start + number if number >= 0 else self.inputs[-1 - number]


class Nodes(Sequence[Node]):
    """The nodes of a net in declared order; ``parts`` are nodes and uses of bodies.

    Those that are not ``plain`` are ``particular``, by their index.
    """

    __slots__ = ("_made", "_parts_made", "_single", "particular", "parts")

    def __init__(self) -> None:
        self.parts: list[Node | Use] = []
        self.particular: dict[int, Node] = {}
        self._single: list[bool] = []
        self._made: list[Node] = []
        self._parts_made = 0

    def append(self, node: Node, single: bool, free: bool) -> None:
        """Add a node that gives a ``single`` tensor or not; of a ``free`` one tell the sources."""
        ports = node.inputs
        if free and len(ports) == 1:
            port = ports[0]
            if port is not None and self.is_whole(port):
                node.source = port[0]
        elif free and all(map(self.is_whole, ports)):
            node.sources = tuple([p[0] for p in ports if p is not None])
        if not node.plain:
            self.particular[node.index] = node
        self.parts.append(node)
        self._single.append(single)

    def place(self, use: Use) -> None:
        """Add the nodes of a body."""
        self.parts.append(use)
        self._single += use.body.single

    def single(self, start: int) -> Sequence[bool]:
        """Whether they give single tensors: the nodes from ``start`` on."""
        return self._single[start:]

    def is_whole(self, port: Port | None) -> bool:
        """Whether a tensor is all that its maker gives."""
        return port is not None and not port[1] and (port[0] < 0 or self._single[port[0]])

    @property
    def loose(self) -> Iterator[Node]:
        """The nodes that no body stands for."""
        return (part for part in self.parts if isinstance(part, Node))

    def own(self, index: int) -> Node:
        """A node to be tied: plain no longer, and no body stands for it."""
        node = self.particular[index] = self[index]
        node.plain = False
        i = bisect_right(self.parts, index, key=_start) - 1
        part = self.parts[i]
        if isinstance(part, Use):
            self.parts[i : i + 1] = part.made
            self._parts_made = len(self.parts)
        return node

    def __len__(self) -> int:
        return len(self._single)

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Node]:
        return iter(self._all())

    def _all(self) -> list[Node]:
        for part in self.parts[self._parts_made :]:
            if isinstance(part, Node):
                self._made.append(part)
            else:
                self._made += part.made
        self._parts_made = len(self.parts)
        return self._made


def _start(part: Node | Use) -> int:
    return part.start if isinstance(part, Use) else part.index
