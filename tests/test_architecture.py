"""Architecture: docstrings, lengths, siblings, what core may import, and what a start costs."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "netlint"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 250
PLUG_INS = [
    p for p in ("layers", "rules", "reports", "importers", "exporters") if (PACKAGE / p).is_dir()
]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also late and for types alone."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


IDS = [name_of(p) for p in MODULES]


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_a_module_says_what_it_is(path: Path) -> None:
    """One line: a noun, then a colon, then what it is."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert text
    assert len(text.splitlines()[0]) <= 100


def test_no_module_is_longer_than_250_lines() -> None:
    lengths = {name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES}
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


@pytest.mark.parametrize("room", PLUG_INS)
def test_a_plug_in_never_imports_a_sibling(room: str) -> None:
    plug_ins = {name_of(p) for p in (PACKAGE / room).glob("*.py") if not p.name.startswith("_")}
    for path in (PACKAGE / room).glob("*.py"):
        if room == "reports" or (path.name.startswith("_") and path.name != "__init__.py"):
            continue
        siblings = (set(imports(path)) & plug_ins) - {name_of(path)}
        assert not siblings, f"{name_of(path)} imports {siblings}"


@pytest.mark.parametrize("room", PLUG_INS)
def test_what_a_family_shares_imports_no_plug_in(room: str) -> None:
    plug_ins = {name_of(p) for p in (PACKAGE / room).glob("*.py") if not p.name.startswith("_")}
    if room == "reports":
        pytest.skip("reports share modules without an underscore")
    for path in (PACKAGE / room).glob("_*.py"):
        assert not set(imports(path)) & plug_ins, name_of(path)


CORE = sorted((PACKAGE / "core").glob("*.py"))


@pytest.mark.parametrize("path", CORE, ids=[p.stem for p in CORE])
def test_core_stands_on_the_standard_library_alone(path: Path) -> None:
    for module in imports(path):
        top = module.partition(".")[0]
        inside = (
            module == "netlint" or module == "netlint.core" or module.startswith("netlint.core.")
        )
        assert inside or (top in sys.stdlib_module_names), f"{path.name} imports {module}"


ROOMS = [
    ("core",),
    ("layers",),
    ("spec",),
    ("engine",),
    ("solve",),
    ("rules", "importers", "exporters", "reports"),
    ("config",),
    ("app",),
    ("cli", "server", "lsp"),
]
"""From the ground up; a room sees only rows below its own, and itself."""


@pytest.mark.parametrize("path", MODULES, ids=IDS)
def test_a_room_sees_only_those_below(path: Path) -> None:
    room = path.relative_to(PACKAGE).with_suffix("").parts[0]
    row = next((i for i, rooms in enumerate(ROOMS) if room in rooms), None)
    if row is None:
        return
    seen = {m.split(".")[1] for m in imports(path) if m.startswith("netlint.")}
    known = {r for rooms in ROOMS for r in rooms}
    allowed = {r for rooms in ROOMS[:row] for r in rooms} | {room}
    assert seen & known <= allowed


def fresh(program: str) -> str:
    """What a new interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.strip()


HEAVY = ("pydantic", "yaml", "click", "rich", "simpleeval", "numpy", "torch", "onnx", "fastapi")


def loaded(program: str) -> set[str]:
    heavy = f"print(*sorted({set(HEAVY)!r} & set(sys.modules)))"
    return set(fresh(f"import sys; {program}; {heavy}").split())


def test_importing_the_package_costs_next_to_nothing() -> None:
    assert loaded("import netlint; dir(netlint); netlint.__version__") == set()


def test_importing_core_needs_nothing_else() -> None:
    names = ", ".join(name_of(p) for p in CORE)
    assert loaded(f"import {names}") == set()


def test_a_check_needs_no_framework_and_no_terminal_table() -> None:
    program = "import netlint; netlint.check({'inputs': {'x': ['N', 3]}, 'layers': ['relu']})"
    assert loaded(program) <= {"pydantic", "yaml"}


def test_a_check_of_two_layers_imports_two_layers() -> None:
    program = (
        "import sys, netlint\n"
        "netlint.check({'inputs': {'x': ['N', 3]}, 'layers': ['relu', 'gelu']})\n"
        "print(*sorted(m[15:] for m in sys.modules"
        " if m.startswith('netlint.layers.') and not m[15:].startswith('_')))"
    )
    assert fresh(program) == "gelu relu"


def test_a_file_that_is_no_spec_is_answered_without_a_parser() -> None:
    program = (
        "import netlint.app.load as load\n"
        "try:\n"
        "    load.load_text('a: 1')\n"
        "except load.NotASpec:\n"
        "    pass\n"
    )
    heavy = f"import sys\n{program}print(*sorted({{'simpleeval'}} & set(sys.modules)))"
    assert fresh(heavy) == ""


def test_every_public_name_is_there() -> None:
    program = "import netlint; print(all(hasattr(netlint, n) for n in netlint.__all__))"
    assert fresh(program) == "True"
    assert fresh("import netlint\ntry: netlint.nothing\nexcept AttributeError as e: print(e)") == (
        "module 'netlint' has no attribute 'nothing'"
    )


def test_a_layer_class_is_found_by_its_name() -> None:
    program = "from netlint.layers import Conv, ReLU6; print(Conv.__module__, ReLU6.__module__)"
    assert fresh(program) == "netlint.layers.conv netlint.layers.relu6"
