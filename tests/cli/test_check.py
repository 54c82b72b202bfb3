"""``netlint check``: paths, exit statuses, standard input, and files that are no specs."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netlint.cli.main import cli

GOOD = "netlint: 1\ninputs: {x: [N, 3, H, 8]}\nlayers: [relu]\n"
BAD = "netlint: 1\ninputs: {x: [N, 3]}\nlayers: [{type: dropout, p: 50}]\n"
WARNS = (
    "netlint: 1\ninputs: {x: [N, 3, 8, 8]}\n"
    "layers: [{name: r, type: adaptive_avg_pool2d, output_size: [1, 8]},"
    " {type: add, inputs: [x, r]}]\n"
)
INFORMS = (
    "netlint: 1\ninputs: {x: [N, 3, H, 8]}\nsizes: {H: {min: 2, max: 100000}}\n"
    "layers: [{type: upsample, scale_factor: [0.7, 1]}]\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: str) -> None:
    """``a_b="..."`` writes the file ``a/b.yaml``."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def check(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], input=stdin)


def paths(*arguments: str) -> list[str]:
    """The files of a run, as they are printed."""
    return [f["path"] for f in json.loads(check(*arguments, "--format", "json").stdout)["files"]]


STATUSES = [
    pytest.param(GOOD, [], 0, id="fine"),
    pytest.param(BAD, [], 1, id="an-error"),
    pytest.param(WARNS, [], 0, id="a-warning"),
    pytest.param(WARNS, ["--fail-on", "warning"], 1, id="fail-on-warning"),
    pytest.param(WARNS, ["--fail-on", "info"], 1, id="a-warning-is-above-info"),
    pytest.param(INFORMS, [], 0, id="an-info"),
    pytest.param(INFORMS, ["--fail-on", "warning"], 0, id="an-info-is-below-warning"),
    pytest.param(INFORMS, ["--fail-on", "info"], 1, id="fail-on-info"),
    pytest.param(BAD, ["--fail-on", "never"], 0, id="never"),
    pytest.param(GOOD, ["--fail-on", "sometimes"], 2, id="an-unknown-severity"),
    pytest.param(GOOD, ["--format", "xml"], 2, id="an-unknown-format"),
    pytest.param(GOOD, ["--frobnicate"], 2, id="an-unknown-option"),
    pytest.param(GOOD, ["--size", "H=64"], 0, id="a-size"),
    pytest.param(GOOD, ["--size", "K=64"], 2, id="an-unknown-symbol"),
    pytest.param(GOOD, ["--size", "H"], 2, id="a-size-without-a-number"),
    pytest.param(GOOD, ["--size", "H=-1"], 2, id="a-negative-size"),
    pytest.param(GOOD, ["--size", "H=0"], 2, id="a-size-of-0"),
    pytest.param(GOOD, ["--size", "H=1.5"], 2, id="a-fraction"),
]


@pytest.mark.parametrize(("text", "options", "status"), STATUSES)
def test_exit_status(folder: Path, text: str, options: Sequence[str], status: int) -> None:
    write(folder, net=text)
    assert check("net.yaml", *options).exit_code == status


def test_text(folder: Path) -> None:
    write(folder, net=BAD)
    assert check("net.yaml").stdout == (
        'net.yaml:3:29: error NL004 bad-value: "dropout_1" has p 50; it must lie in 0..1\n'
        "  3 | layers: [{type: dropout, p: 50}]\n"
        "    |                             ^^\n"
        "\n"
        "1 file checked: 1 error\n"
    )


def test_text_of_nothing_wrong(folder: Path) -> None:
    write(folder, net=GOOD)
    assert check("net.yaml").stdout == "1 file checked: no findings\n"


def test_concise(folder: Path) -> None:
    write(folder, a=BAD, b=GOOD, c=WARNS)
    assert check("--format", "concise").stdout == (
        'a.yaml:3:29: error NL004 bad-value: "dropout_1" has p 50; it must lie in 0..1\n'
        "c.yaml:3:89: warning NL113 accidental-broadcast: "
        '"add_1" stretches "r" from 3x1x8 to 3x8x8\n'
    )


def test_counts(folder: Path) -> None:
    write(folder, a=BAD, b=GOOD, c=WARNS, d=INFORMS, e="no: spec\n")
    last = check().stdout.splitlines()[-1]
    assert last == "4 files checked, 1 skipped: 1 error, 1 warning, 1 info"


