"""ChannelMismatchRule: the diagnosis of ChannelMismatch."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.finding import Fix, SetKey
from netlint.core.problems import ChannelMismatch, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class ChannelMismatchRule(Diagnosis):
    """Declared channels are not those that arrive.

    PyTorch tells it as "expected input to have C channels" when the net runs.

    """

    code = "NL101"
    name = "channel-mismatch"
    problems: ClassVar = (ChannelMismatch,)
    source = "torch.nn.Conv2d"
    good = (Good("{type: conv2d, out_channels: 8, kernel_size: 3}"),)
    bad = (
        Bad(
            "{type: conv2d, out_channels: 8, kernel_size: 3, in_channels: 1}",
            at="layers/0/in_channels",
            fixed="{type: conv2d, out_channels: 8, kernel_size: 3, in_channels: 3}",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, ChannelMismatch)
        key = str(problem.key[0])
        source = place.reads(0)
        gives = f'"{source}" gives {problem.shape.text()}'
        message = place.says(f"has {key} {problem.declared} but {gives}")
        fix = Fix(f"write {problem.actual}", (SetKey(place.path, problem.actual),))
        related = place.related(0, f"{gives}: {problem.actual} channels")
        return Told(message, f"write {problem.actual}, or leave the key out", related, (fix,))
