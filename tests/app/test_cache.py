"""The cache of results: a hit says what a check says, and everything that matters is a miss."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netlint.app import cache as cache_module
from netlint.app.cache import CONFIGURATIONS, FOLDER, Cache
from netlint.app.files import Target
from netlint.app.outcome import Options, Outcome
from netlint.app.run import check_bytes
from netlint.app.stored import dumped, loaded
from netlint.cli.main import cli
from netlint.core.record import replace
from netlint.reports import json as as_json
from netlint.reports import text
from netlint.reports.checked import summarise

ROOT = Path(__file__).parents[2]
GOOD = "netlint: 1\ninputs: {x: [N, 3, H, 8]}\nlayers: [relu]\n"
BAD = "netlint: 1\ninputs: {x: [N, 3]}\nlayers: [{type: dropout, p: 50}, {type: Linear}]\n"
OTHER = "name: no spec\n"
SPECS = sorted((ROOT / "examples").rglob("*.yaml"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project to work in, with the cache on."""
    monkeypatch.delenv("NETLINT_NO_CACHE", raising=False)
    (tmp_path / "work").mkdir()
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


def check(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=stdin)


def entries(folder: Path) -> list[Path]:
    return [p for p in (folder / FOLDER).iterdir() if p.name not in (".gitignore", "CACHEDIR.TAG")]


class Kept:
    """A result that a cache remembers, and what it was asked with."""

    def __init__(self, folder: Path, spec: str = BAD) -> None:
        self.path = folder / "work" / "net.yaml"
        self.path.write_text(spec, encoding="utf-8")
        self.data = spec.encode()
        self.target = Target("net.yaml", named=True)
        self.options = Options({"H": 8})
        self.outcome = check_bytes(self.data, self.target, Options())
        self.cache = Cache(folder / FOLDER)
        self.keep()

    def keep(self) -> None:
        self.cache.keep(self.data, self.target, self.options, self.outcome)

    def found(self) -> Outcome | None:
        """What a later run finds."""
        return Cache(self.cache.folder).find(self.data, self.target, self.options)

    @property
    def entry(self) -> Path:
        (found,) = entries(self.cache.folder.parent)
        return found


@pytest.fixture
def kept(folder: Path) -> Kept:
    return Kept(folder)


def reports(outcome: Outcome) -> tuple[str, ...]:
    files = [outcome.checked] if outcome.checked else []
    summary = summarise(files, 0)
    return (
        text.render(files, summary),
        text.concise(files, summary),
        as_json.render(files, summary),
    )


@pytest.mark.parametrize("path", SPECS, ids=lambda p: p.stem)
def test_what_is_stored_is_reported_alike(path: Path) -> None:
    data = path.read_bytes()
    outcome = check_bytes(data, Target(str(path), named=True), Options())
    again = loaded(dumped(outcome), str(path), data.decode())
    assert reports(again) == reports(outcome)


@pytest.mark.parametrize("form", ["text", "concise", "json"])
def test_a_second_run_says_the_same(folder: Path, form: str) -> None:
    for name, spec in (("good", GOOD), ("bad", BAD), ("other", OTHER)):
        Path(f"{name}.yaml").write_text(spec, encoding="utf-8")
    fresh = check(".", "--format", form, "--no-cache")
    first, second = check(".", "--format", form), check(".", "--format", form)
    assert len(entries(folder)) == 3
    assert first.stdout == second.stdout == fresh.stdout
    assert first.exit_code == second.exit_code == fresh.exit_code == 1


def test_a_result_is_found_again(kept: Kept) -> None:
    assert kept.found() == kept.outcome


def test_other_bytes_are_a_miss(kept: Kept) -> None:
    kept.data += b" "
    assert kept.found() is None


@pytest.mark.parametrize("name", CONFIGURATIONS)
@pytest.mark.parametrize("where", ["work", "."])
def test_a_configuration_file_that_comes_changes_or_goes_is_a_miss(
    kept: Kept, folder: Path, where: str, name: str
) -> None:
    path = folder / where / name
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text("x = 1\n", encoding="utf-8")
    assert kept.found() is None
    kept.keep()
    kept.cache = Cache(kept.cache.folder)
    kept.keep()
    assert kept.found() == kept.outcome
    path.write_text("x = 2\n", encoding="utf-8")
    assert kept.found() is None
    if before is None:
        path.unlink()
        assert kept.found() is None


