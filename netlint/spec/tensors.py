"""Tensors: shape, dtype and range of a data entry or a target, checked for their form."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.expression import Expression, ExpressionError
from netlint.core.finding import Path
from netlint.layers._misfit import whole
from netlint.spec.form import Form
from netlint.spec.header import DTYPES, word
from netlint.spec.layer_types import written


def check_tensor(entry: Mapping[str, object], path: Path, form: Form) -> None:
    """Check ``shape``, ``dtype`` and ``range`` of a data entry or a target."""
    if "shape" in entry:
        _shape(entry["shape"], (*path, "shape"), form)
    if "dtype" in entry:
        word(entry["dtype"], tuple(DTYPES), (*path, "dtype"), form)
    if "range" in entry:
        _range(entry["range"], (*path, "range"), form)


def _shape(value: object, path: Path, form: Form) -> None:
    if not isinstance(value, list | tuple) or not value:
        form.wrong(path, value, "a list of sizes, batch axis first")
        return
    for i, item in enumerate(value):
        if (whole(item) or 0) >= 1:
            continue
        try:
            if isinstance(item, str) and Expression(item):
                continue
        except ExpressionError:
            pass
        form.bad((*path, i), f"axis {i} is {written(item)}; it must be 1 or more, or a symbol")


def _range(value: object, path: Path, form: Form) -> None:
    numbers = list(value) if isinstance(value, list | tuple) else []
    good = [v for v in numbers if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(good) != 2 or len(numbers) != 2 or good[0] > good[1]:
        form.wrong(path, value, "[lowest, highest]")
