"""Memory: the bytes that activations hold, and their peak over tensor lifetimes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from netlint.core.size import Int, Size

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading

BYTES = {
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
    "int8": 1,
    "int16": 2,
    "int32": 4,
    "int64": 8,
    "uint8": 1,
    "bool": 1,
}
INTEGERS = frozenset(("int8", "int16", "int32", "int64", "uint8", "bool"))


class Memory(NamedTuple):
    """Bytes of each node's outputs (None if unknown), the dtypes, and the peak."""

    nodes: list[Int | None]
    dtypes: list[str]
    peak: Int | None


def memory(reading: Reading) -> Memory:
    """The peak as if every layer wrote anew: what it reads, writes, and what is read later."""
    dtypes = _dtypes(reading)
    net = reading.net
    count = len(net.nodes)
    sizes: list[list[Int] | None] = []
    for index in [*range(count), *range(-len(net.inputs), 0)]:
        shapes = reading.shapes(index)
        width = BYTES[dtypes[index]]
        sizes.append(None if shapes is None else [s.elements * width for s in shapes])
    nodes = [None if s is None else sum(s) for s in sizes[:count]]
    peak = None if any(s is None for s in sizes) else _peak(reading, [s or [] for s in sizes])
    return Memory(nodes, dtypes, peak)


def _dtypes(reading: Reading) -> list[str]:
    """The dtype of every node, then of the inputs from the last to the first."""
    net = reading.net
    found = ["float32"] * len(net.nodes) + [i.dtype for i in reversed(net.inputs)]
    for node in net.nodes:
        layer = node.layer
        if layer is None:
            continue
        if layer.gives is not None:
            found[node.index] = layer.gives
            continue
        read = [found[p[0]] for p in node.inputs if p is not None]
        kept = read[0] if read else "float32"
        found[node.index] = "float32" if kept in INTEGERS and "weights" in layer.traits else kept
    return found


def _peak(reading: Reading, sizes: list[list[Int]]) -> Int:
    net = reading.net
    count = len(net.nodes)
    last: dict[tuple[int, int], int] = {(-k - 1, 0): -1 for k in range(len(net.inputs))}
    for node in net.nodes:
        for number in range(len(sizes[node.index])):
            last[(node.index, number)] = node.index
        for port in node.inputs:
            if port is not None:
                last[port] = node.index
    for port in net.outputs:
        last[port] = count
    leaving: dict[int, list[tuple[int, int]]] = {}
    for port, index in last.items():
        leaving.setdefault(index, []).append(port)
    live: Int = sum(sizes[-k - 1][0] for k in range(len(net.inputs)))
    unread: Int = sum(sizes[p[0]][p[1]] for p in leaving.get(-1, ()))
    live = live - unread
    moments: dict[Int, None] = {}
    for node in net.nodes:
        live = live + sum(sizes[node.index])
        moments[live] = None
        for index, number in leaving.get(node.index, ()):
            if number < len(sizes[index]):
                live = live - sizes[index][number]
    return _largest(list(moments))


def _largest(moments: list[Int]) -> Int:
    """The largest; of sums with symbols first those that another one outdoes are left out."""
    numbers = [m for m in moments if isinstance(m, int)]
    sums = [m for m in moments if isinstance(m, Size)]
    best: Int = max(numbers, default=0)
    kept = [m for m in sums if not any(o is not m and _outdoes(o, m) for o in sums)]
    if not kept:
        return best
    if len(kept) == 1 and not best:
        return kept[0]
    operands: tuple[Int, ...] = (*kept, best) if best else (*kept,)
    return kept[0].ledger.opaque(
        ("peak", operands), operands, max, lambda *texts: f"max({', '.join(texts)})"
    )


def _outdoes(one: Size, other: Size) -> bool:
    """Whether ``one - other`` has no negative coefficient."""
    rest = one - other
    return (isinstance(rest, int) and rest > 0) or (
        isinstance(rest, Size) and all(f > 0 for _, f in rest.terms)
    )
