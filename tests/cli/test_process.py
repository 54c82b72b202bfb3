"""The process: what only a real one shows: pipes, signals, terminals, crashes, and its start."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BAD = "netlint: 1\ninputs: {x: [N, 3]}\nlayers: [{type: dropout, p: 50}]\n"
NETLINT = [sys.executable, "-m", "netlint"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}


def run(
    *arguments: str, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*NETLINT, *arguments],
        input=stdin,
        capture_output=True,
        env=ENVIRONMENT | environment,
        timeout=60,
        check=False,
    )


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"netlint, version ")


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help(word: str) -> None:
    done = run(word)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"2 x MACs" in done.stdout
    for command in (b"check", b"show", b"sizes", b"explain", b"config"):
        assert command in done.stdout


WRONG = [
    pytest.param(["chek"], b'no command "chek"; did you mean "check"?', id="a-command"),
    pytest.param(["check", "--nope"], b"No such option", id="an-option"),
    pytest.param(["show"], b"Missing argument", id="a-missing-file"),
    pytest.param(["show", "nowhere.yaml"], b"nowhere.yaml cannot be read", id="a-file"),
    pytest.param(["explain", "NL999"], b'no rule and no layer is called "NL999"', id="a-rule"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG)
def test_wrong_usage_is_exit_2(arguments: list[str], words: bytes) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == b""
    assert words in done.stderr


def test_a_closed_pipe_is_silent() -> None:
    """As in ``netlint explain | head -1``: the reader leaves, the writer ends with 0."""
    layers = "\n".join(f"  - {{type: dropout, p: {i + 2}}}" for i in range(2_000))
    with subprocess.Popen(
        [*NETLINT, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        process.stdin.write(f"netlint: 1\ninputs: {{x: [N, 3]}}\nlayers:\n{layers}\n".encode())
        process.stdin.close()
        words = process.stderr.read()
        assert process.wait(60) == 0
        assert words == b""


def test_an_interrupt_is_exit_130() -> None:
    with subprocess.Popen(
        [*NETLINT, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=60)
        assert process.returncode == 130
        assert b"Traceback" not in words


def test_a_crash_is_exit_3() -> None:
    """The only fault that can be had from outside: standard input fails in a way nobody expects."""
    program = (
        "import sys, io\n"
        "class Broken:\n"
        "    class buffer:\n"
        "        read = staticmethod(lambda: 1 // 0)\n"
        "sys.stdin = Broken()\n"
        "sys.argv = ['netlint', 'check', '-']\n"
        "from netlint.cli.launch import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert b"netlint: crashed (ZeroDivisionError); please report this" in done.stderr


def terminal(*arguments: str, **environment: str) -> str:
    """What a terminal gets to see."""
    leader, follower = pty.openpty()
    own = {k: v for k, v in ENVIRONMENT.items() if k != "NO_COLOR"} | {"TERM": "xterm"}
    with subprocess.Popen(
        [*NETLINT, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
        env=own | environment,
    ) as process:
        os.close(follower)
        seen = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
        process.wait(60)
    os.close(leader)
    return seen.decode()


def test_colour_on_a_terminal_alone(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(BAD, encoding="utf-8")
    assert "\x1b[" in terminal("check", str(file))
    assert "\x1b[" in terminal("check", str(file), NO_COLOR="")
    assert "\x1b[" not in terminal("check", str(file), NO_COLOR="1")
    assert b"\x1b[" not in run("check", str(file)).stdout
    assert "\x1b[" not in terminal("check", str(file), "--format", "json")


def test_any_locale_is_good_enough(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    file.write_text(BAD.replace("{type", "{description: 漢字, type"), encoding="utf-8")
    for locale in ("C", "POSIX", "en_US.ISO-8859-1"):
        done = run("check", str(file), LC_ALL=locale, LANG=locale)
        assert done.returncode == 1
        assert b"NL004" in done.stdout
        assert b"Traceback" not in done.stderr
    done = run("check", str(file), PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_large_number_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "net.yaml"
    layer = "{type: conv2d, out_channels: $(2 ** 2000), kernel_size: 1}"
    layers = ", ".join([layer] * 12)
    file.write_text(
        f"netlint: 1\ninputs: {{x: [N, 3, 8, 8]}}\nlayers: [{layers}]\n", encoding="utf-8"
    )
    done = run("show", str(file), "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A path may hold bytes that are no UTF-8."""
    path = os.fsencode(tmp_path) + b"/n\xff.yaml"
    Path(os.fsdecode(path)).write_text(BAD, encoding="utf-8")
    done = subprocess.run(
        [*(os.fsencode(a) for a in NETLINT), b"check", path],
        capture_output=True,
        env=ENVIRONMENT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"NL004" in done.stdout
