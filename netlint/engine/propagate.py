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
from netlint.engine.remembered import Run, remembered
from netlint.engine.step import Flow, Step
from netlint.engine.symbols import Symbols
from netlint.layers._base import Layer, shape_words
from netlint.spec.body import Use

if TYPE_CHECKING:
    from netlint.spec.model import Net
    from netlint.spec.node import Node


class Reading:
    """One reading of a net: symbols in ``values`` are numbers, all others stay symbols.

    ``pinned`` is the reading whose weights count (that of the shown sizes); its weights' shapes
    must be met by this one. ``steps`` has one a node; where the reading ``is_sound``, all outputs
    are known and nothing is wrong with any.
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
        self.is_sound = not self.faults
        self.extra: dict[int, tuple[Fault, ...]] = {}
        self.noted: dict[int, tuple[Condition, ...]] = {}
        sizes = [n for shape in self.inputs for n in shape.sizes]
        self.remembered = remembered([*self.symbols.values(), *sizes])
        self._particular: dict[object, Step] = {}
        self._flows: list[Flow | None] = [None] * len(net.nodes)
        self._flows += [self.remembered.flow((shape,)) for shape in reversed(self.inputs)]
        self._run(net.nodes.parts)

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

    def _run(self, parts: Iterable[Node | Use]) -> None:
        flows, pinned = self._flows, self.pinned
        keep = self.steps.append
        for node in parts:
            if isinstance(node, Use):
                self._use(node)
                continue
            source = node.source
            flow = flows[source] if source is not None else self._met(node)
            if flow is None:
                self.is_sound = False
                keep(None)
                continue
            step = flow.made.get(node.kind) or self._infer(node, flow)
            keep(step)
            flows[node.index] = step.flow
            if pinned is not None and "weights" in step.layer.traits:
                self._keep(node, unlike_pinned(self, node, step, pinned))
            if not node.plain:
                self._keep(node, unkept(self, node, step))

    def _use(self, use: Use) -> None:
        """The nodes of a body; what it has made of the same tensors before is taken over whole."""
        flows, runs = self._flows, self.remembered.runs
        met = (use.body, *[flows[i] for i in use.inputs])
        run = runs.get(met) if self.pinned is None else None
        if run is not None:
            self.steps += run.steps
            flows[use.start : use.stop] = run.flows
            return
        self._run(use.made)
        if self.pinned is None and self.is_sound:
            steps = tuple(self.steps[use.start :])
            runs[met] = Run(steps, tuple(flows[use.start : use.stop]))
            self.remembered.steps += len(steps)

    def _met(self, node: Node) -> Flow | None:
        """What a node reads that reads several tensors, one of several outputs, or none."""
        joined = self.remembered.joined
        met = tuple([self._flows[source] for source in node.sources])
        flow = joined.get(met)
        if flow is None:
            shapes = self._gather(node) if node.layer is not None else None
            if shapes is not None:
                flow = self.remembered.flow(shapes)
                if met:
                    joined[met] = flow
        return flow

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

    def _of_reading(self, node: Node, layer: Layer, flow: Flow) -> Step:
        """The step of a layer whose values this reading settles: size expressions, outputs."""
        count = self._count(node, flow) if layer.numbered else ()
        key = (node.kind, flow, count)
        step = self._particular.get(key)
        if step is None:
            try:
                layer = layer.counted(*count) if count else layer
                layer = self._bound(layer) if node.open else layer
                step = self._step(node, layer, flow)
            except ShapeError as error:
                self.is_sound = False
                step = Step(layer, flow.shapes, None, (error.problem,), self.ledger.taken())
            self._particular[key] = step
        return step

    def _count(self, node: Node, flow: Flow) -> tuple[()] | tuple[int | None, int]:
        """The number of pieces, where a symbol leaves it open: at the shown sizes, and as read."""
        other = self.pinned.steps[node.index] if self.pinned is not None else None
        shown = len(other.outputs) if other is not None and other.outputs is not None else None
        if shown is None and all(isinstance(n, int) for n in flow.shapes[0].sizes):
            return ()
        return shown, self._read.get(node.index, 1)

    @cached_property
    def _read(self) -> dict[int, int]:
        """How many outputs of every node the net reads."""
        ports = [p for node in self.net.nodes for p in node.inputs if p is not None]
        found: dict[int, int] = {}
        for index, number in (*ports, *self.net.outputs):
            found[index] = max(found.get(index, 1), number + 1)
        return found

    def _infer(self, node: Node, flow: Flow) -> Step:
        """What the node's layer makes of a flow; remembered for its kind if nothing is wrong."""
        layer = node.layer
        assert layer is not None
        if node.source is None and (node.open or layer.numbered):
            return self._of_reading(node, layer, flow)
        step = self._step(node, layer, flow)
        if not step.problems:
            flow.made[node.kind] = step
            self.remembered.steps += 1
        return step

    def _step(self, node: Node, layer: Layer, flow: Flow) -> Step:
        inputs = flow.shapes
        made: Flow | None = None
        problems: tuple[Problem, ...] = ()
        try:
            if node.claim is not None and flow.dims != node.claim:
                _check_claim(node, layer, inputs)
            outputs = layer.infer(inputs)
            made = flow if outputs is inputs else self.remembered.flow(outputs)
            faults = layer.faults(inputs)
            if faults:
                problems = tuple(faults)
        except ShapeError as error:
            problems = (error.problem,)
        if problems:
            self.is_sound = False
        taken = self.ledger.taken() if self.ledger.conditions else ()
        return Step(layer, inputs, made, problems, taken)

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
            self.is_sound = False
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
