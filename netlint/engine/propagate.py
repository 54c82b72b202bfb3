"""Propagate: shapes through the nodes of a net in declared order, problems and conditions kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from netlint.core.conditions import Condition
from netlint.core.errors import InexactError, ShapeError
from netlint.core.fault import Fault
from netlint.core.ledger import Ledger
from netlint.core.problems import ImpossibleSize, Problem, RankMismatch, UndefinedReference
from netlint.core.shape import Shape, Shapes, default_roles
from netlint.engine.promises import at_node, unkept, unlike_pinned
from netlint.engine.step import Flow, Step
from netlint.engine.symbols import Symbols
from netlint.layers._base import Layer, shape_words

if TYPE_CHECKING:
    from netlint.spec.model import Net, Node


class Reading:
    """One reading of a net: symbols in ``values`` are numbers, all others stay symbols.

    ``pinned`` is the reading whose weights count (that of the shown sizes); its weights' shapes
    must be met by this one. ``distinct`` are the steps that differ, ``steps`` has one a node.
    """

    def __init__(self, net: Net, values: Mapping[str, int], pinned: Reading | None = None) -> None:
        self.net = net
        self.values = values
        self.pinned = pinned
        self.ledger = Ledger()
        symbols = Symbols(net, values, self.ledger)
        self.symbols, self.faults = symbols.sizes, symbols.faults
        self.start = self.ledger.taken()
        self.inputs: Shapes = tuple([self._input(i.shape, i.layout, i.integer) for i in net.inputs])
        self.steps: list[Step | None] = []
        self.distinct: list[Step] = []
        self.extra: dict[int, tuple[Fault, ...]] = {}
        self.noted: dict[int, tuple[Condition, ...]] = {}
        self._known: dict[object, Flow] = {}
        self._joined: dict[tuple[Flow | None, ...], Flow] = {}
        self._flows: list[Flow | None] = [None] * len(net.nodes)
        self._flows += [self._flow((shape,)) for shape in reversed(self.inputs)]
        self._run()

    def shapes(self, index: int) -> Shapes | None:
        """The output shapes of a node, or of input ``-1 - index``; None if unknown."""
        flow = self._flows[index]
        return None if flow is None else flow.shapes

    def problems(self, node: Node) -> tuple[Problem, ...]:
        """What is wrong with a node, first what was read, then what was inferred."""
        return tuple(f.problem for f in self.faults_of(node))

    def faults_of(self, node: Node) -> tuple[Fault, ...]:
        """The problems of a node, each in its place."""
        step = self.steps[node.index]
        if not node.problems and (step is None or not step.problems):
            return self.extra.get(node.index, ())
        own = node.problems + (step.problems if step else ())
        return tuple(at_node(node, p) for p in own) + self.extra.get(node.index, ())

    def conditions(self, index: int) -> tuple[Condition, ...]:
        """What the node asks of the symbols."""
        step = self.steps[index]
        own = step.conditions if step else ()
        return own + self.noted.get(index, ())

    def _input(self, sizes: tuple[int | str, ...], layout: str, integer: bool) -> Shape:
        read = tuple([self.symbols[s] if isinstance(s, str) else s for s in sizes])
        return Shape(read, default_roles(len(sizes), layout, integer))

    def _flow(self, shapes: Shapes) -> Flow:
        # Of one shape its parts are the key: a tuple of tuples is hashed and compared in C.
        key = (shapes[0].sizes, shapes[0].roles) if len(shapes) == 1 else shapes
        flow = self._known.get(key)
        if flow is None:
            flow = self._known[key] = Flow(shapes)
        return flow

    def _run(self) -> None:
        flows, pinned = self._flows, self.pinned
        keep = self.steps.append
        for node in self.net.nodes:
            source = node.source
            if source is None:
                step = self._of_several(node)
            else:
                flow = flows[source]
                step = flow.made.get(node.kind) or self._infer(node, flow) if flow else None
            keep(step)
            if step is None:
                continue
            flows[node.index] = step.flow
            if pinned is not None and "weights" in step.layer.traits:
                self._keep(node, unlike_pinned(self, node, step, pinned))
            if not node.plain:
                self._keep(node, unkept(self, node, step))
        for flow in self._known.values():
            flow.made.clear()

    def _of_several(self, node: Node) -> Step | None:
        """The step of a node that reads several tensors, or one of several outputs."""
        if node.layer is None:
            return None
        met = tuple([self._flows[source] for source in node.sources])
        flow = self._joined.get(met) if met and None not in met else None
        if flow is None:
            shapes = self._gather(node)
            if shapes is None:
                return None
            flow = self._flow(shapes)
            if met:
                self._joined[met] = flow
        if node.layer.numbered:
            return self._counted(node, node.layer, flow)
        return flow.made.get(node.kind) or self._infer(node, flow)

    def _gather(self, node: Node) -> Shapes | None:
        found: list[Shape] = []
        for port in node.inputs:
            shapes = self.shapes(port[0]) if port is not None else None
            if port is None or shapes is None:
                return None
            if port[1] >= len(shapes):
                self._keep(node, [at_node(node, self._no_output(port, len(shapes)))])
                return None
            found.append(shapes[port[1]])
        if node.layer is not None and node.layer.undoes is not None:
            undone = self.steps[port[0]] if port is not None else None
            found += undone.inputs[:1] if undone is not None else ()
        return tuple(found)

    def _no_output(self, port: tuple[int, int], count: int) -> Problem:
        maker = self.net.nodes[port[0]].name
        name = f"{maker}.{port[1]}"
        fact = f'reads "{name}", but "{maker}" has {count} outputs, 0 to {count - 1}'
        return UndefinedReference(key=("inputs",), fact=fact, name=name)

    def _counted(self, node: Node, layer: Layer, flow: Flow) -> Step:
        """The step of a layer that splits, with the number of pieces that a symbol leaves open."""
        other = self.pinned.steps[node.index] if self.pinned is not None else None
        shown = len(other.outputs) if other is not None and other.outputs is not None else None
        if shown is None and all(isinstance(n, int) for n in flow.shapes[0].sizes):
            return flow.made.get(node.kind) or self._infer(node, flow)
        count = shown, self._read.get(node.index, 1)
        kind = node.kind, *count
        return flow.made.get(kind) or self._infer(node, flow, layer.counted(*count), kind)

    @cached_property
    def _read(self) -> dict[int, int]:
        """How many outputs of every node the net reads."""
        ports = [p for node in self.net.nodes for p in node.inputs if p is not None]
        found: dict[int, int] = {}
        for index, number in (*ports, *self.net.outputs):
            found[index] = max(found.get(index, 1), number + 1)
        return found

    def _infer(
        self, node: Node, flow: Flow, layer: Layer | None = None, kind: object = None
    ) -> Step:
        """A new step; ``layer`` and ``kind`` are the node's own where they are left out."""
        layer = layer or node.layer
        assert layer is not None
        inputs = flow.shapes
        outputs: Shapes | None = None
        problems: tuple[Problem, ...] = ()
        try:
            if node.open:
                layer = self._bound(layer)
            if node.claim is not None and flow.dims != node.claim:
                _check_claim(node, layer, inputs)
            outputs = layer.infer(inputs)
            problems = tuple(layer.faults(inputs))
        except ShapeError as error:
            problems = (error.problem,)
        made = None if outputs is None else flow if outputs is inputs else self._flow(outputs)
        step = Step(len(self.distinct), layer, inputs, made, problems, self.ledger.taken())
        self.distinct.append(step)
        flow.made[node.kind if kind is None else kind] = step
        return step

    def _bound(self, layer: Layer) -> Layer:
        try:
            return layer.bind(self.symbols)
        except InexactError as error:
            key, expression = next((k, e) for k, e in layer.expressions() if "/" in e.text)
            fact = f"has {key} {expression}, but {error}"
            raise ShapeError(ImpossibleSize(key=(key,), fact=fact)) from None

    def _keep(self, node: Node, faults: Iterable[Fault]) -> None:
        """Keep what is wrong with a node, and the conditions noted on the way."""
        found = tuple(faults)
        if found:
            self.extra[node.index] = (*self.extra.get(node.index, ()), *found)
        taken = self.ledger.taken()
        if taken:
            self.noted[node.index] = (*self.noted.get(node.index, ()), *taken)


def _check_claim(node: Node, layer: Layer, inputs: Shapes) -> None:
    x = inputs[0]
    claim = node.claim
    if x.dims == claim or (claim == 1 and x.dims == 0 and layer.flat_claim == 1):
        return
    axes = "1 space axis" if claim == 1 else f"{claim} space axes"
    fact = f"needs {axes}, the input {shape_words(x)} has {x.dims or 'none'}"
    right = f"{node.type[:-2]}{x.dims}d"
    remedy = f'"{right}" has {x.dims}' if 1 <= x.dims <= 3 else None
    raise ShapeError(RankMismatch(key=("type",), fact=fact, remedy=remedy))
