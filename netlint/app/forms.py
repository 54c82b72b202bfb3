"""Forms: the JSON schemas of what the commands print."""

from __future__ import annotations

from collections.abc import Mapping

Form = dict[str, object]

TEXT: Form = {"type": "string"}
COUNT: Form = {"type": "integer", "minimum": 0}
VERSION: Form = {"const": 1}


def _or_null(form: Form) -> Form:
    return {"anyOf": [form, {"type": "null"}]}


def _all(properties: Mapping[str, object]) -> Form:
    """An object in which every key is always present."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _listed(item: object) -> Form:
    return {"type": "array", "items": item}


def _range() -> Form:
    place = _all({key: {"type": "integer", "minimum": 1} for key in ("line", "column")})
    return _or_null(_all({"start": place, "end": place}))


def findings_form() -> Form:
    """The document of ``check``."""
    related = _all({"message": TEXT, "layer": _or_null(TEXT), "range": _range()})
    edit = _all({"range": _range(), "text": TEXT})
    kind: Form = {"enum": ["safe", "unsafe"]}
    fix = _all({"title": TEXT, "applicability": kind, "edits": _listed(edit)})
    finding = _all(
        {
            "code": {"type": "string", "pattern": "^NL[0-9]{3}$"},
            "name": TEXT,
            "severity": {"enum": ["error", "warning", "info"]},
            "message": TEXT,
            "help": _or_null(TEXT),
            "layer": _or_null(TEXT),
            "key": TEXT,
            "range": _range(),
            "related": _listed(related),
            "fixes": _listed(fix),
            "url": _or_null(TEXT),
        }
    )
    file = _all({"path": TEXT, "ok": {"type": "boolean"}, "findings": _listed(finding)})
    counts = ("files", "skipped", "errors", "warnings", "infos", "fixable")
    return _all(
        {"version": VERSION, "files": _listed(file), "summary": _all(dict.fromkeys(counts, COUNT))}
    )


AMOUNT: Form = {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]}
SIZE: Form = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
COSTS = ("params", "trainable", "buffers", "macs", "flops", "activation_bytes")


def _numbers() -> dict[str, object]:
    listed = _or_null(_listed({"type": "integer"}))
    number = _or_null({"type": "integer"})
    return {
        **dict.fromkeys(("min", "max", "period"), number),
        **dict.fromkeys(("residues", "exceptions"), listed),
    }


def accepts_form() -> Form:
    """The list of accepted sizes that ``show`` and ``sizes`` print."""
    numbers = _all(_numbers())
    entry = _all(
        {
            "symbols": _listed(TEXT),
            "text": TEXT,
            **_numbers(),
            "rectangles": _or_null(_listed({"type": "object", "additionalProperties": numbers})),
            "factors": _or_null(_listed(numbers)),
        }
    )
    return _listed(entry)


def show_form() -> Form:
    """The document of ``show``."""
    rational = _or_null(_listed(SIZE))
    layer = _all(
        {
            "name": TEXT,
            "index": COUNT,
            "type": TEXT,
            "inputs": _listed(_or_null(TEXT)),
            "shapes": _or_null(_listed(_listed(SIZE))),
            **dict.fromkeys(COSTS, AMOUNT),
            "receptive_field": rational,
            "jump": rational,
            "centre": rational,
            "closed_form": _or_null(_listed(TEXT)),
            "range": _range(),
        }
    )
    tensor = _all({"shape": _listed(SIZE), "dtype": TEXT})
    totals = {**dict.fromkeys(COSTS, AMOUNT), "peak_activation_bytes": AMOUNT, "layers": COUNT}
    return _all(
        {
            "version": VERSION,
            "name": TEXT,
            "inputs": {"type": "object", "additionalProperties": tensor},
            "outputs": _listed(TEXT),
            "complete": {"type": "boolean"},
            "layers": _listed(layer),
            "totals": _all(totals),
            "accepts": accepts_form(),
        }
    )


def sizes_form() -> Form:
    """The document of ``sizes``."""
    whole: Form = {"type": "integer"}
    pair = _or_null(_listed(whole))
    near = {"symbol": TEXT, "wanted": whole, "smaller": _or_null(whole), "larger": _or_null(whole)}
    why = {
        "values": {"type": "object", "additionalProperties": whole},
        "accepted": {"type": "boolean"},
        **dict.fromkeys(("condition", "layer", "message", "help"), _or_null(TEXT)),
    }
    window = {"symbol": TEXT, "min": whole, "max": whole, "text": _or_null(TEXT), "sizes": pair}
    stage = {"layer": _or_null(TEXT), "condition": TEXT, "leaves": TEXT, "left": TEXT}
    return _all(
        {
            "version": VERSION,
            "name": TEXT,
            "freed": {"type": "object", "additionalProperties": whole},
            "accepts": accepts_form(),
            "near": _listed(_all({**near, "crop": pair, "pad": pair})),
            "why": _listed(_all(why)),
            "within": _listed(_all(window)),
            "explain": _listed(_all({"symbols": TEXT, "conditions": _listed(_all(stage))})),
        }
    )