ASKED = [
    pytest.param({"options": Options({"H": 9})}, id="another-size"),
    pytest.param({"options": Options({})}, id="no-size"),
    pytest.param({"options": Options({"W": 8})}, id="another-symbol"),
    pytest.param({"options": Options({"H": 8}, skip_non_specs=True)}, id="skipping"),
    pytest.param({"target": Target("./net.yaml", named=True)}, id="printed-otherwise"),
    pytest.param({"target": Target("net.yaml", named=False)}, id="found-in-a-folder"),
    pytest.param({"target": Target("other.yaml", named=True)}, id="another-file"),
]


@pytest.mark.parametrize("asked", ASKED)
def test_another_question_is_a_miss(kept: Kept, asked: dict[str, object]) -> None:
    vars(kept).update(asked)
    assert kept.found() is None


def test_the_same_name_elsewhere_is_a_miss(
    kept: Kept, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert kept.found() is None


@pytest.mark.parametrize("what", ["__version__", "sys"])
def test_another_netlint_or_python_is_a_miss(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    class Other:
        version = "4.0"

    monkeypatch.setattr(cache_module, what, Other if what == "sys" else "9.9")
    cache_module._tool.cache_clear()
    try:
        assert kept.found() is None
    finally:
        monkeypatch.undo()
        cache_module._tool.cache_clear()


DAMAGED = [
    pytest.param(lambda whole: b"", id="empty"),
    pytest.param(lambda whole: whole[: len(whole) // 2], id="cut"),
    pytest.param(lambda whole: whole[:-1], id="a-byte-short"),
    pytest.param(lambda whole: whole + b" ", id="a-byte-long"),
    pytest.param(lambda whole: whole.replace(b"NL", b"LN", 1), id="a-letter"),
    pytest.param(lambda whole: b"\xff" * 4_000, id="noise"),
    pytest.param(lambda whole: b"{}", id="other-json"),
    pytest.param(lambda whole: signed(whole, b"[]"), id="signed-but-no-outcome"),
    pytest.param(lambda whole: signed(whole, b'[null, false, [{"Spam": []}, []]]'), id="no-kind"),
    pytest.param(
        lambda whole: signed(whole, b'[null, false, [{"Spot": [1, 2, 3]}, []]]'), id="row"
    ),
    pytest.param(lambda whole: signed(whole, b"[" * 100_000), id="nested"),
]


def signed(whole: bytes, body: bytes) -> bytes:
    key, _, _ = whole.split(b"\n", 2)
    return b"\n".join((key, cache_module._digest(body), body))


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_entry_is_a_miss_and_replaced(kept: Kept, damage: object) -> None:
    assert callable(damage)
    kept.entry.write_bytes(damage(kept.entry.read_bytes()))
    assert kept.found() is None
    kept.keep()
    assert kept.found() == kept.outcome


def test_a_folder_where_an_entry_belongs_is_no_cache(kept: Kept) -> None:
    entry = kept.entry
    entry.unlink()
    entry.mkdir()
    assert kept.found() is None
    kept.keep()
    assert kept.found() is None


def test_entries_are_plain_json(kept: Kept) -> None:
    _, _, body = kept.entry.read_bytes().split(b"\n", 2)
    trouble, gentle, found = json.loads(body)
    assert (trouble, gentle) == (None, False)
    assert found[0][0]["Finding"][0] == "NL004"


def test_a_value_that_json_cannot_say_is_not_kept(kept: Kept) -> None:
    assert kept.outcome.checked is not None
    finding = replace(kept.outcome.checked.findings[0], help=object())
    kept.outcome = replace(kept.outcome, checked=kept.outcome.checked._replace(findings=(finding,)))
    kept.entry.unlink()
    kept.keep()
    assert not entries(kept.cache.folder.parent)


def test_the_folder_hides_itself(kept: Kept) -> None:
    assert (kept.cache.folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
    tag = (kept.cache.folder / "CACHEDIR.TAG").read_text(encoding="utf-8")
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")


@pytest.mark.parametrize("root", [".git", "pyproject.toml"])
def test_the_folder_lies_at_the_nearest_root(folder: Path, root: str) -> None:
    deep = folder / "work" / "a" / "b"
    deep.mkdir(parents=True)
    (folder / "work" / "a" / root).touch()
    os.chdir(deep)
    assert Cache.here().folder == folder / "work" / "a" / FOLDER


def test_without_a_root_the_folder_lies_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if any((f / r).exists() for f in tmp_path.parents for r in (".git", "pyproject.toml")):
        pytest.skip("the temporary folder lies in a project")
    monkeypatch.chdir(tmp_path)
    assert Cache.here().folder == tmp_path / FOLDER


def test_no_cache_remembers_nothing_and_believes_nothing(kept: Kept, folder: Path) -> None:
    kept.entry.write_bytes(signed(kept.entry.read_bytes(), dumped(Outcome("x")).encode()))
    written = kept.entry.read_bytes()
    assert check("net.yaml", "--no-cache").exit_code == 1
    assert kept.entry.read_bytes() == written


def test_the_environment_turns_it_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLINT_NO_CACHE", "1")
    Path("net.yaml").write_text(GOOD, encoding="utf-8")
    assert check("net.yaml").exit_code == 0
    assert not (folder / FOLDER).exists()


def test_clear_cache_forgets(folder: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        Path(name).write_text(GOOD, encoding="utf-8")
    check("one.yaml", "two.yaml")
    assert len(entries(folder)) == 2
    assert check("one.yaml", "--clear-cache").exit_code == 0
    assert len(entries(folder)) == 1


def test_standard_input_is_not_remembered(folder: Path) -> None:
    assert check("-", stdin=BAD).exit_code == 1
    assert not (folder / FOLDER).exists()


def test_a_path_that_cannot_be_read_is_not_remembered(folder: Path) -> None:
    assert check("nowhere.yaml").exit_code == 2
    assert not (folder / FOLDER).exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_that_cannot_be_made_is_no_cache(folder: Path, jobs: str) -> None:
    (folder / FOLDER).touch()
    for i in range(20):
        Path(f"{i}.yaml").write_text(GOOD, encoding="utf-8")
    done = check(".", "--jobs", jobs)
    assert (done.exit_code, done.stderr) == (0, "")
    assert check(".", "--clear-cache").exit_code == 0


def test_jobs_remember_and_find(folder: Path) -> None:
    for i in range(30):
        Path(f"{i:02}.yaml").write_text(BAD if i % 3 else GOOD, encoding="utf-8")
    fresh = check(".", "--no-cache")
    assert check(".", "--jobs", "2").stdout == fresh.stdout
    assert len(entries(folder)) == 30
    Path("07.yaml").write_text(GOOD, encoding="utf-8")
    assert check(".", "--jobs", "2").stdout == check(".", "--no-cache").stdout


def test_a_hit_loads_neither_models_nor_yaml_nor_the_command_line(folder: Path) -> None:
    Path("net.yaml").write_text(BAD, encoding="utf-8")
    program = (
        "import sys\n"
        "from netlint.cli.launch import launched\n"
        "code = launched(['check', 'net.yaml'])\n"
        "heavy = [m for m in ('pydantic', 'yaml', 'click', 'simpleeval') if m in sys.modules]\n"
        "print(code, heavy, file=sys.stderr)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    first = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert first.stderr.startswith(b"1 ['pydantic', 'yaml'")
    assert b"click" not in first.stderr
    told = check("net.yaml")
    second = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert (second.stdout.decode(), second.stderr.split()) == (told.stdout, [b"1", b"[]"])


WRITER = """
import sys
from netlint.app.cache import Cache
from netlint.app.files import Target
from netlint.app.outcome import Options, Outcome
from netlint.app.stored import loaded
from pathlib import Path
folder, data, body, rounds = sys.argv[1:]
target, options = Target("net.yaml", named=True), Options({"H": 8})
outcome = loaded(body, "net.yaml", data)
cache = Cache(Path(folder))
print("begun", flush=True)
for _ in range(int(rounds)):
    cache.keep(data.encode(), target, options, outcome)
"""


def writer(kept: Kept, rounds: int) -> subprocess.Popen[bytes]:
    """A process that keeps the same result again and again."""
    arguments = [str(kept.cache.folder), kept.data.decode(), dumped(kept.outcome), str(rounds)]
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )


def begun(processes: list[subprocess.Popen[bytes]]) -> Iterator[None]:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
    while any(p.poll() is None for p in processes):
        yield


def test_writers_in_parallel_never_show_half_an_entry(kept: Kept) -> None:
    processes = [writer(kept, 300) for _ in range(3)]
    for _ in begun(processes):
        assert kept.found() == kept.outcome
    assert [p.wait() for p in processes] == [0, 0, 0]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    assert len(entries(kept.cache.folder.parent)) == 1


@pytest.mark.parametrize("after", [0.0, 0.003, 0.01, 0.03])
def test_a_writer_that_is_killed_leaves_a_whole_entry(kept: Kept, after: float) -> None:
    process = writer(kept, 1_000_000)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert kept.found() == kept.outcome
    kept.keep()
    assert kept.found() == kept.outcome
