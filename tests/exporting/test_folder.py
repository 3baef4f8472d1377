"""An exported folder is whole or not there, the same for the same release, and says what is in it."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnskg.exporting import export, forms
from cnskg.exporting.folder import Made
from cnskg.release.folder import Release
from tests.support.cli import Cli
from tests.support.content import Small


def files(folder: Path) -> dict[str, bytes]:
    """The files of a folder with their bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_release_gives_the_same_bytes(small: Small, exported: Path, tmp_path: Path) -> None:
    """In another process, with another order of sets, every file comes out as it did before."""
    words = [sys.executable, "-m", "cnskg", "export", "all", "--to", str(tmp_path / "again")]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "77"})
    assert files(tmp_path / "again") == files(exported)


def test_checksums_and_lists_are_those_of_the_files(exported: Path) -> None:
    """SHA256SUMS has every file but itself; the list has sizes and media types of those that are taken away."""
    found = files(exported)
    sums = {name: digest for digest, name in (line.split("  ") for line in found["SHA256SUMS"].decode().splitlines())}
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "SHA256SUMS"}
    listed = json.loads(found["export.json"])["files"]
    assert {name: entry["size"] for name, entry in listed.items()} == {name: len(found[name]) for name in listed}
    assert found.keys() - listed.keys() == {"SHA256SUMS", "export.json", "dcat.ttl"}


def test_the_crate_describes_every_file(exported: Path) -> None:
    """RO-Crate 1.1: a descriptor, a root with the terms that it must have, and an entity for each part."""
    told = json.loads((exported / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    by_id = {entity["@id"]: entity for entity in told["@graph"]}
    assert by_id["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = by_id["./"]
    assert {"name", "description", "datePublished", "hasPart"} <= root.keys()
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == set(json.loads((exported / "export.json").read_bytes())["files"]) - {"ro-crate-metadata.json"}
    assert {by_id[part]["@type"] for part in parts} == {"File"}


def _full(_: forms.Job) -> Iterator[Made]:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    yield


def _full_database(_: forms.Job) -> Iterator[Made]:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
    raise error
    yield


def _interrupted(_: forms.Job) -> Iterator[Made]:
    raise KeyboardInterrupt
    yield


@pytest.mark.parametrize("end", [_full, _full_database, _interrupted])
def test_nothing_half_written_stays(
    end: object, small: Small, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, or whoever stops it: no folder where none was, the old one where one was, and nothing beside."""
    target = tmp_path / "out" / "facts"
    monkeypatch.setitem(forms.FORMS, "sqlite", forms.Form("SQLite", end))  # type: ignore[arg-type]
    outcome = run("export", "csv", "sqlite", "--to", str(target))
    assert (outcome.code, list(target.parent.iterdir())) == (2, [])
    assert "fault of ours" not in outcome.err
    assert run("export", "turtle", "--to", str(target)).code == 0
    before = files(target)
    assert run("export", "csv", "sqlite", "--replace", "--to", str(target)).code == 2
    assert files(target) == before
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("words", ["turtle", "jsonld", "csv", "sqlite", "nanopublications"])
def test_the_place_that_is_full_is_named(words: str, small: Small, tmp_path: Path) -> None:
    """Where nothing more fits, it is the folder of the export that is told, not a file that is read nor a setting."""
    target = tmp_path / "out" / "facts"
    size = (small.release / "dumps" / "cnskg.ttl").stat().st_size // 512 - 1
    limited = ["sh", "-c", f'ulimit -f {size} && exec "$@"', "sh", sys.executable, "-m", "cnskg"]
    done = subprocess.run([*limited, "export", words, "--to", str(target)], capture_output=True, text=True)
    assert done.returncode == 2, done
    assert str(target) in done.stderr
    assert "fault of ours" not in done.stderr
    assert str(small.build) not in done.stderr
    assert "CNSKG_BUILD" not in done.stderr


def test_a_copy_names_the_disk_that_it_goes_to(
    small: Small, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the two files of a copy it is not the one that is read whose disk is full."""

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source), None, str(target))  # as shutil does

    monkeypatch.setattr("shutil.copyfile", full)
    outcome = run("export", "turtle", "--to", str(tmp_path / "out"))
    assert (outcome.code, str(small.build) in outcome.err) == (2, False), outcome
    assert str(tmp_path) in outcome.err
    assert "Make room" in outcome.err


def test_who_stops_an_export_is_not_told_of_a_full_disk(
    small: Small, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C within a function that SQLite calls ends the command as it does elsewhere."""

    def stop(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("cnskg.namespaces.compact", stop)
    outcome = run("export", "csv", "--to", str(tmp_path / "out"))
    assert (outcome.code, outcome.err.splitlines()[-1]) == (2, "cnskg: stopped")
    assert list(tmp_path.glob(".exporting-*")) == []


def test_an_export_is_replaced_when_asked(small: Small, run: Cli, tmp_path: Path) -> None:
    """A folder that is there stays; with --replace an export gives way, and nothing else does."""
    target, other = tmp_path / "facts", tmp_path / "mine"
    assert run("export", "turtle", "--to", str(target)).code == 0
    again = run("export", "rdfxml", "--to", str(target))
    assert (again.code, "is there already" in again.err) == (2, True)
    assert run("export", "rdfxml", "--replace", "--to", str(target)).code == 0
    assert ("ontology.owl" in files(target), "cnskg.ttl" in files(target)) == (True, False)
    other.mkdir()
    (other / "notes").write_text("mine", encoding="utf-8")
    refused = run("export", "turtle", "--replace", "--to", str(other))
    assert (refused.code, "is no export" in refused.err, (other / "notes").read_text()) == (2, True, "mine")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("export turtel", "Did you mean turtle?"),
        ("export", "which forms?"),
        ("export csv --as laws", "takes no form"),
        ("export csv --release 0123", "no release"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(words: str, told: str, small: Small, run: Cli) -> None:
    """One message with what to say instead; nothing is written."""
    outcome = run(*words.split())
    assert outcome.code in (1, 2)
    assert told in outcome.err
    assert not (small.build / "exports").exists()


def test_without_a_release_it_says_how_to_get_one(small: Small, run: Cli, tmp_path: Path) -> None:
    """No release, no export."""
    outcome = run("export", "csv", CNSKG_BUILD=str(tmp_path / "empty"))
    assert (outcome.code, "there is no release" in outcome.err) == (2, True)


def test_a_release_without_its_dumps_is_one_message(release: Release, tmp_path: Path) -> None:
    """Dumps that cannot be read are no stack trace."""
    bare = Release(tmp_path, release.manifest)
    with pytest.raises(Exception, match=r"no cnskg-facts\.nq"):
        export.run(bare, ["csv"], tmp_path / "out", lambda _: None)
    assert not (tmp_path / "out").exists()


def test_what_an_export_that_was_killed_left_is_cleared_and_told(release: Release, tmp_path: Path) -> None:
    """The folder of a dead export goes; that of one that is still writing, which has it locked, stays."""
    dead, busy = tmp_path / ".exporting-dead", tmp_path / ".exporting-busy"
    for folder in (dead, busy):
        folder.mkdir()
        (folder / "facts").write_text("half", encoding="utf-8")
    held = os.open(busy, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    told: list[str] = []
    try:
        export.run(release, ["turtle"], tmp_path / "out", told.append)
    finally:
        os.close(held)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".exporting-busy", "out"]
    assert [one for one in told if "broken off" in one] == [
        f"clearing {dead.name}, which an export that was broken off has left"
    ]
