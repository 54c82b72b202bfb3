"""Contract: frameworks, causal, budget, data and losses, read and checked for their form."""

from __future__ import annotations

import re
from collections.abc import Mapping

from netlint.core.finding import Path
from netlint.core.problems import UndefinedReference
from netlint.core.shape import LAYOUTS
from netlint.layers._misfit import whole
from netlint.spec.form import Form
from netlint.spec.header import word
from netlint.spec.losses import LookUp, check_loss, check_names
from netlint.spec.model import Contract
from netlint.spec.tensors import check_tensor

FRAMEWORKS = ("pytorch", "keras", "onnx")
UNITS: Mapping[str, int] = {
    "": 1,
    **{u: 10 ** (3 * i) for i, u in enumerate(("k", "M", "G", "T", "P"), 1)},
    **{f"{u}B": 10 ** (3 * i) for i, u in enumerate(("k", "M", "G", "T", "P"), 1)},
    **{f"{u}iB": 2 ** (10 * i) for i, u in enumerate(("K", "M", "G", "T", "P"), 1)},
    "K": 1_000,
    "KB": 1_000,
    "B": 1,
}
DATA_KEYS = ("shape", "dtype", "layout", "range", "batch", "drop_last")
BUDGET_KEYS = ("params", "macs", "activations")

_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)")


def read_contract(value: Mapping[str, object], form: Form, names: LookUp) -> Contract:
    """The declarations that can be read; the others are faults.

    ``names`` tells why a name stands for no tensor of the net, or None.
    """
    data = _mapping(value, "data", form) or {}
    losses = value.get("losses", [])
    used: set[str] = set()
    if isinstance(losses, list | tuple):
        for i, entry in enumerate(losses):
            check_loss(entry, ("losses", i), form)
            used |= check_names(entry, ("losses", i), form, names, data)
    else:
        form.wrong(("losses",), losses, "a list of losses")
    inputs = value.get("inputs")
    for name, entry in data.items():
        _data(entry, ("data", name), form)
        if name not in used and not (isinstance(inputs, dict) and name in inputs):
            fact = f"data.{name} is no input, and no loss names it"
            known = tuple(inputs) if isinstance(inputs, dict) else ()
            problem = UndefinedReference(fact=fact, name=name, known=known, on_key=True)
            form.keep(("data", name), problem)
    return Contract(
        frameworks=_frameworks(value.get("frameworks", []), form),
        causal=form.flag(value.get("causal", False), ("causal",)),
        budget=_budget(_mapping(value, "budget", form) or {}, form),
    )


def _mapping(value: Mapping[str, object], key: str, form: Form) -> Mapping[str, object] | None:
    return form.mapping(value.get(key, {}), (key,), "a mapping")


def _frameworks(value: object, form: Form) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        form.wrong(("frameworks",), value, f"a list of {', '.join(FRAMEWORKS)}")
        return ()
    words = (word(w, FRAMEWORKS, ("frameworks", i), form) for i, w in enumerate(value))
    return tuple(w for w in words if w)


def _budget(value: Mapping[str, object], form: Form) -> dict[str, int]:
    form.known(value, BUDGET_KEYS, ("budget",), "budget")
    amounts = {k: amount(v) for k, v in value.items() if k in BUDGET_KEYS}
    for key, number in amounts.items():
        if number is None:
            form.wrong(("budget", key), value[key], "a number, as in 3M, 20G or 512MiB")
    return {k: n for k, n in amounts.items() if n is not None}


def amount(value: object) -> int | None:
    """The number that ``3M`` or ``512MiB`` writes; None for anything else."""
    number = whole(value)
    if number is not None:
        return number if number >= 0 else None
    match = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[2] not in UNITS:
        return None
    from fractions import Fraction

    return int(Fraction(match[1]) * UNITS[match[2]])


def _data(value: object, path: Path, form: Form) -> None:
    entry = form.mapping(value, path, "a mapping with shape")
    if entry is None:
        return
    form.known(entry, DATA_KEYS, path, f"data.{path[1]}")
    if "shape" not in entry:
        form.missing(path, ("shape",))
    check_tensor(entry, path, form)
    if "layout" in entry:
        word(entry["layout"], LAYOUTS, (*path, "layout"), form)
    if "batch" in entry and (whole(entry["batch"]) or 0) < 1:
        form.wrong((*path, "batch"), entry["batch"], "a whole number of 1 or more")
    if "drop_last" in entry:
        form.flag(entry["drop_last"], (*path, "drop_last"))
