"""Whatever stands on a command line or in a setting: an exit code of ours and a message, never a trace."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cnskg import folders, settings
from cnskg.assisting import serving
from cnskg.cli import cli
from cnskg.errors import ReleaseError, UsageError
from cnskg.release import build
from cnskg.web import server, start
from tests.support.cli import Cli, Outcome
from tests.support.content import Small

VALUES = (
    "",
    "-1",
    "0",
    "70000",
    "nan",
    "inf",
    "x",
    "习 x",
    "\udcff",
    "~nobody-here/x",
    "..",
    "/dev/null",
    "x" * 5000,
    "{}",
)
#: What each group of commands is asked for besides what it needs.
HANZI = 'SELECT ("安全" AS ?x) {}'


def commands(group: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command, with the words that lead to it."""
    if not isinstance(group, click.Group):
        yield words, group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield from commands(command, (*words, name))


ALL = dict(commands(cli))


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is served or built, and temporary files go where they went."""

    def refuse(*_: object) -> None:
        raise ReleaseError("not now")

    monkeypatch.setattr(server, "main", lambda _, **__: 0)
    monkeypatch.setattr(serving, "over_pipes", lambda _: None)
    monkeypatch.setattr(build, "run", refuse)
    monkeypatch.setattr(tempfile, "tempdir", None)


def well_told(outcome: Outcome) -> None:
    """An exit code of ours; where it is not 0, a message; no trace and no confession."""
    assert outcome.code in (0, 1, 2), outcome
    assert "Traceback" not in outcome.both
    assert "fault of ours" not in outcome.both
    assert outcome.code == 0 or outcome.err.startswith("cnskg: ") or "\ncnskg: " in outcome.err, outcome


@pytest.mark.slow
@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_arguments(words: tuple[str, ...], small_copy: Small, still: None, run: Cli, tmp_path: Path,
                   monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Each argument and option of each command takes any text, or says what is wrong with it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", None)
    parameters = ALL[words].params
    plain = sum(1 for one in parameters if isinstance(one, click.Argument))
    options = [one.opts[0] for one in parameters if isinstance(one, click.Option) and not one.is_flag]
    flags = [one.opts[0] for one in parameters if isinstance(one, click.Option) and one.is_flag]
    well_told(run(*words, *["x"] * (plain + 1)))
    for value in VALUES if plain or options else ():
        for line in (
            *([*words, *[value] * plain] for _ in range(min(plain, 1))),
            *([*words, option, value, *["x"] * plain] for option in options),
            [*words, *(piece for option in options for piece in (option, value)), "--", *[value] * plain],
        ):
            well_told(run(*line))
    for flag in flags if plain else ():
        well_told(run(*words, flag, *["x"] * plain))


@pytest.mark.slow
@pytest.mark.parametrize("name", settings.TABLE)
def test_settings(name: str, still: None, small_copy: Small, run: Cli, tmp_path: Path,
                  monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Each setting takes any text, or says what is wrong with it, to whichever command reads it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", None)
    for value in (*VALUES, "nohost.invalid", "..", "a" * 70 + ".b", str(tmp_path / "a-file" / "below")):
        (tmp_path / "a-file").touch()
        with monkeypatch.context() as patch:
            patch.setenv(settings.env_name(name), value)
            for line in (["settings"], ["serve", "--port", "0"], ["query", "-e", "ASK {}"], ["check"], ["verify"]):
                well_told(run(*line))


def test_all_that_is_wrong_is_told_at_once(run: Cli, small: Small, still: None, tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Three settings that cannot be are three lines; so are an address, a release and a folder that are not there."""
    outcome = run("serve", CNSKG_PORT="-1", CNSKG_WORKERS="0", CNSKG_NONSENSE="1")
    assert outcome.code == 2
    assert [name for name in ("CNSKG_PORT", "CNSKG_WORKERS", "CNSKG_NONSENSE") if name not in outcome.err] == []
    for name in ("CNSKG_PORT", "CNSKG_WORKERS", "CNSKG_NONSENSE"):
        monkeypatch.delenv(name)
    (tmp_path / "file").touch()
    below = str(tmp_path / "file" / "below")
    outcome = run("serve", CNSKG_BUILD=below, TMPDIR=below, CNSKG_HOST="nohost.invalid")
    assert outcome.code == 2
    assert "3 things are in the way" in outcome.err
    for piece in (
        "there is no host nohost.invalid",
        f"releases cannot be written to {below}",
        "Set TMPDIR or CNSKG_BUILD",
    ):
        assert piece in outcome.err


