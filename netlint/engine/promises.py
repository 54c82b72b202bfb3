"""Promises: what a node is declared to be (``expect``, ``share``), against what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netlint.core.conditions import equal
from netlint.core.errors import InexactError
from netlint.core.expression import Expression
from netlint.core.fault import Fault
from netlint.core.problems import FeaturesMismatch, OutputMismatch, Problem, ShareMismatch
from netlint.core.shape import Shape
from netlint.core.size import Int, Size

if TYPE_CHECKING:
    from netlint.engine.propagate import Reading
    from netlint.engine.step import Step
    from netlint.spec.node import Expectation, Node


def at_node(node: Node, problem: Problem) -> Fault:
    """A problem of a node in its place."""
    return Fault(problem=problem, path=node.path + problem.key, layer=node.name, uses=node.uses)


def unlike_pinned(reading: Reading, node: Node, step: Step, pinned: Reading) -> Iterator[Fault]:
    """A fault where a weight has not the shape that it has in the pinned reading."""
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
            elif isinstance(wanted, Size):
                wanted = wanted.bind(reading.values)
            if not equal(size, wanted):
                yield at_node(node, _features(step, size, wanted))
                return


def _features(step: Step, size: Int, wanted: Int) -> Problem:
    assert isinstance(size, int)
    assert isinstance(wanted, int)
    return FeaturesMismatch(
        declared=(wanted,), actual=(size,), shape=(step.inputs or step.outputs or ())[0]
    )


def unkept(reading: Reading, node: Node, step: Step) -> Iterator[Fault]:
    """A fault for each promise of the node that does not hold."""
    if step.outputs is None:
        return
    if node.share is not None:
        target = reading.net.nodes[node.share]
        other = reading.steps[node.share]
        fact = _share_fault(node, step, target, other) if other and target.layer else None
        if fact:
            yield at_node(node, ShareMismatch(key=("share",), fact=fact))
    for expectation in node.expects:
        if expectation.port >= len(step.outputs):
            continue
        shape = step.outputs[expectation.port]
        fact = _unexpected(expectation, shape, reading)
        if fact is not None:
            texts = tuple(_wanted(size, reading) for size in expectation.sizes)
            problem = OutputMismatch(actual=shape, expected=texts, fact=fact)
            at = expectation
            yield Fault(problem=problem, path=at.path, layer=at.layer, uses=at.uses)


def _wanted(size: int | Expression | None, reading: Reading) -> str:
    """An entry of ``expect`` as a number where it is one."""
    if size is None:
        return "_"
    try:
        return str(size.of(reading.symbols) if isinstance(size, Expression) else size)
    except InexactError:
        return str(size)


def _unexpected(expectation: Expectation, shape: Shape, reading: Reading) -> str | None:
    """Why the shape is not the expected one; "" where the shapes say it all."""
    if len(expectation.sizes) != shape.rank:
        return f"has {shape.rank} axes, expected {len(expectation.sizes)}"
    differs = False
    for i, (size, actual) in enumerate(zip(expectation.sizes, shape.sizes, strict=True)):
        if size is None:
            continue
        try:
            wanted = size.of(reading.symbols) if isinstance(size, Expression) else size
        except InexactError as error:
            return f"expects {size} on axis {i}, but {error}"
        differs = not equal(actual, wanted) or differs
    return "" if differs else None


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