def test_wide_characters_under_carets(folder: Path) -> None:
    write(folder, net=BAD.replace("{type", "{description: 漢字, type"))
    lines = check("net.yaml").stdout.splitlines()
    assert lines[1] == "  3 | layers: [{description: 漢字, type: dropout, p: 50}]"
    assert lines[2] == f"    | {' ' * 47}^^"


def test_a_message_on_one_line_without_control_characters(folder: Path) -> None:
    write(folder, net='netlint: 1\ninputs: {x: [N, 3]}\nlayers: [{type: "re\\n\\e[31mlu"}]\n')
    out = check("net.yaml").stdout
    assert "\x1b" not in out
    assert len([line for line in out.splitlines() if "NL002" in line]) == 1


def test_copies_are_told_once(folder: Path) -> None:
    text = BAD.replace(
        "layers: [{type: dropout, p: 50}]",
        (
            "blocks: {b: {layers: [{type: dropout, p: 50}]}}\n"
            "layers: [{name: u, type: b, repeat: 15}]"
        ),
    )
    write(folder, net=text)
    out = check("net.yaml").stdout.splitlines()
    assert out[0].endswith('"u.0.dropout_1" has p 50; it must lie in 0..1 (and 14 more copies)')
    assert out[-1] == "1 file checked: 1 error"


NO_SPECS = [
    pytest.param(b"", "is no netlint spec", id="empty"),
    pytest.param(b"a: 1\n", "is no netlint spec", id="another-yaml"),
    pytest.param(b"# only words\n", "is no netlint spec", id="a-comment"),
    pytest.param(b"netlint: 1\x00", "is binary", id="a-nul"),
    pytest.param(b"\x7fELF\x00\x01", "is binary", id="a-program"),
    pytest.param(b"netlint: 1\nname: \xff\n", "is not UTF-8", id="latin-1"),
    pytest.param("netlint: 1\n".encode("utf-16"), "is binary", id="utf-16"),
    pytest.param(b"\xff\xfe", "is not UTF-8", id="a-mark-of-utf-16"),
]


@pytest.mark.parametrize(("data", "words"), NO_SPECS)
def test_a_named_file_that_is_no_spec(folder: Path, data: bytes, words: str) -> None:
    (folder / "net.yaml").write_bytes(data)
    result = check("net.yaml")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"netlint: net.yaml {words}")
    assert result.stderr.count("\n") == 1
    assert result.stdout == "0 files checked: no findings\n"


