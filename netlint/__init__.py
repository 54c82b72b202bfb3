"""netlint: a linter and design service for neural-network specs.

>>> import netlint
>>> pool = {"type": "max_pool2d", "kernel_size": 2}
>>> net = netlint.load({"inputs": {"x": ["N", 3, "H", "W"]}, "layers": [pool]})
>>> netlint.check(net).ok
True
>>> str(netlint.accepted_sizes(net)["H"])
'H >= 2'
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing has it, which would cost its import

if TYPE_CHECKING:
    from netlint.app.api import accepted_sizes, analyse, check, load, to_yaml
    from netlint.app.check import Result
    from netlint.core.errors import NetlintError, SpecError
    from netlint.core.finding import Finding, Severity
    from netlint.engine.analysis import Analysis
    from netlint.spec.model import Net

__all__ = [
    "Analysis",
    "Finding",
    "Net",
    "NetlintError",
    "Result",
    "Severity",
    "SpecError",
    "__version__",
    "accepted_sizes",
    "analyse",
    "check",
    "load",
    "to_yaml",
]

__version__ = "0.1.0"

_HOMES = {
    "Analysis": "netlint.engine.analysis",
    "Finding": "netlint.core.finding",
    "Net": "netlint.spec.model",
    "NetlintError": "netlint.core.errors",
    "Result": "netlint.app.check",
    "Severity": "netlint.core.finding",
    "SpecError": "netlint.core.errors",
    "accepted_sizes": "netlint.app.api",
    "analyse": "netlint.app.api",
    "check": "netlint.app.api",
    "load": "netlint.app.api",
    "to_yaml": "netlint.app.api",
}


def __getattr__(name: str) -> object:
    """A public name, imported when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'netlint' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
