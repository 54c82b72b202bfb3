"""Instance: a layer that uses a block becomes the block's nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from netlint.core.fault import Fault
from netlint.core.finding import Path
from netlint.core.problems import (
    BadValue,
    LimitExceeded,
    MissingKeys,
    Problem,
    UndefinedReference,
    UnknownName,
)
from netlint.core.words import nearest
from netlint.spec.expressions import (
    UNKNOWN,
    ExpressionFault,
    Scope,
    UnknownValue,
    has_expression,
    resolve,
)
from netlint.spec.form import rooted
from netlint.spec.layer_types import COMMON
from netlint.spec.names import Entry, NameFault, One, look_up
from netlint.spec.node import Port
from netlint.spec.reading import MOST_DEPTH, Block, Frame, Reading, Row
from netlint.spec.ties import count_of, expect, share, trainable


def instance(
    reading: Reading,
    frame: Frame,
    row: Row,
    ports: tuple[Port | None, ...] | None,
    expand: Callable[[Frame], None],
) -> One:
    """Expand the block that a layer uses, with its params, inputs and ports."""
    block = reading.blocks[row.type]
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
        scope=Scope(_params(reading, frame, row, block), reading.vars),
        path=(*block.path, "layers"),
        rows=block.layers,
        names=_block_inputs(reading, frame, row, block, ports),
        prefix=f"{name}.",
        uses=(*frame.uses, (row.path, name)),
        trainable=frame.trainable and trainable(reading, frame, row),
        open=(*frame.open, block.name),
    )
    inner.ambiguous = len(block.inputs) > 1
    inner.last = None if inner.ambiguous else inner.names[block.inputs[0]].pick([], "", [])[0]
    start = len(reading.nodes)
    expand(inner)
    entry = One(_output(reading, inner, block), nodes=range(start, len(reading.nodes)))
    entry.ports = {
        port: _named(reading, inner, block, port, ref) for port, ref in block.outputs.items()
    }
    if "like" in row.keys:
        near = UnknownName(key=("like",), on_key=True, kind="key", name="like", owner=row.type)
        reading.fault(frame, row.path, near, name)
    if "share" in row.keys:
        share(reading, frame, row, entry)
    if "expect" in row.keys:
        expect(reading, frame, row, entry)
    return entry


def _params(reading: Reading, frame: Frame, row: Row, block: Block) -> dict[str, object]:
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
            reading.fault(frame, row.path, problem, frame.prefix + row.name)
            continue
        value = reading.value(frame, row, key)
        values[key] = UNKNOWN if value is None and row.keys[key] is not None else value
    missing = tuple(p for p, v in block.params.items() if v is None and p not in row.keys)
    if missing:
        problem = MissingKeys(names=missing)
        reading.fault(frame, row.path, problem, frame.prefix + row.name)
        values |= dict.fromkeys(missing, UNKNOWN)
    for param in block.params:
        if param not in row.keys and has_expression(values[param]):
            values[param] = _default(reading, block, param, values)
    return values


def _default(reading: Reading, block: Block, param: str, values: Mapping[str, object]) -> object:
    """A default that is an expression over vars and the params before it."""
    known = {p: v for p, v in values.items() if not has_expression(v)}
    try:
        return resolve(block.params[param], Scope(known, reading.vars))
    except ExpressionFault as error:
        path = (*block.path, "params", param, *error.problem.key)
        problem = rooted(error.problem, ".".join(map(str, path)))
        reading.faults.append(Fault(problem=problem, path=path))
    except UnknownValue:
        pass
    return UNKNOWN


def _block_inputs(
    reading: Reading, frame: Frame, row: Row, block: Block, ports: tuple[Port | None, ...] | None
) -> dict[str, Entry]:
    wanted = len(block.inputs)
    given = ports or ()
    if len(given) != wanted and not (ports and None in ports):
        fact = f"has {count_of(len(given), 'input')}, {block.name} takes {wanted}"
        if wanted > 1 or given:
            fact += f": {', '.join(block.inputs)}"
        key: Path = ("inputs",) if "inputs" in row.keys else ()
        reading.fault(frame, row.path, BadValue(key=key, fact=fact), frame.prefix + row.name)
        given = ()
    filled = (*given, *(None,) * wanted)[:wanted]
    return {name: One(port) for name, port in zip(block.inputs, filled, strict=True)}


def _output(reading: Reading, inner: Frame, block: Block) -> Port | None:
    if block.output is None:
        return inner.last
    return _named(reading, inner, block, "output", block.output)


def _named(reading: Reading, inner: Frame, block: Block, port: str, reference: str) -> Port | None:
    key = ("output",) if port == "output" and block.output == reference else ("outputs", port)
    try:
        reference = str(resolve(reference, inner.scope))
        return look_up(reference, inner.names, reading.nodes)[0]
    except (ExpressionFault, UnknownValue):
        return None
    except (NameFault, IndexError) as error:
        known = error.known if isinstance(error, NameFault) else ()
        fact = f'block "{block.name}" gives out "{reference}", which is none of its layers'
        problem = UndefinedReference(fact=fact, name=reference, known=known)
        reading.faults.append(Fault(problem=problem, path=(*block.path, *key), uses=inner.uses))
        return None
