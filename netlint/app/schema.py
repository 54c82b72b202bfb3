"""Schema: the JSON schemas that editors and other programs read, made from the code."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from netlint.app.forms import findings_form, show_form, sizes_form
from netlint.core.shape import LAYOUTS
from netlint.layers._base import Layer
from netlint.layers._docs import KEYS as DOCS
from netlint.spec.contract import FRAMEWORKS
from netlint.spec.header import DTYPES
from netlint.spec.layer_types import registry
from netlint.spec.losses import LOSS_KEYS, LOSSES

Form = dict[str, object]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NAME = "^[A-Za-z_][A-Za-z0-9_]*$"
EXPRESSION: Form = {"type": "string", "pattern": r"\$"}
SIZE: Form = {"anyOf": [{"type": "integer"}, {"type": "string"}]}


def schemas() -> dict[str, Form]:
    """Every published schema by its name."""
    return {
        "net": net_schema(),
        "config": _headed("netlint configuration", _object({}, [])),
        "findings": _headed("netlint check --format json", findings_form()),
        "show": _headed("netlint show --format json", show_form()),
        "sizes": _headed("netlint sizes --format json", sizes_form()),
    }


def _headed(title: str, form: Form) -> Form:
    return {"$schema": DRAFT, "title": title, **form}


def net_schema() -> Form:
    """A spec; with ``blocks`` any identifier is a type, without it only the known ones."""
    layers = registry()
    defs: dict[str, object] = {name: layer_form(name, cls) for name, cls in layers.items()}
    known = [t for name, cls in layers.items() for t in spellings(name, cls)]
    refs: list[object] = [{"$ref": f"#/$defs/{name}"} for name in layers]
    computed = _object({"type": EXPRESSION, **_common()}, ["type"], closed=False)
    bare: Form = {"enum": known}
    block: Form = {"type": "string", "pattern": NAME, "not": bare}
    used = _object({"type": block, **_common()}, ["type"], closed=False)
    defs["layers"] = _listed({"anyOf": [bare, EXPRESSION, *refs, computed]})
    defs["layers_with_blocks"] = _listed(
        {"anyOf": [{"type": "string", "pattern": NAME}, EXPRESSION, *refs, computed, used]}
    )
    defs["block"] = _block()
    defs["tensor"] = _tensor()
    defs |= {f"{key}_key": form for key, form in _keys().items()}
    properties = _document()
    return _headed(
        "netlint spec",
        {
            "type": "object",
            "properties": properties,
            "required": ["netlint", "inputs", "layers"],
            "additionalProperties": False,
            "if": {"required": ["blocks"]},
            "then": {"properties": {"layers": {"$ref": "#/$defs/layers_with_blocks"}}},
            "else": {"properties": {"layers": {"$ref": "#/$defs/layers"}}},
            "$defs": defs,
        },
    )


def spellings(name: str, cls: type[Layer]) -> list[str]:
    """A type and its spellings with a rank suffix."""
    return [name, *(f"{name}{d}d" for d in (1, 2, 3))] if cls.ranked else [name]


def layer_form(name: str, cls: type[Layer]) -> Form:
    """The keys of one layer, closed, with docs and defaults."""
    made = cls.model_json_schema()
    own: dict[str, object] = {}
    for key, form in made.get("properties", {}).items():
        if key != "type":
            own[key] = _or_expression(key, form)
    kind = {"enum": spellings(name, cls), "description": inspect.getdoc(cls) or ""}
    required = ["type", *(k for k in made.get("required", []) if k != "type")]
    closed = cls.model_config.get("extra") != "allow"
    return _object({"type": kind, **_common(), **own}, required, closed=closed)


def _or_expression(key: str, form: Mapping[str, object]) -> Form:
    kept = {k: v for k, v in form.items() if k not in ("title", "default", "description")}
    options = kept.pop("anyOf", None)
    listed = [o for o in options if o != {"type": "null"}] if isinstance(options, list) else [kept]
    made: Form = {"anyOf": [*listed, EXPRESSION]}
    if key in DOCS:
        made["description"] = DOCS[key]
    if form.get("default") is not None:
        made["default"] = form["default"]
    return made


def _common() -> dict[str, object]:
    """References to the keys that every layer has."""
    return {key: {"$ref": f"#/$defs/{key}_key"} for key in _keys()}


def _keys() -> dict[str, Form]:
    forms: dict[str, Form] = {
        "name": {"type": "string", "pattern": NAME},
        "inputs": {"anyOf": [{"type": "string"}, _listed({"type": "string"})]},
        "repeat": {"anyOf": [{"type": "integer", "minimum": 0}, EXPRESSION]},
        "when": {"anyOf": [{"type": "boolean"}, EXPRESSION]},
        "expect": {"anyOf": [_listed(SIZE), EXPRESSION]},
        "share": {"type": "string"},
        "trainable": {"anyOf": [{"type": "boolean"}, EXPRESSION]},
        "description": {"type": "string"},
    }
    return {key: {**form, "description": DOCS[key]} for key, form in forms.items()}


def _object(properties: Mapping[str, object], required: list[str], closed: bool = True) -> Form:
    made: Form = {"type": "object", "properties": dict(properties), "required": required}
    return {**made, "additionalProperties": False} if closed else made


def _mapping(value: object) -> Form:
    return {"type": "object", "additionalProperties": value}


def _listed(item: object) -> Form:
    return {"type": "array", "items": item, "minItems": 1}


def _block() -> Form:
    return _object(
        {
            "params": {"type": "object", "description": "defaults; null: must be given"},
            "inputs": {"anyOf": [{"type": "string"}, _listed({"type": "string"})]},
            "outputs": {"type": "object", "additionalProperties": {"type": "string"}},
            "output": {"type": "string"},
            "description": {"type": "string"},
            "layers": {"$ref": "#/$defs/layers_with_blocks"},
        },
        ["layers"],
    )


def _tensor() -> Form:
    return _object(
        {
            "shape": _listed(SIZE),
            "dtype": {"enum": list(DTYPES)},
            "layout": {"enum": list(LAYOUTS)},
            "range": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
            "batch": {"type": "integer", "minimum": 1},
            "drop_last": {"type": "boolean"},
        },
        ["shape"],
    )


def _document() -> dict[str, object]:
    amount: Form = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    positive: Form = {"type": "integer", "minimum": 1}
    span = _object(dict.fromkeys(("min", "max", "multiple_of", "default"), positive), [])
    axis: Form = {"anyOf": [positive, {"type": "string", "pattern": NAME}]}
    given = _object(
        {
            "shape": _listed(axis),
            "layout": {"enum": list(LAYOUTS)},
            "dtype": {"enum": list(DTYPES)},
        },
        ["shape"],
    )
    loss: dict[str, object] = dict.fromkeys(LOSS_KEYS, True)
    loss["type"] = {"anyOf": [{"enum": list(LOSSES)}, EXPRESSION]}
    return {
        "netlint": {"const": 1, "description": "The version of the language."},
        "name": {"type": "string"},
        "description": {"type": "string"},
        "layout": {"enum": list(LAYOUTS), "default": LAYOUTS[0]},
        "inputs": {**_mapping({"anyOf": [_listed(axis), given]}), "minProperties": 1},
        "sizes": _mapping({"anyOf": [positive, {"type": "string"}, span]}),
        "frameworks": {"type": "array", "items": {"enum": list(FRAMEWORKS)}},
        "causal": {"type": "boolean"},
        "vars": {"type": "object"},
        "blocks": {"type": "object", "additionalProperties": {"$ref": "#/$defs/block"}},
        "layers": {"type": "array", "minItems": 1},
        "outputs": {"anyOf": [{"type": "string"}, _listed({"type": "string"})]},
        "budget": _object(dict.fromkeys(("params", "macs", "activations"), amount), []),
        "data": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tensor"}},
        "losses": {"type": "array", "items": _object(loss, ["type"])},
    }
