"""KernelExceedsInputRule: the diagnosis of KernelExceedsInput."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import KernelExceedsInput, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class KernelExceedsInputRule(Diagnosis):
    """The kernel is larger than the padded input.

    PyTorch tells it as "Kernel size can't be greater than actual input size" when the net runs.

    """

    code = "NL206"
    name = "kernel-exceeds-input"
    problems: ClassVar = (KernelExceedsInput,)
    source = "torch.nn.Conv2d"
    good = (
        Good(
            "{type: conv2d, out_channels: 8, kernel_size: 7, dilation: 2, padding: 2}",
            x="[N, 3, 9, 9]",
        ),
    )
    bad = (
        Bad(
            "{type: conv2d, out_channels: 8, kernel_size: 7, dilation: 2}",
            at="layers/0/kernel_size",
            x="[N, 3, 9, 9]",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, KernelExceedsInput)
        extent = problem.dilation * (problem.kernel - 1) + 1
        kernel = (
            f"{extent} ({problem.kernel}, dilation {problem.dilation})"
            if problem.dilation > 1
            else f"{extent}"
        )
        space = "x".join(map(str, problem.space))
        begin, end = problem.pads
        padded = f" padded to {problem.size + begin + end}" if begin + end else ""
        message = place.says(f"has kernel {kernel} on {space}{padded}")
        need = -(-(extent - problem.size) // 2)
        help = f"padding {need} on each side fits it"
        sizes = place.wanted_sizes()
        shape = place.shape()
        related = place.related(0, f'"{place.reads(0)}" gives {shape.text()}') if shape else ()
        return Told(message, f"{help}, or {sizes}" if sizes else help, related)
