"""Files: which files a run checks, and what becomes of each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from netlint.core.record import Record

SUFFIXES = (".yaml", ".yml")
LEFT_OUT = frozenset(("node_modules",))


class Target(Record):
    """A file by the path that is printed; ``named`` on the command line, or found in a folder."""

    path: str
    named: bool


def targets(paths: Sequence[str], exclude: Sequence[str]) -> Iterator[Target]:
    """The files of a run in path order, each once; a path that does not exist is kept, as named."""
    found: dict[str, Target] = {}
    for path in paths or (".",):
        if Path(path).is_dir():
            for file in _walk(path, exclude):
                found.setdefault(os.path.normpath(file), Target(file, named=False))
        elif not _excluded(path, exclude):
            found[os.path.normpath(path)] = Target(path, named=True)
    yield from sorted(found.values(), key=lambda t: t.path)


def _walk(folder: str, exclude: Sequence[str]) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError:
        return
    for entry in entries:
        path = entry.name if folder == "." else f"{folder.rstrip('/')}/{entry.name}"
        if _excluded(path, exclude):
            continue
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and entry.name not in LEFT_OUT:
                yield from _walk(path, exclude)
        elif entry.name.endswith(SUFFIXES) and entry.is_file():
            yield path


def _excluded(path: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern matches the path as printed, or its last part."""
    plain = path.rstrip("/")
    last = plain.rpartition("/")[2]
    return any(
        fnmatchcase(plain, p.rstrip("/")) or fnmatchcase(last, p.rstrip("/")) for p in patterns
    )
