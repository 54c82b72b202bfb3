"""Run: files in, checked files and troubles out; each file for itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from netlint.app.check import check_net
from netlint.app.files import Target
from netlint.app.load import NotASpec, load_text, read_bytes, resized
from netlint.core.errors import SpecError
from netlint.core.finding import Edit, Finding, Fix
from netlint.core.quiet import Quiet
from netlint.core.record import Record
from netlint.reports.checked import CheckedFile
from netlint.spec.model import Net
from netlint.spec.source import read_text

FEWEST_A_JOB = 8


class Options(Record):
    """What holds for every file of a run."""

    sizes: Mapping[str, int] = {}
    skip_non_specs: bool = False


class Outcome(Record):
    """What became of a file: checked, skipped, or in trouble (it cannot be answered)."""

    path: str
    checked: CheckedFile | None = None
    trouble: str | None = None
    gentle: bool = False


def check_targets(targets: Sequence[Target], options: Options, jobs: int = 1) -> Iterator[Outcome]:
    """The outcome of every target in order; several processes share out many files."""
    if jobs <= 1 or len(targets) < 2 * FEWEST_A_JOB:
        yield from (check_target(t, options) for t in targets)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    method = "fork" if sys.platform == "linux" else "spawn"
    share = max(FEWEST_A_JOB, len(targets) // (jobs * 4))
    with ProcessPoolExecutor(jobs, mp_context=get_context(method)) as pool:
        chunks = [targets[i : i + share] for i in range(0, len(targets), share)]
        for outcomes in pool.map(_check_chunk, chunks, [options] * len(chunks)):
            yield from outcomes


def _check_chunk(targets: Iterable[Target], options: Options) -> list[Outcome]:
    return [check_target(t, options) for t in targets]


def check_target(target: Target, options: Options) -> Outcome:
    """Read and check one file."""
    try:
        data = read_bytes(Path(target.path))
    except SpecError as error:
        return Outcome(target.path, trouble=str(error))
    return check_bytes(data, target, options)


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
    except NotASpec as error:
        return Outcome(target.path, trouble=str(error), gentle=gentle)
    except SpecError as error:
        binary = not _is_text(data)
        return Outcome(target.path, trouble=str(error), gentle=gentle and binary)
    return Outcome(target.path, checked=_checked(target.path, text, net))


def _is_text(data: bytes) -> bool:
    try:
        read_text(data)
    except SpecError:
        return False
    return True


def _checked(path: str, text: str, net: Net) -> CheckedFile:
    findings = check_net(net).findings
    return CheckedFile(path, findings, _lines(text, findings), _edits(net, findings))


def _lines(text: str, findings: Sequence[Finding]) -> list[str]:
    """The lines of the text, where there is something to show."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if findings else []


def _edits(net: Net, findings: Sequence[Finding]) -> dict[Fix, tuple[Edit, ...]]:
    if net.document is None or not any(f.fixes for f in findings):
        return {}
    from netlint.spec.edit import edits_of

    made = ((fix, edits_of(net.document, fix)) for f in findings for fix in f.fixes)
    return {fix: edits for fix, edits in made if edits}
