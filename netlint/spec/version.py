"""Version: whether a document is a spec, and of which version of the language."""

from __future__ import annotations

from collections.abc import Mapping

from netlint.core.fault import Fault
from netlint.core.finding import FILE_START
from netlint.core.problems import BrokenText, Problem
from netlint.core.words import distance
from netlint.spec.form import Form
from netlint.spec.layer_types import written

KEYS = (
    "netlint",
    "name",
    "description",
    "layout",
    "inputs",
    "sizes",
    "frameworks",
    "causal",
    "vars",
    "blocks",
    "layers",
    "outputs",
    "budget",
    "data",
    "losses",
)
VERSION = 1


def is_spec(value: object) -> bool:
    """Whether a document is, or is nearly, a spec: LANGUAGE rule 1."""
    if not isinstance(value, dict):
        return False
    return "netlint" in value or {"layers", "inputs"} <= value.keys() or misspelt(value) is not None


def misspelt(value: Mapping[str, object]) -> str | None:
    """The key that is one edit away from ``netlint``."""
    near = (k for k in value if k not in KEYS and distance(k, "netlint", 1) == 1)
    return next(near, None)


def check_version(value: Mapping[str, object], form: Form, is_text: bool) -> None:
    """Tell a wrong version, or a key ``netlint`` that is misspelt or missing in a text."""
    if "netlint" in value:
        version = value["netlint"]
        if version != VERSION or isinstance(version, bool):
            form.bad(
                ("netlint",), f"netlint is {written(version)}; the language version is {VERSION}"
            )
        return
    if not is_text:
        return
    key = misspelt(value)
    if key is not None:
        problem: Problem = BrokenText(
            fact=f'the key "{key}" is misspelt', remedy='write "netlint"', rename=True, on_key=True
        )
        form.keep((key,), problem)
        return
    problem = BrokenText(
        fact="the key netlint is missing", remedy="begin with netlint: 1", insert=True
    )
    form.faults.append(Fault(problem=problem, span=FILE_START))
