"""API: what programs call; the command line goes the same way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from netlint.app.check import Result, check_analysis
from netlint.app.load import load_dict, load_path, load_text, resized
from netlint.core.quiet import Quiet
from netlint.engine.analysis import Analysis
from netlint.solve.sizes import Entry, accepted
from netlint.spec.model import Net
from netlint.spec.write import document

Source = Net | str | Path | Mapping[str, object]
"""A net, a path, a text (a str with a line break), or plain dicts and layer objects."""


def load(source: Source) -> Net:
    """Read a net; what is wrong with it is kept in the net and told by ``check``.

    A ``str`` with a line break is YAML text, any other a path. A mapping is a spec as plain dicts
    and lists, in which a layer may be a layer object (``netlint.layers.conv.Conv(...)``); the key
    ``netlint`` may be left out there. Raises SpecError for a file that cannot be read or that is
    no spec.
    """
    if isinstance(source, Net):
        return source
    with Quiet():
        return _read(source)


def _read(source: str | Path | Mapping[str, object]) -> Net:
    if isinstance(source, Mapping):
        return load_dict(source)
    if isinstance(source, str) and "\n" in source:
        return load_text(source)
    return load_path(Path(source))


def analyse(source: Source, sizes: Mapping[str, int] | None = None) -> Analysis:
    """Shapes, costs, receptive fields and conditions of a net.

    ``sizes`` gives symbols other numbers than the spec does, in cells. Shapes carry the batch axis
    first; costs are counts, memory is bytes. Raises SpecError for an unknown or bound symbol.
    """
    with Quiet():
        net = load(source)
        return Analysis(resized(net, sizes) if sizes else net)


def check(source: Source | Analysis, sizes: Mapping[str, int] | None = None) -> Result:
    """Every finding of a net: ``code``, ``message``, ``layer``, ``key``, ``range``.

    Without a text ``range`` is None and ``key`` tells the place. Raises SpecError as ``load`` does.
    """
    with Quiet():
        analysis = source if isinstance(source, Analysis) else analyse(source, sizes)
        return check_analysis(analysis)


def accepted_sizes(source: Source | Analysis) -> dict[str | tuple[str, ...], Entry]:
    """The sizes that a net takes, by symbol or by a tuple of coupled symbols.

    Every entry answers ``size in entry`` (a tuple of sizes where symbols are coupled) and ``str``.
    The sets are exact (eventually periodic sets; Ginsburg & Spanier 1966).
    """
    analysis = source if isinstance(source, Analysis) else analyse(source)
    entries = accepted(analysis)
    return {e.symbols[0] if len(e.symbols) == 1 else e.symbols: e for e in entries}


def to_yaml(source: Source) -> str:
    """A net as YAML text that reads back as the same net."""
    net = load(source)
    if net.document is not None:
        return net.document.text
    return document({"netlint": 1, **net.value})
