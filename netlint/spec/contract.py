"""Contract: frameworks, causal, budget, data and losses, read and checked for their form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from netlint.core.expression import Expression, ExpressionError
from netlint.core.finding import Path
from netlint.core.problems import UnknownName
from netlint.core.shape import LAYOUTS
from netlint.core.words import nearest
from netlint.layers._fields import whole
from netlint.spec.form import Form
from netlint.spec.header import DTYPES, word
from netlint.spec.layer_types import written

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
LOSSES = (
    "cross_entropy",
    "nll",
    "categorical_cross_entropy",
    "sparse_categorical_cross_entropy",
    "bce",
    "bce_with_logits",
    "multilabel_soft_margin",
    "binary_focal",
    "categorical_focal",
    "multi_margin",
    "hinge",
    "squared_hinge",
    "categorical_hinge",
    "soft_margin",
    "mse",
    "l1",
    "smooth_l1",
    "huber",
    "log_cosh",
    "mape",
    "msle",
    "poisson_nll",
    "gaussian_nll",
    "kl_div",
    "kl_divergence",
    "dice",
    "tversky",
    "cosine_similarity",
    "cosine_embedding",
    "triplet",
    "margin_ranking",
    "ctc",
    "custom",
)
FOREIGN_LOSSES: Mapping[str, str] = {
    "mae": "l1",
    "meansquarederror": "mse",
    "meanabsoluteerror": "l1",
    "binarycrossentropy": "bce",
    "binarycrossentropyloss": "bce",
    "categoricalcrossentropy": "categorical_cross_entropy",
    "sparsecategoricalcrossentropy": "sparse_categorical_cross_entropy",
    "bcelogits": "bce_with_logits",
    "kld": "kl_divergence",
    "meanabsolutepercentageerror": "mape",
    "meansquaredlogarithmicerror": "msle",
    "binaryfocalcrossentropy": "binary_focal",
    "categoricalfocalcrossentropy": "categorical_focal",
    "poisson": "poisson_nll",
}
LOSS_KEYS = (
    "type",
    "input",
    "target",
    "class_weight",
    "pos_weight",
    "ignore_index",
    "ignore_class",
    "label_smoothing",
    "from_logits",
    "axis",
    "reduction",
    "delta",
    "beta",
    "margin",
    "gamma",
    "alpha",
    "blank",
    "zero_infinity",
    "log_input",
    "log_target",
    "name",
    "weight",
    "description",
    "when",
)
DATA_KEYS = ("shape", "dtype", "layout", "range", "batch", "drop_last")
BUDGET_KEYS = ("params", "macs", "activations")

_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z]*)")


@dataclass(frozen=True, slots=True)
class Contract:
    """What a spec declares about the world around the net."""

    frameworks: tuple[str, ...] = ()
    causal: bool = False
    budget: Mapping[str, int] = field(default_factory=dict)


def read_contract(value: Mapping[str, object], form: Form) -> Contract:
    """The declarations that can be read; the others are faults."""
    for name, entry in (_mapping(value, "data", form) or {}).items():
        _data(entry, ("data", name), form)
    losses = value.get("losses", [])
    if isinstance(losses, list | tuple):
        for i, entry in enumerate(losses):
            _loss(entry, ("losses", i), form)
    else:
        form.wrong(("losses",), losses, "a list of losses")
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
    _tensor(entry, path, form)
    if "layout" in entry:
        word(entry["layout"], LAYOUTS, (*path, "layout"), form)
    if "batch" in entry and (whole(entry["batch"]) or 0) < 1:
        form.wrong((*path, "batch"), entry["batch"], "a whole number of 1 or more")
    if "drop_last" in entry:
        form.flag(entry["drop_last"], (*path, "drop_last"))


def _tensor(entry: Mapping[str, object], path: Path, form: Form) -> None:
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


def _loss(value: object, path: Path, form: Form) -> None:
    entry = form.mapping(value, path, "a mapping with type")
    if entry is None:
        return
    form.known(entry, LOSS_KEYS, path, "a loss")
    if "type" not in entry:
        form.missing(path, ("type",))
    else:
        _loss_word(entry["type"], (*path, "type"), form)
    target = entry.get("target")
    if isinstance(target, dict):
        form.known(target, ("shape", "dtype", "range"), (*path, "target"), "a target")
        if "shape" not in target:
            form.missing((*path, "target"), ("shape",))
        _tensor(target, (*path, "target"), form)
    elif target is not None and not isinstance(target, str):
        form.wrong((*path, "target"), target, "a name or a mapping with shape")
    if "weight" in entry and not _is_number(entry["weight"]):
        form.wrong((*path, "weight"), entry["weight"], "a number")
    for key in ("from_logits", "zero_infinity", "log_input", "log_target"):
        if key in entry:
            form.flag(entry[key], (*path, key))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _loss_word(value: object, path: Path, form: Form) -> None:
    if not isinstance(value, str):
        form.wrong(path, value, "a loss word")
        return
    if value in LOSSES or "$" in value:
        return
    plain = re.sub(r"^(?:torch\.)?(?:nn\.|F\.|functional\.)?", "", value).lower().replace("_", "")
    words = {w.replace("_", ""): w for w in LOSSES}
    meant = words.get(plain) or words.get(plain.removesuffix("loss")) or FOREIGN_LOSSES.get(plain)
    near = nearest(value, LOSSES)
    problem = UnknownName(
        kind="loss", name=value, known=near, meant=meant, equal=meant is not None, respell=True
    )
    form.keep(path, problem)
