"""Expand: a list of layers becomes nodes; blocks, repeat and when resolved, names wired."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.finding import Path
from netlint.core.problems import (
    BadValue,
    LimitExceeded,
    MissingKeys,
    Problem,
    UnknownName,
)
from netlint.layers._misfit import meant_boolean, meant_number
from netlint.spec.expressions import (
    ExpressionFault,
    Scope,
    UnknownValue,
    has_expression,
    resolve,
)
from netlint.spec.instance import instance
from netlint.spec.known import ROWS, Known, remember
from netlint.spec.layer_types import signature, written
from netlint.spec.leaf import leaf
from netlint.spec.names import Entry, Many, One
from netlint.spec.naming import name_of
from netlint.spec.node import Port
from netlint.spec.reading import MOST_REPEATS, Frame, Reading, Row, below


class Expander:
    """Turns lists of layers into nodes of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.rows = ROWS.of(reading.context)

    def expand(self, frame: Frame) -> None:
        """Append the nodes of the frame's rows, and leave its names filled."""
        for index, row in enumerate(frame.rows):
            path = (*frame.path, index)
            if type(row) is str:
                row = {"type": row}
            if not isinstance(row, dict):
                fact = f"a layer is a mapping or a type name, not {written(row)}"
                self.reading.fault(frame, path, BadValue(fact=fact))
                frame.last = None
                continue
            self._row(frame, row, path)

    def _row(self, frame: Frame, keys: dict[str, object], path: Path) -> None:
        reading = self.reading
        sign = signature(keys)
        known = self.rows.get(sign)
        if known is not None and self._again(frame, known, keys, path):
            return
        scope = _first(keys, frame.scope)
        faults = len(reading.faults)
        kind = self._type(frame, keys, path, scope)
        if kind is None:
            frame.last = None
            name = name_of(reading, frame, keys, path, str(keys.get("type", "layer")))
            frame.names[name] = One(None)
            return
        name = name_of(reading, frame, keys, path, kind)
        row = Row(keys, path, kind, name, scope)
        start, used, is_block = len(reading.nodes), reading.used, kind in reading.blocks
        if is_block:
            reading.used = set()
        entry = self._expanded(frame, row)
        if len(reading.faults) == faults:
            ports = self._inputs(frame, row) if is_block else None
            remember(reading, frame, row, sign, start, ports or (), entry)
        if is_block:
            reading.used |= used
        self._named(frame, name, entry)

    def _again(self, frame: Frame, known: Known, keys: dict[str, object], path: Path) -> bool:
        """Whether a row that is known has become what it was before."""
        kind, names, reading = known.type, frame.names, self.reading
        count = frame.counts.get(kind, 0) + 1
        name = known.name or f"{kind}_{count}"
        if name in names:
            return False
        faults = len(reading.faults)
        ports: tuple[Port | None, ...] | None = (frame.last,)
        if "inputs" in keys or frame.ambiguous:
            ports = self._inputs(frame, Row(keys, path, kind, name, _first(keys, frame.scope)))
        entry = None
        if ports is not None:
            entry = known.place(reading, frame, path, name, ports)
        if entry is None:
            del reading.faults[faults:]
            return False
        frame.counts[kind] = count
        frame.places[name] = path
        self._named(frame, name, entry)
        return True

    def _named(self, frame: Frame, name: str, entry: Entry) -> None:
        frame.names[name] = entry
        frame.last = entry.port
        frame.ambiguous = False

    def _expanded(self, frame: Frame, row: Row) -> One | Many:
        if "repeat" in row.keys:
            return self._repeat(frame, row)
        kept = "when" not in row.keys or self._kept(frame, row)
        return self._place(frame, row) if kept else self._removed(frame, row)

    def _type(
        self, frame: Frame, keys: Mapping[str, object], path: Path, scope: Scope
    ) -> str | None:
        if "type" not in keys:
            foreign = next((k for k in keys if k in ("class", "kind", "op", "layer")), None)
            problem: Problem = MissingKeys(names=("type",))
            if foreign:
                problem = UnknownName(
                    key=(foreign,),
                    on_key=True,
                    kind="key",
                    name=foreign,
                    owner="a layer",
                    meant="type",
                    equal=True,
                )
            self.reading.fault(frame, path, problem)
            return None
        kind = keys["type"]
        if type(kind) is str and "$" not in kind:
            return kind
        try:
            kind = resolve(kind, scope) if has_expression(kind) else kind
        except ExpressionFault as error:
            self.reading.fault(frame, path, below(error.problem, "type"))
            return None
        except UnknownValue:
            return None
        if not isinstance(kind, str):
            fact = f"has type {written(kind)}; it must be the name of a layer or a block"
            self.reading.fault(frame, path, BadValue(key=("type",), fact=fact))
            return None
        return kind

    def _repeat(self, frame: Frame, row: Row) -> One | Many:
        keys, path, kind, name = row.keys, row.path, row.type, row.name
        row = Row(keys, path, kind, name, frame.scope)
        count = self.reading.value(frame, row, "repeat")
        if isinstance(count, float) and count.is_integer():
            count = int(count)
        if type(count) is not int or count < 0:
            if count is not None or keys["repeat"] is None:
                fact = f"has repeat {written(count)}; it must be a whole number, 0 or more"
                meant = meant_number(count)
                problem = BadValue(
                    key=("repeat",), fact=fact, only=meant, respell=meant is not None
                )
                self.reading.fault(frame, path, problem, frame.prefix + name)
            count = 1
        if count > MOST_REPEATS:
            fact = f'"{frame.prefix}{name}" has repeat {count}; the limit is {MOST_REPEATS}'
            self.reading.stop(frame, path, LimitExceeded(key=("repeat",), fact=fact))
        if count == 0:
            return Many(self._removed(frame, row), ())
        computed = has_expression(keys["type"])
        copies: list[One] = []
        entry = Many(One(None), copies)
        chained: Port | None = None
        first = True
        for i in range(count):
            scope = Scope({"i": i}, frame.scope)
            own = self._type(frame, keys, path, scope) if computed and i else kind
            if own is None:
                return One(None)
            copy = Row(keys, path, own, f"{name}.{i}", scope)
            if not self._kept(frame, copy):
                stand = self._removed(frame, copy) if first else One(chained, removed=True)
                copies.append(stand)
                continue
            one = self._place(frame, copy, (chained,) if not first else ())
            copies.append(one)
            entry.last, chained, first = one, one.port, False
        if first:
            entry.last = copies[0]
        return entry

    def _kept(self, frame: Frame, row: Row) -> bool:
        if "when" not in row.keys:
            return True
        when = self.reading.value(frame, row, "when")
        if isinstance(when, bool):
            return when
        if when is not None or row.keys["when"] is None:
            meant = meant_boolean(when)
            problem = BadValue(
                key=("when",),
                fact=f"has when {written(when)}; it must be true or false",
                only=meant,
                respell=meant is not None,
            )
            self.reading.fault(frame, row.path, problem, frame.prefix + row.name)
        return True

    def _removed(self, frame: Frame, row: Row) -> One:
        ports = self._inputs(frame, row)
        return One(ports[0] if ports else None, removed=True)

    def _inputs(self, frame: Frame, row: Row) -> tuple[Port | None, ...] | None:
        """The tensors that a layer reads; None where none can be said."""
        if "inputs" not in row.keys:
            return None if frame.ambiguous else (frame.last,)
        wanted = self.reading.value(frame, row, "inputs")
        if wanted is None and row.keys["inputs"] is not None:
            return (None,)
        listed = isinstance(wanted, list | tuple)
        names = list(wanted) if isinstance(wanted, list | tuple) else [wanted]
        ports: list[Port | None] = []
        for i, name in enumerate(names):
            key: Path = ("inputs", i) if listed else ("inputs",)
            ports += self.reading.reference(frame, row, name, key)
        return tuple(ports)

    def _place(self, frame: Frame, row: Row, chained: tuple[Port | None, ...] = ()) -> One:
        ports = self._inputs(frame, row)
        if chained:
            ports = chained + (ports or (None,))[1:]
        reading = self.reading
        if row.type in reading.blocks:
            return instance(reading, frame, row, ports, self.expand)
        if row.type in reading.broken:
            return One(None)
        return leaf(reading, frame, row, ports)


def _first(keys: Mapping[str, object], scope: Scope) -> Scope:
    """The scope of a row, of its first copy if it is repeated."""
    return Scope({"i": 0}, scope) if "repeat" in keys else scope