def test_a_port_that_is_taken_is_found_before_a_build(small_copy: Small, still: None, run: Cli) -> None:
    """The port is tried before the minute that a build takes."""
    (small_copy.build / "current").unlink()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        outcome = run("serve", "--port", str(taken.getsockname()[1]))
    assert (outcome.code, outcome.out) == (2, "")
    assert "is in use" in outcome.err
    assert "building" not in outcome.err


def test_a_service_without_what_it_needs_starts_no_app(tmp_path: Path) -> None:
    """The address that the machine does not have, and the missing release, are one error."""
    with pytest.raises(UsageError) as caught:
        start.require(settings.Settings(build=tmp_path, host="192.0.2.1"))
    assert "none of this machine's" in caught.value.message
    assert "there is no release" in caught.value.message


def test_temporary_files_go_where_they_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TMPDIR where it can be written; else a folder among the releases; never the working folder."""
    known = settings.Settings(build=tmp_path / "build")
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert folders.use_temporary(known) == tmp_path
    monkeypatch.setenv("TMPDIR", str(tmp_path / "gone"))
    assert folders.use_temporary(known) == tmp_path / "build" / "tmp"
    assert tempfile.gettempdir() == str(tmp_path / "build" / "tmp")
    assert not (tmp_path / "gone").exists()
    (tmp_path / "file").touch()
    known = settings.Settings(build=tmp_path / "file")
    with pytest.raises(UsageError, match=f"neither to {tmp_path}/gone nor to {tmp_path}/file/tmp"):
        folders.use_temporary(known)


def test_releases_that_may_not_be_read_are_one_message(run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder is somebody else's, the setting is named, by a query and by a service."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    for line in (["query", "-e", "ASK {}"], ["serve", "--port", "0"]):
        outcome = run(*line, CNSKG_BUILD="/root/x")
        assert outcome.code == 2
        assert "releases under /root/x cannot be read: permission denied" in outcome.err
        assert "Set CNSKG_BUILD" in outcome.err


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_query_may_have_a_byte_order_mark(kind: str, small: Small, run: Cli, tmp_path: Path) -> None:
    """A file as PowerShell's `>` or an editor writes it is read by its mark."""
    path = tmp_path / "q.rq"
    path.write_bytes(HANZI.encode(kind))
    assert "安全" in run("query", str(path)).out


