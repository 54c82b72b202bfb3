"""OutputPaddingRangeRule: the diagnosis of OutputPaddingRange."""

from __future__ import annotations

from typing import ClassVar

from netlint.core.problems import OutputPaddingRange, Problem
from netlint.rules._base import Bad, Diagnosis, Good, Place, Told


class OutputPaddingRangeRule(Diagnosis):
    """output_padding is too large.

    It adds cells that no tap reaches once it is as large as stride and dilation.

    """

    code = "NL303"
    name = "output-padding-range"
    problems: ClassVar = (OutputPaddingRange,)
    source = "torch.nn.ConvTranspose2d"
    good = (
        Good("{type: conv_transpose2d, out_channels: 8, kernel_size: 4, stride: 2, padding: 1}"),
    )
    bad = (
        Bad(
            "{type: conv_transpose2d, out_channels: 8, kernel_size: 4, stride: 2, padding: 1,"
            " output_padding: 2}",
            at="layers/0/output_padding",
        ),
    )

    def tell(self, problem: Problem, place: Place) -> Told:
        assert isinstance(problem, OutputPaddingRange)
        bound = f"max(stride {problem.stride}, dilation {problem.dilation})"
        message = place.says(f"has output_padding {problem.output_padding}")
        return Told(message, f"it must be below {bound}")