@pytest.mark.parametrize(("data", "words"), NO_SPECS)
def test_it_is_skipped_where_that_is_wanted(folder: Path, data: bytes, words: str) -> None:
    (folder / "net.yaml").write_bytes(data)
    result = check("--skip-non-specs", "net.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "0 files checked, 1 skipped: no findings\n"


@pytest.mark.parametrize(("data", "words"), NO_SPECS)
def test_it_is_skipped_in_a_folder(folder: Path, data: bytes, words: str) -> None:
    (folder / "net.yaml").write_bytes(data)
    result = check(".")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "0 files checked, 1 skipped: no findings\n"


def test_text_with_the_key_that_does_not_parse_is_a_finding(folder: Path) -> None:
    write(folder, net="netlint: 1\nlayers: [relu\n")
    for arguments in (["net.yaml"], ["."], ["--skip-non-specs", "net.yaml"]):
        result = check(*arguments)
        assert result.exit_code == 1
        assert " error NL001 yaml-syntax: " in result.stdout


def test_a_byte_order_mark(folder: Path) -> None:
    (folder / "net.yaml").write_bytes(b"\xef\xbb\xbf" + BAD.encode())
    result = check("net.yaml")
    assert result.stdout.startswith("net.yaml:3:29: error NL004")


@pytest.mark.parametrize("ends", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_other_line_ends(folder: Path, ends: str) -> None:
    (folder / "net.yaml").write_bytes(BAD.replace("\n", ends).encode())
    assert check("net.yaml").stdout.startswith("net.yaml:3:29: error NL004")


UNREADABLE = [
    pytest.param("nowhere.yaml", "cannot be read: no such file or directory", id="missing"),
    pytest.param("link.yaml", "cannot be read: no such file or directory", id="a-dead-link"),
    pytest.param("pipe.yaml", "is no regular file", id="a-pipe"),
    pytest.param("net.yaml/deeper.yaml", "cannot be read: not a directory", id="below-a-file"),
]


@pytest.mark.parametrize(("path", "words"), UNREADABLE)
def test_a_path_that_cannot_be_read(folder: Path, path: str, words: str) -> None:
    write(folder, net=BAD)
    (folder / "link.yaml").symlink_to("gone.yaml")
    os.mkfifo(folder / "pipe.yaml")
    for more in ([], ["--skip-non-specs"]):
        result = check(path, "net.yaml", *more)
        assert result.exit_code == 2
        assert result.stderr == f"netlint: {path} {words}\n"
        assert result.stdout.startswith("net.yaml:3:29: error NL004")
        assert result.stdout.endswith("\n1 file checked: 1 error\n")


def test_several_troubles_are_all_told(folder: Path) -> None:
    write(folder, good=GOOD, none="a: 1\n")
    result = check("zz.yaml", "none.yaml", "good.yaml", "aa.yaml")
    assert result.exit_code == 2
    assert [line.split()[1] for line in result.stderr.splitlines()] == [
        "aa.yaml",
        "none.yaml",
        "zz.yaml",
    ]
    assert result.stdout == "1 file checked: no findings\n"


def test_the_document_is_printed_all_the_same(folder: Path) -> None:
    write(folder, bad=BAD)
    result = check("bad.yaml", "nowhere.yaml", "--format", "json")
    assert result.exit_code == 2
    document = json.loads(result.stdout)
    assert [f["path"] for f in document["files"]] == ["bad.yaml"]
    assert document["summary"]["files"] == 1


def test_files_come_in_path_order_and_once(folder: Path) -> None:
    write(folder, b=GOOD, a=GOOD, d__c=GOOD)
    assert paths("d", "b.yaml", "a.yaml", "b.yaml", "d/c.yaml") == ["a.yaml", "b.yaml", "d/c.yaml"]
    assert len(paths("b.yaml", "./b.yaml", "d/../b.yaml")) == 1


def test_no_path_is_the_folder(folder: Path) -> None:
    write(folder, b=GOOD, a__c=GOOD)
    assert paths() == ["a/c.yaml", "b.yaml"]


def test_a_walk(folder: Path) -> None:
    write(
        folder,
        net=GOOD,
        sub__net=GOOD,
        sub__deep__net=GOOD,
        node_modules__net=GOOD,
        sub__node_modules__net=GOOD,
    )
    for name in (".hidden/net.yaml", "sub/.git/net.yaml", ".file.yaml", "a.yml", "a.YAML", "a.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(GOOD, encoding="utf-8")
    (folder / "folder.yaml").mkdir()
    write(folder, **{"folder.yaml__inner": GOOD})
    outside = folder.parent / f"{folder.name}-outside"
    outside.mkdir()
    (outside / "other.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "linked").symlink_to(outside)
    (folder / "linked.yaml").symlink_to(outside / "other.yaml")
    (folder / "dead.yaml").symlink_to("gone.yaml")
    os.mkfifo(folder / "pipe.yaml")
    assert paths() == [
        ".file.yaml",
        "a.yml",
        "folder.yaml/inner.yaml",
        "linked.yaml",
        "net.yaml",
        "sub/deep/net.yaml",
        "sub/net.yaml",
    ]
    assert check().stdout == "7 files checked: no findings\n"


def test_a_named_folder_is_walked_whatever_its_name(folder: Path) -> None:
    write(folder, node_modules__net=GOOD)
    hidden = folder / ".hidden"
    hidden.mkdir()
    (hidden / "net.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "link").symlink_to(hidden)
    assert paths("node_modules", ".hidden", "link") == [
        ".hidden/net.yaml",
        "link/net.yaml",
        "node_modules/net.yaml",
    ]


EXCLUDES = [
    pytest.param(["net.yaml"], ["sub/a.yaml", "sub/deep/b.yaml"], id="the-last-part"),
    pytest.param(["sub"], ["net.yaml"], id="a-folder"),
    pytest.param(["sub/"], ["net.yaml"], id="a-folder-with-a-slash"),
    pytest.param(["deep"], ["net.yaml", "sub/a.yaml", "sub/net.yaml"], id="a-deeper-folder"),
    pytest.param(["sub/*"], ["net.yaml"], id="a-star-in-a-path"),
    pytest.param(["sub/net.yaml"], ["net.yaml", "sub/a.yaml", "sub/deep/b.yaml"], id="a-path"),
    pytest.param(["a.*", "b.*"], ["net.yaml", "sub/net.yaml"], id="two"),
    pytest.param(["*.yaml"], [], id="all"),
    pytest.param(
        ["nothing"], ["net.yaml", "sub/a.yaml", "sub/deep/b.yaml", "sub/net.yaml"], id="none"
    ),
]


@pytest.mark.parametrize(("patterns", "left"), EXCLUDES)
def test_exclude(folder: Path, patterns: Sequence[str], left: list[str]) -> None:
    write(folder, net=GOOD, sub__a=GOOD, sub__net=GOOD, sub__deep__b=GOOD)
    assert paths(*(a for p in patterns for a in ("--exclude", p))) == left


def test_exclude_matches_the_path_as_printed(folder: Path) -> None:
    write(folder, sub__net=GOOD, net=GOOD)
    (folder / "sub").joinpath("x").mkdir()
    assert paths("./sub", "--exclude", "sub/net.yaml") in (["./sub/net.yaml"], ["sub/net.yaml"], [])
    assert paths("sub", "--exclude", "sub/net.yaml") == []


def test_standard_input() -> None:
    result = check("-", stdin=BAD)
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:3:29: error NL004")


def test_standard_input_by_a_name(folder: Path) -> None:
    result = check("-", "--stdin-filename", "models/net.yaml", stdin=BAD)
    assert result.stdout.startswith("models/net.yaml:3:29: error NL004")
    assert not (folder / "models").exists()


def test_standard_input_and_files(folder: Path) -> None:
    write(folder, a=GOOD, z=BAD)
    result = check(
        "z.yaml", "-", "a.yaml", "--stdin-filename", "m.yaml", "--format", "json", stdin=GOOD
    )
    document = json.loads(result.stdout)
    assert [f["path"] for f in document["files"]] == ["a.yaml", "m.yaml", "z.yaml"]


@pytest.mark.parametrize(("data", "words"), NO_SPECS)
def test_standard_input_that_is_no_spec(data: bytes, words: str) -> None:
    result = check("-", stdin=data)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"netlint: <stdin> {words}")


def test_a_bound_symbol_has_no_size_of_its_own(folder: Path) -> None:
    write(folder, net=GOOD.replace("layers", "sizes: {H: 8, W: H}\nlayers"))
    result = check("net.yaml", "--size", "W=4")
    assert result.exit_code == 2
    assert result.stderr == 'netlint: net.yaml "W" is bound to H; give that size\n'


def test_a_symbol_that_one_of_two_files_has(folder: Path) -> None:
    write(folder, a=GOOD.replace("H", "T"), b=GOOD)
    result = check("a.yaml", "b.yaml", "--size", "H=9", "--format", "json")
    assert result.exit_code == 2
    assert result.stderr == 'netlint: a.yaml the net has no symbol "H"; its symbols are N, T\n'
    assert [f["path"] for f in json.loads(result.stdout)["files"]] == ["b.yaml"]


def test_a_size_changes_what_is_checked(folder: Path) -> None:
    text = GOOD.replace("[relu]", "[{type: conv2d, out_channels: 3, kernel_size: [5, 1]}]")
    write(folder, net=text)
    assert check("net.yaml", "--size", "H=5").exit_code == 0
    result = check("net.yaml", "--size", "H=4")
    assert result.exit_code == 1
    assert "NL206" in result.stdout


def test_the_last_of_two_sizes_counts(folder: Path) -> None:
    text = GOOD.replace("[relu]", "[{type: conv2d, out_channels: 3, kernel_size: [5, 1]}]")
    write(folder, net=text)
    assert check("net.yaml", "--size", "H=4", "--size", "H=5").exit_code == 0


def test_jobs_change_nothing(folder: Path) -> None:
    write(folder, **{f"n{i:02}": BAD if i % 3 else GOOD for i in range(40)})
    one, two = check("--format", "json"), check("--format", "json", "--jobs", "2")
    assert one.stdout == two.stdout
    assert one.exit_code == two.exit_code == 1


def test_a_file_of_32_mib_is_read_and_one_beyond_is_told(folder: Path) -> None:
    head = "netlint: 1\ninputs: {x: [N, 3]}\nlayers: [relu]\n"
    line = "# " + "x" * 1021 + "\n"
    (folder / "net.yaml").write_text(head + line * (32 * 1024 - 1), encoding="utf-8")
    assert check("net.yaml").exit_code == 0
    (folder / "net.yaml").write_text(head + line * (32 * 1024 + 1), encoding="utf-8")
    result = check("net.yaml")
    assert result.exit_code == 1
    assert result.stdout.startswith("net.yaml:1:1: error NL010 limit-exceeded: ")
