"""Propagate: shapes through the nodes of a net in declared order, problems and conditions kept."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from netlint.core.conditions import Condition, equal
from netlint.core.errors import InexactError, ShapeError
from netlint.core.expression import Expression
from netlint.core.ledger import Ledger
from netlint.core.problems import (
    Fault,
    FeaturesMismatch,
    ImpossibleSize,
    OutputMismatch,
    Problem,
    RankMismatch,
    ShareMismatch,
    UndefinedReference,
)
from netlint.core.shape import Shape, Shapes, default_roles
from netlint.core.size import Int, Size
from netlint.engine.step import Step
from netlint.layers._base import Layer, shape_words

if TYPE_CHECKING:
    from netlint.spec.model import Expectation, Net, Node


class Reading:
    """One reading of a net: symbols in ``values`` are numbers, all others stay symbols.

    ``pinned`` is the reading whose weights count (that of the shown sizes); its weights' shapes
    must be met by this one.
    """

    def __init__(self, net: Net, values: Mapping[str, int], pinned: Reading | None = None) -> None:
        self.net = net
        self.values = values
        self.pinned = pinned
        self.ledger = Ledger()
        self.faults: list[Fault] = []
        self.symbols = self._symbols()
        self.start = self._taken()
        self.inputs: Shapes = tuple(self._input(i.shape, i.layout, i.integer) for i in net.inputs)
        self.steps: list[Step | None] = []
        self.extra: dict[int, tuple[Fault, ...]] = {}
        self.noted: dict[int, tuple[Condition, ...]] = {}
        self._counts: dict[tuple[int, int | None, int], Layer] = {}
        self._outputs: list[Shapes | None] = [None] * len(net.nodes)
        self._outputs += [(shape,) for shape in reversed(self.inputs)]
        self._run()

    def shapes(self, index: int) -> Shapes | None:
        """The output shapes of a node, or of input ``-1 - index``; None if unknown."""
        return self._outputs[index]

    def problems(self, node: Node) -> tuple[Problem, ...]:
        """What is wrong with a node, first what was read, then what was inferred."""
        return tuple(f.problem for f in self.faults_of(node))

    def faults_of(self, node: Node) -> tuple[Fault, ...]:
        """The problems of a node, each in its place."""
        step = self.steps[node.index]
        if not node.problems and (step is None or not step.problems):
            return self.extra.get(node.index, ())
        own = node.problems + (step.problems if step else ())
        return tuple(_at(node, p) for p in own) + self.extra.get(node.index, ())

    def conditions(self, index: int) -> tuple[Condition, ...]:
        """What the node asks of the symbols."""
        step = self.steps[index]
        own = step.conditions if step else ()
        return own + self.noted.get(index, ())

    def _symbols(self) -> dict[str, Int]:
        net = self.net
        names = dict.fromkeys(s for i in net.inputs for s in i.shape if isinstance(s, str))
        names |= dict.fromkeys(net.sizes)
        found: dict[str, Int] = {}
        for name in names:
            self._symbol(name, found)
        return found

    def _symbol(self, name: str, found: dict[str, Int]) -> Int:
        if name in found:
            return found[name]
        declared = self.net.sizes.get(name)
        if isinstance(declared, Expression):
            needed = {s: self._symbol(s, found) for s in declared.symbols}
            try:
                size = declared.of(needed)
            except InexactError as error:
                fact = f"sizes.{name} is {declared}, but {error}"
                self._fault(name, ImpossibleSize(fact=fact))
                size = error.size // error.divisor if error.divisor else 1
            if isinstance(size, int) and size < 1:
                fact = f"sizes.{name} is {declared}, which is {size}"
                self._fault(name, ImpossibleSize(fact=fact))
                size = 1
            found[name] = size
        else:
            value = self.values.get(name)
            found[name] = self.ledger.symbol(name) if value is None else value
        return found[name]

    def _fault(self, name: str, problem: Problem) -> None:
        self.faults.append(Fault(problem=problem, path=("sizes", name)))

    def _input(self, sizes: tuple[int | str, ...], layout: str, integer: bool) -> Shape:
        read = tuple(self.symbols[s] if isinstance(s, str) else s for s in sizes)
        return Shape(read, default_roles(len(sizes), layout, integer))

    def _run(self) -> None:
        # Equal shapes are one object here, so that what is remembered is found by identity.
        memo: dict[tuple[int, int], Step] = {}
        known: dict[Shapes, Shapes] = {}
        outputs = self._outputs
        keep = self.steps.append
        pinned = self.pinned
        for node in self.net.nodes:
            layer = node.layer
            source = node.source
            if source is not None:
                inputs = outputs[source]
            elif layer is not None:
                inputs = self._gather(node)
                inputs = known.setdefault(inputs, inputs) if inputs is not None else None
                if layer.numbered:
                    layer = self._counted(layer, node, inputs)
            else:
                inputs = None
            if inputs is None or layer is None:
                keep(None)
                continue
            key = (id(layer), id(inputs))
            step = memo.get(key)
            if step is None:
                step = memo[key] = self._infer(layer, node, inputs)
                if step.outputs is not None:
                    step.outputs = known.setdefault(step.outputs, step.outputs)
            keep(step)
            outputs[node.index] = step.outputs
            if pinned is not None and "weights" in layer.traits:
                self._meet(node, step, pinned)
            if not node.plain:
                self._declared(node, step)

    def _declared(self, node: Node, step: Step) -> None:
        if node.share is not None:
            self._check_share(node, step)
        if step.outputs is not None:
            for expectation in node.expects:
                self._expect(node, expectation, step.outputs)

    def _gather(self, node: Node) -> Shapes | None:
        found: list[Shape] = []
        for port in node.inputs:
            shapes = self._outputs[port[0]] if port is not None else None
            if port is None or shapes is None:
                return None
            if port[1] >= len(shapes):
                name = self.net.nodes[port[0]].name
                has = f"{len(shapes)} outputs, 0 to {len(shapes) - 1}"
                fact = f'reads "{name}.{port[1]}", but "{name}" has {has}'
                problem = UndefinedReference(key=("inputs",), fact=fact, name=f"{name}.{port[1]}")
                self._add(node, problem)
                return None
            found.append(shapes[port[1]])
        if node.layer is not None and node.layer.undoes is not None:
            undone = self.steps[port[0]] if port is not None else None
            found += undone.inputs[:1] if undone is not None else ()
        return tuple(found)

    def _counted(self, layer: Layer, node: Node, inputs: Shapes | None) -> Layer:
        """A layer that splits, with its number of pieces where a symbol leaves it open."""
        other = self.pinned.steps[node.index] if self.pinned is not None else None
        shown = len(other.outputs) if other is not None and other.outputs is not None else None
        sizes = inputs[0].sizes if inputs is not None else ()
        if shown is None and all(isinstance(n, int) for n in sizes):
            return layer
        key = (id(layer), shown, self._read.get(node.index, 1))
        return self._counts.setdefault(key, layer.counted(*key[1:]))

    @cached_property
    def _read(self) -> dict[int, int]:
        """How many outputs of every node the net reads."""
        ports = [p for node in self.net.nodes for p in node.inputs if p is not None]
        found: dict[int, int] = {}
        for index, number in (*ports, *self.net.outputs):
            found[index] = max(found.get(index, 1), number + 1)
        return found

    def _infer(self, layer: Layer, node: Node, inputs: Shapes) -> Step:
        problems: tuple[Problem, ...] = ()
        outputs: Shapes | None = None
        ledger = self.ledger
        try:
            if node.open:
                layer = self._bound(layer)
            if node.claim is not None and inputs[0].dims != node.claim:
                _check_claim(node, layer, inputs)
            outputs = layer.infer(inputs)
            if type(layer).faults is not Layer.faults:
                problems = tuple(layer.faults(inputs))
        except ShapeError as error:
            problems = (error.problem,)
        return Step(layer, inputs, outputs, problems, self._taken() if ledger.conditions else ())

    def _bound(self, layer: Layer) -> Layer:
        try:
            return layer.bind(self.symbols)
        except InexactError as error:
            key, expression = next((k, e) for k, e in layer.expressions() if "/" in e.text)
            fact = f"has {key} {expression}, but {error}"
            raise ShapeError(ImpossibleSize(key=(key,), fact=fact)) from None

    def _taken(self) -> tuple[Condition, ...]:
        taken = tuple(self.ledger.conditions)
        self.ledger.conditions = []
        return taken

    def _add(self, node: Node, problem: Problem) -> None:
        self._keep(node, _at(node, problem))

    def _keep(self, node: Node, fault: Fault) -> None:
        self.extra[node.index] = (*self.extra.get(node.index, ()), fault)

    def _note(self, node: Node) -> None:
        taken = self._taken()
        if taken:
            self.noted[node.index] = (*self.noted.get(node.index, ()), *taken)

    def _meet(self, node: Node, step: Step, pinned: Reading) -> None:
        """The weights of this reading must have the shapes of the pinned one."""
        other = pinned.steps[node.index]
        if step.outputs is None or other is None or other.outputs is None:
            return
        if not all(p.costs_known for p in other.problems):
            return
        for mine, theirs in zip(step.weights, other.weights, strict=False):
            if mine.shape == theirs.shape:
                continue
            for size, wanted in zip(mine.shape, theirs.shape, strict=False):
                if isinstance(size, Size):
                    wanted = size.bind(pinned.values)
                if not equal(size, wanted):
                    self._add(node, _features(step, size, wanted))
                    return
        self._note(node)

    def _check_share(self, node: Node, step: Step) -> None:
        assert node.share is not None
        target = self.net.nodes[node.share]
        other = self.steps[node.share]
        if other is None or target.layer is None or step.outputs is None:
            return
        fact = _share_fault(node, step, target, other)
        if fact:
            self._add(node, ShareMismatch(key=("share",), fact=fact))
        self._note(node)

    def _expect(self, node: Node, expectation: Expectation, outputs: Shapes) -> None:
        if expectation.port >= len(outputs):
            return
        shape = outputs[expectation.port]
        fact = self._unexpected(expectation, shape)
        if fact is not None:
            texts = tuple(map(self._wanted, expectation.sizes))
            problem = OutputMismatch(actual=shape, expected=texts, fact=fact)
            at = expectation
            self._keep(node, Fault(problem=problem, path=at.path, layer=at.layer, uses=at.uses))
        self._note(node)

    def _wanted(self, size: int | Expression | None) -> str:
        """An entry of ``expect`` as a number where it is one."""
        if size is None:
            return "_"
        try:
            return str(size.of(self.symbols) if isinstance(size, Expression) else size)
        except InexactError:
            return str(size)

    def _unexpected(self, expectation: Expectation, shape: Shape) -> str | None:
        """Why the shape is not the expected one; "" where the shapes say it all."""
        if len(expectation.sizes) != shape.rank:
            return f"has {shape.rank} axes, expected {len(expectation.sizes)}"
        differs = False
        for i, (size, actual) in enumerate(zip(expectation.sizes, shape.sizes, strict=True)):
            if size is None:
                continue
            try:
                wanted = size.of(self.symbols) if isinstance(size, Expression) else size
            except InexactError as error:
                return f"expects {size} on axis {i}, but {error}"
            differs = not equal(actual, wanted) or differs
        return "" if differs else None


def _at(node: Node, problem: Problem) -> Fault:
    return Fault(problem=problem, path=node.path + problem.key, layer=node.name, uses=node.uses)


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


def _features(step: Step, size: Int, wanted: Int) -> Problem:
    assert isinstance(size, int)
    assert isinstance(wanted, int)
    return FeaturesMismatch(declared=(wanted,), actual=(size,), shape=step.inputs[0])


def _share_fault(node: Node, step: Step, target: Node, other: Step) -> str | None:
    mine, theirs = step.layer.type, other.layer.type
    tied = {mine, theirs} == {"linear", "embedding"}
    if mine != theirs and not tied:
        return f'shares "{target.name}", which is {theirs}, not {mine}'
    ours = [w for w in step.weights if not w.buffer]
    others = [w for w in other.weights if not w.buffer]
    if tied and (len(ours) > 1 or len(others) > 1):
        return f'shares "{target.name}"; a linear that shares an embedding has no bias'
    if len(ours) != len(others):
        has, had = (", ".join(w.name for w in ws) or "no weights" for ws in (ours, others))
        return f'shares "{target.name}", which has {had}; here it is {has}'
    for one, two in zip(ours, others, strict=True):
        same = len(one.shape) == len(two.shape)
        if not same or not all(equal(a, b) for a, b in zip(one.shape, two.shape, strict=True)):
            had, has = ("x".join(map(str, w.shape)) for w in (two, one))
            return f'shares "{target.name}", whose {two.name} is {had}; here it is {has}'
    return None
