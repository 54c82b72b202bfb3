"""Blocks: named lists of layers with params, inputs and ports, as the document writes them."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.fault import Fault
from netlint.core.finding import Path
from netlint.core.problems import DuplicateKey, UndefinedReference, UnknownName
from netlint.spec.expressions import RESERVED, Scope
from netlint.spec.form import Form
from netlint.spec.layer_types import COMMON, is_layer_type, signature
from netlint.spec.names import NAME
from netlint.spec.reading import Block, Frame, Reading
from netlint.spec.sections import Sections

KEYS = ("params", "inputs", "outputs", "output", "layers", "description")


Blocks = tuple[dict[str, Block], frozenset[str]]
"""The blocks that can be read, and the names of those that cannot."""

KNOWN_BLOCKS: Sections[Blocks] = Sections()


def read_blocks(value: object, form: Form) -> Blocks:
    """The blocks of a spec, each with what is wrong in it told."""
    written = form.mapping(value, ("blocks",), "a mapping from a name to a block")
    if written is None:
        return {}, frozenset()
    blocks: dict[str, Block] = {}
    for name, item in written.items():
        block = _block(name, item, form)
        if block is not None:
            blocks[name] = block
    return blocks, frozenset(written) - frozenset(blocks)


def _block(name: str, item: object, form: Form) -> Block | None:
    path: Path = ("blocks", name)
    if not NAME.fullmatch(name):
        form.bad(path, f'"{name}" is no name for a block; use letters, digits and _', on_key=True)
    elif is_layer_type(name):
        problem = DuplicateKey(
            on_key=True,
            fact=f'block "{name}" has the name of a layer type',
            remedy="rename the block",
        )
        form.keep(path, problem)
        return None
    keys = form.mapping(item, path, "a mapping with layers")
    if keys is None:
        return None
    form.known(keys, KEYS, path, f'block "{name}"')
    layers = keys.get("layers")
    if "layers" not in keys:
        form.missing(path, ("layers",))
        return None
    if not isinstance(layers, list | tuple) or not layers:
        form.wrong((*path, "layers"), layers, "a list of layers")
        return None
    params = form.mapping(
        keys.get("params", {}), (*path, "params"), "a mapping from a param to its default"
    )
    params = {p: v for p, v in (params or {}).items() if _param(p, (*path, "params", p), form)}
    inputs = _inputs(keys, path, form)
    outputs = form.mapping(
        keys.get("outputs", {}), (*path, "outputs"), "a mapping from a port to a layer"
    )
    ports = {p: r for p, r in (outputs or {}).items() if _reference(r, (*path, "outputs", p), form)}
    output = keys.get("output")
    if output is not None and not _reference(output, (*path, "output"), form):
        output = None
    return Block(
        name=name,
        path=path,
        layers=layers,
        inputs=inputs,
        params=params,
        output=str(output) if output is not None else None,
        outputs={p: str(r) for p, r in ports.items()},
    )


def _param(name: str, path: Path, form: Form) -> bool:
    if name in COMMON or name in RESERVED or not NAME.fullmatch(name):
        why = (
            "is a key of every layer" if name in COMMON else "is no name that expressions can read"
        )
        form.bad(path, f'"{name}" {why}; call the param otherwise', on_key=True)
        return False
    return True


def _inputs(keys: Mapping[str, object], path: Path, form: Form) -> tuple[str, ...]:
    value = keys.get("inputs", "input")
    names = list(value) if isinstance(value, list | tuple) else [value]
    good = [n for n in names if isinstance(n, str) and NAME.fullmatch(n)]
    if len(good) != len(names) or not names:
        form.wrong((*path, "inputs"), value, "a name or a list of names")
        return tuple(good) or ("input",)
    if len(set(good)) != len(good):
        form.keep(
            (*path, "inputs"),
            DuplicateKey(fact=f"the inputs {', '.join(good)} repeat a name", remedy="rename one"),
        )
    return tuple(good)


def _reference(value: object, path: Path, form: Form) -> bool:
    if isinstance(value, str):
        return True
    form.wrong(path, value, "the name of a layer of the block")
    return False


def read_unused(reading: Reading) -> None:
    """Read the keys and types of blocks that no layer uses; what depends on params stays open."""
    for name, block in reading.blocks.items():
        if name in reading.used:
            continue
        frame = Frame(Scope({}), (*block.path, "layers"), block.layers, {})
        for index, row in enumerate(block.layers):
            keys = {"type": row} if isinstance(row, str) else row
            if isinstance(keys, dict):
                _read_row(reading, frame, keys, (*block.path, "layers", index))
            else:
                from netlint.core.problems import BadValue

                problem = BadValue(fact="a layer is a mapping or a type name")
                reading.faults.append(Fault(problem=problem, path=(*block.path, "layers", index)))
    _cycles(reading)


def _read_row(reading: Reading, frame: Frame, keys: Mapping[str, object], path: Path) -> None:
    kind = keys.get("type")
    if not isinstance(kind, str) or "$" in kind:
        return
    if kind in reading.blocks or kind in reading.broken:
        return
    found = reading.types.find(kind)
    if found is None:
        problem = reading.types.unknown(kind, reading.blocks, ("type",))
        reading.faults.append(Fault(problem=problem, path=(*path, "type")))
        return
    own = {k: v for k, v in keys.items() if k not in COMMON or k == "like"}
    read = reading.types.read(kind, found, own, signature(own))
    for fault in read.problems:
        value = own.get(str(fault.key[0])) if fault.key else None
        if isinstance(fault, UnknownName) or (fault.key and "$" not in str(value)):
            reading.faults.append(Fault(problem=fault, path=path + fault.key))


def _cycles(reading: Reading) -> None:
    """Tell a cycle among blocks that no layer uses."""
    told: set[str] = set()
    for start in reading.blocks:
        chain = _chain(start, start, reading, ())
        if chain and not reading.used & set(chain) and not told & set(chain):
            told |= set(chain)
            fact = f"blocks form a cycle: {' -> '.join((*chain, start))}"
            problem = UndefinedReference(fact=fact, name=start, on_key=True)
            reading.faults.append(Fault(problem=problem, path=("blocks", start)))


def _chain(name: str, start: str, reading: Reading, seen: tuple[str, ...]) -> tuple[str, ...]:
    if name in seen or name not in reading.blocks:
        return ()
    seen = (*seen, name)
    for row in reading.blocks[name].layers:
        kind = row if isinstance(row, str) else row.get("type") if isinstance(row, dict) else None
        if kind == start:
            return seen
        if isinstance(kind, str):
            found = _chain(kind, start, reading, seen)
            if found:
                return found
    return ()
