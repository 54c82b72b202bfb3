"""Reading: what the reading of one net has found so far, and how it looks things up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from netlint.core.fault import Fault
from netlint.core.finding import Path
from netlint.core.problems import BadValue, Problem, UndefinedReference
from netlint.core.record import Record, replace
from netlint.spec.body import Nodes
from netlint.spec.expressions import ExpressionFault, Scope, UnknownValue, has_expression, resolve
from netlint.spec.layer_types import UNSIGNED, LayerTypes, written
from netlint.spec.names import Entry, NameFault, look_up, told
from netlint.spec.node import Port, Uses

MOST_LAYERS = 200_000
MOST_REPEATS = 100_000
MOST_DEPTH = 64


class Stop(Exception):
    """Reading ends here: a limit of the language is passed and told."""


class Block(Record):
    """A block as written: the names of its inputs, its params with defaults, its ports."""

    name: str
    path: Path
    layers: Sequence[object]
    inputs: tuple[str, ...] = ("input",)
    params: Mapping[str, object] = {}
    output: str | None = None
    outputs: Mapping[str, str] = {}


class Frame:
    """A list of layers that is being expanded: its names, its scope, where it stands."""

    __slots__ = (
        "ambiguous",
        "counts",
        "last",
        "named",
        "names",
        "open",
        "path",
        "places",
        "prefix",
        "rows",
        "scope",
        "trainable",
        "uses",
    )

    def __init__(
        self,
        scope: Scope,
        path: Path,
        rows: Sequence[object],
        names: dict[str, Entry],
        prefix: str = "",
        uses: Uses = (),
        trainable: bool = True,
        open: tuple[str, ...] = (),
    ) -> None:
        self.scope = scope
        self.path = path
        self.rows = rows
        self.names = names
        self.prefix = prefix
        self.uses = uses
        self.trainable = trainable
        self.open = open
        self.last: Port | None = None
        self.ambiguous = False
        self.counts: dict[str, int] = {}
        self.places: dict[str, Path] = {}
        self.named: frozenset[str] | None = None


class Row:
    """A layer as written, with the name and the scope of one copy of it."""

    __slots__ = ("keys", "name", "path", "scope", "type")

    def __init__(
        self, keys: Mapping[str, object], path: Path, type: str, name: str, scope: Scope
    ) -> None:
        self.keys = keys
        self.path = path
        self.type = type
        self.name = name
        self.scope = scope


class Reading:
    """The nodes and faults of one net; faults are kept, never thrown (but Stop at a limit).

    ``context`` is the signature of all that blocks are made of.
    """

    def __init__(
        self,
        blocks: Mapping[str, Block],
        broken: frozenset[str] = frozenset(),
        symbols: frozenset[str] = frozenset(),
        variables: Scope | None = None,
        layout: str = "channels_first",
        context: bytes = UNSIGNED,
    ) -> None:
        self.layout = layout
        self.context = context
        self.vars = variables or Scope({})
        self.blocks = blocks
        self.broken = broken
        self.symbols = symbols
        self.types = LayerTypes()
        self.nodes = Nodes()
        self.faults: list[Fault] = []
        self.used: set[str] = set()

    def fault(self, frame: Frame, path: Path, problem: Problem, layer: str | None = None) -> None:
        """Keep a problem of the layer at ``path``."""
        self.faults.append(
            Fault(problem=problem, path=path + problem.key, layer=layer, uses=frame.uses)
        )

    def stop(self, frame: Frame, path: Path, problem: Problem) -> NoReturn:
        """Keep the problem of a limit and end the reading."""
        self.fault(frame, path, problem)
        raise Stop

    def value(self, frame: Frame, row: Row, key: str) -> object:
        """The value of a key with its expressions evaluated; None after a fault."""
        value = row.keys[key]
        if not has_expression(value):
            return value
        try:
            return resolve(value, row.scope)
        except ExpressionFault as error:
            self.fault(frame, row.path, below(error.problem, key), frame.prefix + row.name)
            return None
        except UnknownValue:
            return None

    def reference(
        self, frame: Frame, row: Row, name: object, key: Path, verb: str = "reads"
    ) -> list[Port | None]:
        """The tensors that ``name`` stands for; ``[None]`` after a fault."""
        full = frame.prefix + row.name
        if not isinstance(name, str):
            fact = f"{verb} {written(name)}; it must be the name of a layer or an input"
            self.fault(frame, row.path, BadValue(key=key, fact=fact), full)
            return [None]
        try:
            return look_up(name, frame.names, self.nodes, later(frame))
        except NameFault as error:
            problem = UndefinedReference(
                key=key,
                fact=told(f'{verb} "{name}"', name, error),
                name=error.name,
                known=error.known,
                quote="$(" in name,
            )
            self.fault(frame, row.path, problem, full)
            return [None]


def later(frame: Frame) -> frozenset[str]:
    """The names that layers of the frame's list bear, declared or still to come."""
    if frame.named is None:
        named = (str(r["name"]) for r in frame.rows if isinstance(r, dict) and "name" in r)
        frame.named = frozenset(named)
    return frame.named


def below(problem: Problem, key: str) -> Problem:
    """The problem of a value, told at the key that holds it."""
    return replace(problem, key=(key, *problem.key))
