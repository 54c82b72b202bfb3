"""Run: the bytes of a file in, what became of it out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netlint.app.cache import Cache
from netlint.app.check import check_net
from netlint.app.files import Target
from netlint.app.load import NotASpec, load_text, read_bytes, resized
from netlint.app.outcome import Options, Outcome
from netlint.core.errors import SpecError
from netlint.core.finding import Edit, Finding, Fix
from netlint.core.quiet import Quiet
from netlint.reports.checked import CheckedFile, lines_of
from netlint.spec.model import Net
from netlint.spec.source import NotText, read_text


def check_file(target: Target, options: Options, cache: Cache | None = None) -> Outcome:
    """Read and check one file, and remember what became of it."""
    try:
        data = read_bytes(Path(target.path))
    except SpecError as error:
        return Outcome(target.path, trouble=str(error))
    outcome = check_bytes(data, target, options)
    if cache is not None:
        cache.keep(data, target, options, outcome)
    return outcome


def check_bytes(data: bytes, target: Target, options: Options) -> Outcome:
    """Check the bytes of a file."""
    with Quiet():
        return _check(data, target, options)


def _check(data: bytes, target: Target, options: Options) -> Outcome:
    gentle = options.skip_non_specs or not target.named
    try:
        text = read_text(data)
        net = load_text(text, Path(target.path).stem)
        if options.sizes:
            net = resized(net, options.sizes)
    except (NotASpec, NotText) as error:
        return Outcome(target.path, trouble=str(error), gentle=gentle)
    except SpecError as error:
        return Outcome(target.path, trouble=str(error))
    return Outcome(target.path, checked=_checked(target.path, text, net))


def _checked(path: str, text: str, net: Net) -> CheckedFile:
    findings = check_net(net).findings
    return CheckedFile(path, findings, lines_of(text) if findings else [], _edits(net, findings))


def _edits(net: Net, findings: Sequence[Finding]) -> dict[Fix, tuple[Edit, ...]]:
    if net.document is None or not any(f.fixes for f in findings):
        return {}
    from netlint.spec.edit import edits_of

    made = ((fix, edits_of(net.document, fix)) for f in findings for fix in f.fixes)
    return {fix: edits for fix, edits in made if edits}
