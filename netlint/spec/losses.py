"""Losses: the entries of ``losses``, read and checked for their form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from netlint.core.finding import Path
from netlint.core.problems import UndefinedReference, UnknownName
from netlint.core.words import nearest
from netlint.spec.form import Form, dotted
from netlint.spec.names import NameFault, told
from netlint.spec.tensors import check_tensor

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


def check_loss(value: object, path: Path, form: Form) -> None:
    """Check one entry; what is wrong is kept in the form."""
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
        check_tensor(target, (*path, "target"), form)
    elif target is not None and not isinstance(target, str):
        form.wrong((*path, "target"), target, "a name or a mapping with shape")
    if "weight" in entry and not _is_number(entry["weight"]):
        form.wrong((*path, "weight"), entry["weight"], "a number")
    for key in ("from_logits", "zero_infinity", "log_input", "log_target"):
        if key in entry:
            form.flag(entry[key], (*path, key))


LookUp = Callable[[str], NameFault | None]


def check_names(
    value: object, path: Path, form: Form, names: LookUp, data: Mapping[str, object]
) -> set[str]:
    """Check the tensors that a loss names; gives the data entries among them."""
    if not isinstance(value, dict):
        return set()
    used: set[str] = set()
    wanted = value.get("input")
    listed = list(wanted) if isinstance(wanted, list | tuple) else [wanted]
    for i, name in enumerate(listed):
        place = (*path, "input", i) if isinstance(wanted, list | tuple) else (*path, "input")
        _check_name(name, place, form, names)
    for key in ("target", "class_weight", "pos_weight"):
        name = value.get(key)
        if isinstance(name, str) and name in data:
            used.add(name)
        else:
            _check_name(name, (*path, key), form, names, tuple(data))
    return used


def _check_name(
    name: object, path: Path, form: Form, names: LookUp, more: tuple[str, ...] = ()
) -> None:
    fault = names(name) if isinstance(name, str) and "$" not in name else None
    if fault is not None:
        fact = told(f'{dotted(path[:2])} reads "{name}"', str(name), fault)
        known = (*fault.known, *more)
        form.keep(path, UndefinedReference(fact=fact, name=fault.name, known=known))


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