@pytest.mark.parametrize(
    ("data", "told"),
    [("SELECT é".encode("latin-1"), "not UTF-8 at byte 7"), ("ASK {}".encode("utf-16-le"), "zero bytes")],
)
def test_a_query_in_another_encoding_is_one_message(
    data: bytes, told: str, small: Small, run: Cli, tmp_path: Path
) -> None:
    """A file that is no UTF-8 and has no mark is refused by name, with what to do."""
    path = tmp_path / "q.rq"
    path.write_bytes(data)
    outcome = run("query", str(path))
    assert outcome.code == 2
    assert told in outcome.err
    assert "Save it as UTF-8" in outcome.err


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of bash, in which `cnskg` is ours; its exit code is that of cnskg."""
    ours = f'cnskg() {{ "{sys.executable}" -m cnskg "$@"; }}; set -o pipefail; '
    return subprocess.run(["bash", "-c", ours + line], capture_output=True, text=True, env=os.environ | environment)


def test_an_encoding_that_lacks_hanzi_is_no_fault(small: Small) -> None:
    """Where the output cannot carry a character it is escaped, and that is said; what it can carry is as it was."""
    done = shell(f"cnskg query -e '{HANZI}'", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert "\\u5b89\\u5168" in done.stdout
    assert "PYTHONIOENCODING=utf-8" in done.stderr
    done = shell("cnskg query -e 'SELECT (\"é\" AS ?x) {}' | iconv -f latin1 -t utf8", PYTHONIOENCODING="latin-1")
    assert "é" in done.stdout
    assert done.stderr == ""


#: more than a pipe holds
MANY = "SELECT ?a ?b { ?a ?p ?o . ?b ?p ?o } LIMIT 4000"


@pytest.mark.parametrize("line", ["--help", f"query -f csv -e '{MANY}'", f"query -e '{MANY}'", "settings", "rules"])
def test_a_reader_who_leaves_is_no_error(line: str, small: Small) -> None:
    """`| head -1` and a pipe that is closed at once end a command quietly, with exit code 0."""
    for end in ("head -1 >/dev/null", "true", "exec 0<&-; sleep 0.1"):
        done = shell(f"cnskg {line} | ( {end} )")
        assert (done.returncode, done.stderr) == (0, ""), done


def test_a_full_disk_and_a_closed_output_are_one_message(small: Small) -> None:
    """What the system refuses is told with its reason, exit code 2."""
    for target, told in ((">/dev/full", "no space left"), (">&-", "standard output is closed")):
        done = shell(f"cnskg query -f csv -e 'ASK {{}}' {target}")
        assert done.returncode == 2
        assert told in done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr


def test_messages_are_in_one_language(small: Small, tmp_path: Path) -> None:
    """Neither locale nor hash seed changes a word."""
    lines = (["serve", "--port", "x"], ["query", "nowhere"], ["nothing"], ["rules"])
    said = set()
    for language, seed in (("C", "1"), ("zh_CN.UTF-8", "2")):
        environment = os.environ | {"LC_ALL": language, "LANGUAGE": language, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"}
        for line in lines:
            done = subprocess.run([sys.executable, "-m", "cnskg", *line], capture_output=True, env=environment)
            said.add((*line, done.stdout, done.stderr))
    assert len(said) == len(lines)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (errno.EROFS, "Set CNSKG_BUILD to a folder of yours"),
        (errno.EACCES, "Set CNSKG_BUILD to a folder of yours"),
        (errno.ENOSPC, "Make room, or set CNSKG_BUILD"),
    ],
)
def test_what_the_system_refuses_names_the_setting(
    error: int, told: str, small: Small, run: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a file cannot be written, the message has its path, the reason and the setting that leads elsewhere."""
    path = str(small.build / "releases" / "x")

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error), path)

    monkeypatch.setattr(build, "run", refuse)
    outcome = run("build")
    assert outcome.code == 2
    assert path in outcome.err
    assert told in outcome.err
    assert "fault of ours" not in outcome.err


def test_a_full_disk_elsewhere_blames_no_setting(small: Small, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file lies in no folder of a setting, setting one would not help."""

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/nowhere/proposals.tsv")

    monkeypatch.setattr(build, "run", refuse)
    told = run("build").err
    assert ": /nowhere/proposals.tsv\n  Make room, or name another place." in told


def test_a_query_that_is_wrong_is_told_with_its_place(small: Small, run: Cli, tmp_path: Path) -> None:
    """An error in a query file has its line, its column and the line itself, as over HTTP."""
    (tmp_path / "wrong.rq").write_text("SELECT ?s {\n  ?s skoss:prefLabel ?o }", encoding="utf-8")
    outcome = run("query", str(tmp_path / "wrong.rq"))
    assert outcome.code == 1
    assert "line 2, column 6: the prefix skoss: is not known" in outcome.err
    assert "?s skoss:prefLabel ?o }\n         ^" in outcome.err


@pytest.mark.parametrize("name", ["", "nothing.rq"])
def test_a_mistyped_file_is_no_matter_of_settings(name: str, small: Small, run: Cli) -> None:
    """A folder in place of a file, and a file that is not there, blame no setting, wherever they lie."""
    outcome = run("query", str(Path(tempfile.gettempdir()) / name))
    assert outcome.code == 2
    assert "Name another" in outcome.err
    assert "TMPDIR" not in outcome.err


def test_a_working_folder_that_is_closed_is_no_checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installed package falls back on what it brings where the working folder may not be looked into."""

    def closed(*_: object) -> bool:
        raise PermissionError(errno.EACCES, "permission denied")

    monkeypatch.setattr(settings, "PACKED", tmp_path)
    monkeypatch.setattr(Path, "cwd", lambda: tmp_path / "closed")
    is_dir = Path.is_dir
    monkeypatch.setattr(Path, "is_dir", lambda path: is_dir(path) if path == tmp_path else closed())
    assert settings.content_root() == tmp_path
