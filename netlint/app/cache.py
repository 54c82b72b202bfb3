"""Cache: the results of files that have not changed, kept beside the project.

An entry is found by the file and the arguments, and counts while the file's bytes, those of every
configuration file above it, netlint and Python are the same. Whatever goes wrong is a miss.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from netlint import __version__
from netlint.app.files import Target
from netlint.app.outcome import Options, Outcome
from netlint.app.stored import dumped, loaded

FOLDER = ".netlint_cache"
ROOTS = (".git", "pyproject.toml")
CONFIGURATIONS = ("netlint.toml", ".netlint.toml", "pyproject.toml")
PACKAGE = Path(__file__).parents[1]
TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This is a cache of netlint; see https://bford.info/cachedir/\n"
)


class Cache:
    """A folder with one entry for each file and way of asking."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._configurations: dict[Path, bytes] = {}

    @classmethod
    def here(cls) -> Cache:
        """The cache of the project that the working directory lies in."""
        start = Path.cwd()
        roots = (f for f in (start, *start.parents) if any((f / r).exists() for r in ROOTS))
        return cls(next(roots, start) / FOLDER)

    def find(self, data: bytes, target: Target, options: Options) -> Outcome | None:
        """The outcome of a file with these bytes, if it is known."""
        try:
            key, digest, body = self._entry(target, options).read_bytes().split(b"\n", 2)
            if key != self._key(data, target) or digest != _digest(body):
                return None
            return loaded(body.decode(), target.path, data.decode("utf-8", "replace"))
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None

    def keep(self, data: bytes, target: Target, options: Options, outcome: Outcome) -> None:
        """Remember an outcome; an entry appears whole or not at all."""
        try:
            body = dumped(outcome).encode()
            self._open()
            entry = self._entry(target, options)
            partial = entry.with_suffix(f".{os.getpid()}")
            partial.write_bytes(b"\n".join((self._key(data, target), _digest(body), body)))
            partial.replace(entry)
        except (OSError, TypeError, ValueError):
            return

    def clear(self) -> None:
        """Forget everything."""
        from shutil import rmtree

        rmtree(self.folder, ignore_errors=True)

    def _open(self) -> None:
        """Make the folder, which version control and backups pass over."""
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n")
            (self.folder / "CACHEDIR.TAG").write_text(TAG)

    def _entry(self, target: Target, options: Options) -> Path:
        asked = (str(Path(target.path).absolute()), target.path, target.named)
        asked_for = (asked, options.skip_non_specs, sorted(options.sizes.items()))
        return self.folder / _digest(repr(asked_for).encode()).decode()

    def _key(self, data: bytes, target: Target) -> bytes:
        """What an entry stands on: netlint, the configuration, and the bytes of the file."""
        folder = Path(target.path).absolute().parent
        if folder not in self._configurations:
            self._configurations[folder] = _configuration(folder)
        return _digest(b"\n".join((_tool(), self._configurations[folder], _digest(data))))


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=20).hexdigest().encode()


def _configuration(folder: Path) -> bytes:
    """The digest of the configuration files of a folder and of those above it."""
    found: list[tuple[str, bytes]] = []
    for path in (f / name for f in (folder, *folder.parents) for name in CONFIGURATIONS):
        try:
            found.append((str(path), path.read_bytes()))
        except OSError:
            continue
    return _digest(repr(found).encode())


@lru_cache(1)
def _tool() -> bytes:
    """netlint and Python; of a source tree, which is worked on, also the times of its files."""
    times: list[int] = []
    if (PACKAGE.parent / "pyproject.toml").exists():
        rooms = [str(PACKAGE), *(e.path for e in os.scandir(PACKAGE) if e.is_dir())]
        files = (e for room in rooms for e in os.scandir(room) if e.name.endswith(".py"))
        times = sorted(e.stat().st_mtime_ns for e in files)
    return _digest(repr((__version__, sys.version, times)).encode())
