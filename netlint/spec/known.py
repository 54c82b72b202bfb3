"""Known: rows of a list of layers that have been met before, and what they become.

A layer without ties and expressions is the same wherever its row stands. At the top of a spec so is
a block with its params: its name and the tensors that it reads aside, its nodes depend on the row,
the blocks and the vars. Programs that generate nets write the same rows again and again.
"""

from __future__ import annotations

from netlint.core.finding import Path
from netlint.core.record import Record
from netlint.layers._base import Layer
from netlint.spec.body import Body, Copy, Member, Use
from netlint.spec.layer_types import LONGEST, LONGEST_SECTION, is_kept
from netlint.spec.names import Entry, Many, One
from netlint.spec.node import Node, Port
from netlint.spec.reading import MOST_LAYERS, Frame, Reading, Row

MOST_NODES = 1 << 15
MOST_CONTEXTS = 256
TIES = frozenset(("share", "expect", "like", "trainable", "when"))
"""Keys by which other layers have a say, even where nothing of it shows in the nodes."""

Ports = tuple[Port | None, ...]


class Known(Record):
    """A row by its type, and by its name where it has one."""

    type: str
    name: str | None

    def place(
        self, reading: Reading, frame: Frame, path: Path, name: str, ports: Ports
    ) -> Entry | None:
        """What the row becomes under a name; None where this time it is something else."""
        raise NotImplementedError


class KnownLayer(Known):
    """A layer by itself: what its type claims, what it takes, whether it gives one tensor."""

    layer: Layer
    kind: int
    claim: int | None
    least: int
    most: float
    single: bool

    def place(
        self, reading: Reading, frame: Frame, path: Path, name: str, ports: Ports
    ) -> Entry | None:
        nodes = reading.nodes
        index = len(nodes)
        takes = self.least <= len(ports) <= self.most and None not in ports
        if not takes or not frame.trainable or index >= MOST_LAYERS:
            return None
        full = frame.prefix + name
        node = Node(index, full, self.type, self.layer, ports, path, frame.uses, self.claim)
        node.kind = self.kind
        nodes.append(node, self.single, free=True)
        return One((index, 0), range(index, index + 1))


class KnownBlock(Known):
    """A block with its params, once or repeated."""

    body: Body

    def place(
        self, reading: Reading, frame: Frame, path: Path, name: str, ports: Ports
    ) -> Entry | None:
        nodes, body = reading.nodes, self.body
        start = len(nodes)
        if frame.open or len(ports) != body.reads or start + len(body.members) > MOST_LAYERS:
            return None
        if not all(map(nodes.is_whole, ports)):
            return None
        use = Use(body, start, path, name, tuple([p[0] for p in ports if p is not None]))
        nodes.place(use)
        reading.used |= body.used
        return use


class Rows:
    """The rows that are known, within bounds; by what blocks are made of, and their own bytes."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start anew."""
        self._known: dict[bytes, dict[bytes, Known]] = {}
        self._nodes = 0

    def of(self, context: bytes) -> dict[bytes, Known]:
        """The rows by their signatures, in specs with these blocks."""
        if not is_kept(context, LONGEST_SECTION):
            return {}
        if self._nodes > MOST_NODES or len(self._known) > MOST_CONTEXTS:
            self.forget()
        return self._known.setdefault(context, {})

    def keep(self, context: bytes, sign: bytes, known: Known) -> None:
        """Remember a row, while there is room; with the next spec there is again."""
        if self._nodes > MOST_NODES:
            return
        self.of(context)[sign] = known
        self._nodes += len(known.body.members) if isinstance(known, KnownBlock) else 1


ROWS = Rows()


def remember(
    reading: Reading,
    frame: Frame,
    row: Row,
    sign: bytes,
    start: int,
    ports: Ports,
    entry: One | Many,
) -> None:
    """Remember a row that has become ``entry``, the nodes from ``start`` on, without a fault."""
    if not is_kept(sign, LONGEST) or TIES & row.keys.keys():
        return
    if not frame.trainable or start == len(reading.nodes):
        return
    known: Known | None = None
    if row.type not in reading.blocks:
        if b"$" not in sign and "repeat" not in row.keys:
            known = _layer(reading, row, reading.nodes[start])
    elif not frame.open:
        known = _block(reading, row, start, ports, entry)
    if known is not None:
        ROWS.keep(reading.context, sign, known)


def _given(row: Row) -> str | None:
    return row.name if "name" in row.keys else None


def _layer(reading: Reading, row: Row, node: Node) -> KnownLayer | None:
    """The layer of a row; None where something besides the row has a say in it."""
    layer, found = node.layer, reading.types.find(row.type)
    if layer is None or found is None or not _is_alone(node):
        return None
    if layer.numbered or layer.undoes is not None or found.likes or found.most == 0:
        return None
    if "inputs" not in row.keys and (found.least > 1 or found.merges):
        return None
    most = float("inf") if found.most is None else found.most
    single = reading.nodes.is_whole((node.index, 0))
    takes = found.least, most
    return KnownLayer(row.type, _given(row), layer, node.kind, node.claim, *takes, single)


def _block(
    reading: Reading, row: Row, start: int, ports: Ports, entry: One | Many
) -> KnownBlock | None:
    """The nodes of a row that uses a block; None where something else has a say in them."""
    given = tuple([p[0] for p in ports if p is not None])
    nodes = reading.nodes[start:]
    if not all(map(_is_alone, nodes)) or not all(map(reading.nodes.is_whole, ports)):
        return None
    if len(set(given)) < len(given):
        return None
    copier = _Copier(len(row.name), start, given)
    copies = entry.copies if isinstance(entry, Many) else [entry]
    try:
        body = Body(
            members=tuple(map(copier.member, nodes)),
            single=tuple(reading.nodes.single(start)),
            copies=tuple(map(copier.copy, copies)),
            repeated=isinstance(entry, Many),
            reads=len(given),
            used=frozenset(reading.used),
        )
    except ValueError:
        return None
    return KnownBlock(row.type, _given(row), body)


def _is_alone(node: Node) -> bool:
    """Whether nothing is amiss with a node, nor tied to it."""
    return node.plain and not node.open and node.layer is not None and None not in node.inputs


class _Copier:
    """Counts nodes from ``start`` on and what they are given as a body does; cuts names short.

    Raises ValueError for a node that is neither.
    """

    def __init__(self, cut: int, start: int, given: tuple[int, ...]) -> None:
        self.cut = cut
        self.start = start
        self.given = given

    def member(self, node: Node) -> Member:
        cut = self.cut
        return Member(
            rest=node.name[cut:],
            type=node.type,
            layer=node.layer,
            kind=node.kind,
            claim=node.claim,
            inputs=tuple([(self._index(p[0]), p[1]) for p in node.inputs if p is not None]),
            path=node.path,
            uses=tuple([(path, name[cut:]) for path, name in node.uses]),
            source=None if node.source is None else self._index(node.source),
            sources=tuple(map(self._index, node.sources)),
        )

    def copy(self, one: One) -> Copy:
        ports = {name: self._port(port) for name, port in (one.ports or {}).items()}
        start, stop = one.nodes.start - self.start, one.nodes.stop - self.start
        return Copy(self._port(one.port), ports, start, stop)

    def _port(self, port: Port | None) -> Port | None:
        return None if port is None else (self._index(port[0]), port[1])

    def _index(self, index: int) -> int:
        return index - self.start if index >= self.start else -1 - self.given.index(index)
