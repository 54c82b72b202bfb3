"""AccidentalBroadcast: a sum that stretches a tensor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from netlint.core.finding import Finding, Severity, Spot
from netlint.core.shape import SPACE, Shape
from netlint.core.size import Size
from netlint.engine.analysis import Analysis
from netlint.engine.step import Step
from netlint.rules._base import Bad, Good, Lint
from netlint.spec.node import Node, Port

WRITTEN = frozenset(("parameter", "unsqueeze", "expand"))


class AccidentalBroadcast(Lint):
    """A sum stretches a tensor that nobody meant to.

    An axis of 1 stretches in silence; on a space axis that is nearly always a mistake. Biases and
    gates (1 on all but the channels), noise and masks (1 on the channels alone) are meant.
    """

    code = "NL113"
    name = "accidental-broadcast"
    severity = Severity.WARNING
    source = "NumPy's broadcasting"
    good: ClassVar = (
        Good(
            "[{name: rows, type: adaptive_avg_pool2d, output_size: [1, 32]},"
            " {name: wide, type: expand, size: [N, 3, 32, 32]}, {type: add, inputs: [x, wide]}]"
        ),
    )
    bad: ClassVar = (
        Bad(
            "[{name: rows, type: adaptive_avg_pool2d, output_size: [1, 32]},"
            " {type: add, inputs: [x, rows]}]",
            at="layers/1/inputs",
        ),
    )

    def check(self, net: Analysis) -> Iterator[Finding]:
        steps = net.shown.steps
        merges = [s for s in set(steps) if s is not None and "broadcast" in s.layer.traits]
        unlike = set(filter(_is_unlike, merges))
        if not unlike:
            return
        for node, step in zip(net.nodes, steps, strict=True):
            if step in unlike and step.outputs is not None:
                yield from self._judge(net, node, step.inputs, step.outputs[0])

    def _judge(
        self, net: Analysis, node: Node, inputs: tuple[Shape, ...], whole: Shape
    ) -> Iterator[Finding]:
        for port, x in zip(node.inputs, inputs, strict=True):
            if port is None:
                continue
            stretched = _stretched(x, whole)
            if not stretched:
                continue
            by_chance = _depends(net, port, stretched)
            summed = node.type in ("add", "sub")
            if by_chance or (summed and not _is_meant(x, whole) and not _is_written(net, port)):
                name = net.net.port_name(port)
                message = f'"{node.name}" stretches "{name}" from {x.text()} to {whole.text()}'
                help = "if meant, say it with expand"
                if by_chance:
                    help = (
                        "its size is 1 by chance at this input size, and the merge fails at others"
                    )
                yield self.report(Spot((*node.path, "inputs")), message, layer=node.name, help=help)


def _is_unlike(step: Step) -> bool:
    """Whether a merge joins values of unlike shapes."""
    return step.outputs is not None and any(x.sizes != step.outputs[0].sizes for x in step.inputs)


def _stretched(x: Shape, whole: Shape) -> list[int]:
    """The axes of ``x``, batch left out, that are 1 where the result is larger."""
    offset = whole.rank - x.rank
    return [
        i
        for i, n in enumerate(x.sizes)
        if (i or offset) and isinstance(n, int) and n == 1 and whole.sizes[i + offset] != 1
    ]


def _is_meant(x: Shape, whole: Shape) -> bool:
    offset = whole.rank - x.rank
    found = whole.axes
    ones = {i + offset for i, n in enumerate(x.sizes) if isinstance(n, int) and n == 1}
    ones |= set(range(offset))
    free = set(range(1, whole.rank))
    channels = set(found.channels)
    bias = free - channels <= ones and not channels & (ones - {0})
    mask = channels and channels <= ones and not (free - channels) & ones
    touched = {i for i in ones if i and whole.roles[i] in (SPACE, "C")}
    return bool(bias or mask or not touched)


def _is_written(net: Analysis, port: Port) -> bool:
    if port[0] < 0:
        return True
    return net.nodes[port[0]].type in WRITTEN


def _depends(net: Analysis, port: Port, stretched: list[int]) -> bool:
    """Whether one of the stretched axes is a size that depends on a symbol."""
    shapes = net.family.shapes(port[0]) if net.net.symbols else None
    if shapes is None or port[1] >= len(shapes):
        return False
    return any(isinstance(shapes[port[1]].sizes[i], Size) for i in stretched)
