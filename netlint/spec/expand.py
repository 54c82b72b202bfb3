"""Expand: a list of layers becomes nodes; blocks, repeat and when resolved, names wired."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.finding import Path
from netlint.core.problems import (
    BadValue,
    DuplicateKey,
    Fault,
    LimitExceeded,
    MissingKeys,
    Problem,
    UndefinedReference,
    UnknownName,
)
from netlint.core.words import nearest
from netlint.layers._fields import meant_boolean, meant_number
from netlint.spec.expressions import (
    UNKNOWN,
    ExpressionFault,
    Scope,
    UnknownValue,
    has_expression,
    resolve,
)
from netlint.spec.form import rooted
from netlint.spec.layer_types import COMMON, written
from netlint.spec.leaf import count_of, expect, leaf, share, trainable
from netlint.spec.model import Port
from netlint.spec.names import NAME, Entry, Many, NameFault, One, look_up
from netlint.spec.reading import MOST_DEPTH, MOST_REPEATS, Block, Frame, Reading, Row, below


class Expander:
    """Turns lists of layers into nodes of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

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
        scope = Scope({"i": 0}, frame.scope) if "repeat" in keys else frame.scope
        kind = self._type(frame, keys, path, scope)
        if kind is None:
            frame.last = None
            name = self._name(frame, keys, path, str(keys.get("type", "layer")))
            frame.names[name] = One(None)
            return
        name = self._name(frame, keys, path, kind)
        if "repeat" in keys:
            frame.names[name] = self._repeat(frame, keys, path, kind, name)
        else:
            row = Row(keys, path, kind, name, frame.scope)
            kept = self._kept(frame, row)
            entry = self._place(frame, row) if kept else self._removed(frame, row)
            frame.names[name] = entry
        frame.last = frame.names[name].pick([], name, self.reading.nodes)[0]
        frame.ambiguous = False

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

    def _name(self, frame: Frame, keys: Mapping[str, object], path: Path, kind: str) -> str:
        count = frame.counts[kind] = frame.counts.get(kind, 0) + 1
        name = keys.get("name")
        given = name is not None or "name" in keys
        if not given:
            name = f"{kind}_{count}"
        elif not isinstance(name, str) or not NAME.fullmatch(name):
            fact = f"has name {written(name)}; a name is letters, digits and _, and no digit first"
            name = f"{kind}_{count}"
            self.reading.fault(
                frame, path, BadValue(key=("name",), fact=fact), f"{frame.prefix}{name}"
            )
        if name in frame.names:
            self._clash(frame, name, path, given)
        frame.places.setdefault(name, (*path, "name") if given else path)
        return name

    def _clash(self, frame: Frame, name: str, path: Path, given: bool) -> None:
        problem = DuplicateKey(
            key=("name",) if given else (),
            fact=f'"{name}" names two layers' if name in frame.places else f'"{name}" is an input',
            remedy="rename one",
            first=frame.places.get(name, ()),
        )
        self.reading.fault(frame, path, problem, f"{frame.prefix}{name}")

    def _repeat(
        self, frame: Frame, keys: dict[str, object], path: Path, kind: str, name: str
    ) -> Entry:
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
            return Many(self._removed(frame, row))
        computed = has_expression(keys["type"])
        entry = Many(One(None))
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
                entry.copies.append(stand)
                continue
            one = self._place(frame, copy, (chained,) if not first else ())
            entry.copies.append(one)
            entry.last, chained, first = one, one.port, False
        if first:
            entry.last = entry.copies[0]
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
            return self._block(frame, row, reading.blocks[row.type], ports)
        if row.type in reading.broken:
            return One(None)
        return leaf(reading, frame, row, ports)

    def _block(
        self, frame: Frame, row: Row, block: Block, ports: tuple[Port | None, ...] | None
    ) -> One:
        reading = self.reading
        name = frame.prefix + row.name
        reading.used.add(block.name)
        if block.name in frame.open:
            chain = " -> ".join([*frame.open[frame.open.index(block.name) :], block.name])
            fact = f"closes a cycle of blocks: {chain}"
            problem = UndefinedReference(key=("type",), fact=fact, name=block.name)
            reading.fault(frame, row.path, problem, name)
            return One(None)
        if len(frame.open) >= MOST_DEPTH:
            fact = f'"{name}" nests blocks {len(frame.open) + 1} deep; the limit is {MOST_DEPTH}'
            reading.stop(frame, row.path, LimitExceeded(key=("type",), fact=fact))
        inner = Frame(
            scope=Scope(self._params(frame, row, block), reading.vars),
            path=(*block.path, "layers"),
            rows=block.layers,
            names=self._block_inputs(frame, row, block, ports),
            prefix=f"{name}.",
            uses=(*frame.uses, (row.path, name)),
            trainable=frame.trainable and trainable(reading, frame, row),
            open=(*frame.open, block.name),
        )
        inner.ambiguous = len(block.inputs) > 1
        inner.last = None if inner.ambiguous else inner.names[block.inputs[0]].pick([], "", [])[0]
        start = len(reading.nodes)
        self.expand(inner)
        entry = One(self._output(inner, block), nodes=range(start, len(reading.nodes)))
        entry.ports = {
            port: self._named(inner, block, port, ref) for port, ref in block.outputs.items()
        }
        if "like" in row.keys:
            near = UnknownName(key=("like",), on_key=True, kind="key", name="like", owner=row.type)
            reading.fault(frame, row.path, near, name)
        if "share" in row.keys:
            share(reading, frame, row, entry)
        if "expect" in row.keys:
            expect(reading, frame, row, entry)
        return entry

    def _params(self, frame: Frame, row: Row, block: Block) -> dict[str, object]:
        """The block's params as this layer gives them; those that fail stay at null."""
        values = dict(block.params)
        for key in row.keys:
            if key in COMMON:
                continue
            if key not in block.params:
                near = nearest(key, [p for p in block.params if p not in row.keys])
                problem: Problem = UnknownName(
                    key=(key,),
                    on_key=True,
                    kind="key",
                    name=key,
                    owner=block.name,
                    known=near,
                    hint=", ".join(block.params),
                )
                self.reading.fault(frame, row.path, problem, frame.prefix + row.name)
                continue
            value = self.reading.value(frame, row, key)
            values[key] = UNKNOWN if value is None and row.keys[key] is not None else value
        missing = tuple(p for p, v in block.params.items() if v is None and p not in row.keys)
        if missing:
            problem = MissingKeys(names=missing)
            self.reading.fault(frame, row.path, problem, frame.prefix + row.name)
            values |= dict.fromkeys(missing, UNKNOWN)
        for param in block.params:
            if param not in row.keys and has_expression(values[param]):
                values[param] = self._default(block, param, values)
        return values

    def _default(self, block: Block, param: str, values: Mapping[str, object]) -> object:
        """A default that is an expression over vars and the params before it."""
        known = {p: v for p, v in values.items() if not has_expression(v)}
        try:
            return resolve(block.params[param], Scope(known, self.reading.vars))
        except ExpressionFault as error:
            path = (*block.path, "params", param, *error.problem.key)
            problem = rooted(error.problem, ".".join(map(str, path)))
            self.reading.faults.append(Fault(problem=problem, path=path))
        except UnknownValue:
            pass
        return UNKNOWN

    def _block_inputs(
        self, frame: Frame, row: Row, block: Block, ports: tuple[Port | None, ...] | None
    ) -> dict[str, Entry]:
        wanted = len(block.inputs)
        given = ports or ()
        if len(given) != wanted and not (ports and None in ports):
            fact = f"has {count_of(len(given), 'input')}, {block.name} takes {wanted}"
            if wanted > 1 or given:
                fact += f": {', '.join(block.inputs)}"
            key: Path = ("inputs",) if "inputs" in row.keys else ()
            self.reading.fault(
                frame, row.path, BadValue(key=key, fact=fact), frame.prefix + row.name
            )
            given = ()
        filled = (*given, *(None,) * wanted)[:wanted]
        return {name: One(port) for name, port in zip(block.inputs, filled, strict=True)}

    def _output(self, inner: Frame, block: Block) -> Port | None:
        if block.output is None:
            return inner.last
        return self._named(inner, block, "output", block.output)

    def _named(self, inner: Frame, block: Block, port: str, reference: str) -> Port | None:
        key = ("output",) if port == "output" and block.output == reference else ("outputs", port)
        try:
            reference = str(resolve(reference, inner.scope))
            return look_up(reference, inner.names, self.reading.nodes, {})[0]
        except (ExpressionFault, UnknownValue):
            return None
        except (NameFault, IndexError) as error:
            known = error.known if isinstance(error, NameFault) else ()
            fact = f'block "{block.name}" gives out "{reference}", which is none of its layers'
            problem = UndefinedReference(fact=fact, name=reference, known=known)
            self.reading.faults.append(
                Fault(problem=problem, path=(*block.path, *key), uses=inner.uses)
            )
            return None
