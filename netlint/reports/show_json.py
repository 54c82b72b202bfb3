"""JSON of ``show``: the machine contract, version 1."""

from __future__ import annotations

import json
from fractions import Fraction

from netlint.core.size import Size
from netlint.reports.accepts import entry
from netlint.reports.json import span
from netlint.reports.shown import ShownLayer, ShownNet, doubled

VERSION = 1


def render(net: ShownNet) -> str:
    """The whole net as one document."""
    totals = net.totals
    document = {
        "version": VERSION,
        "name": net.name,
        "inputs": {i.name: {"shape": plain(i.shape), "dtype": i.dtype} for i in net.inputs},
        "outputs": list(net.outputs),
        "complete": net.complete,
        "layers": [_layer(x) for x in net.layers],
        "totals": {
            "params": plain(totals.params),
            "trainable": plain(totals.trainable),
            "buffers": plain(totals.buffers),
            "macs": plain(totals.macs),
            "flops": plain(doubled(totals.macs)),
            "activation_bytes": plain(totals.activation_bytes),
            "peak_activation_bytes": plain(totals.peak_activation_bytes),
            "layers": totals.layers,
        },
        "accepts": [entry(e) for e in net.accepts],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _layer(layer: ShownLayer) -> dict[str, object]:
    return {
        "name": layer.name,
        "index": layer.number,
        "type": layer.type,
        "inputs": list(layer.inputs),
        "shapes": plain(layer.shapes),
        "params": plain(layer.params),
        "trainable": plain(layer.trainable),
        "buffers": plain(layer.buffers),
        "macs": plain(layer.macs),
        "flops": plain(doubled(layer.macs)),
        "activation_bytes": plain(layer.activation_bytes),
        "receptive_field": plain(layer.receptive_field),
        "jump": plain(layer.jump),
        "centre": plain(layer.centre),
        "closed_form": plain(layer.closed_form),
        "range": span(layer.span),
    }


def plain(value: object) -> object:
    """Ints stay, what is symbolic or a fraction becomes a text, tuples become lists."""
    if isinstance(value, Size | Fraction):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return value
