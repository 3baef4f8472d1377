"""A release in one file: the same bytes each time, and taken only where it is whole and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cnskg.release import archive
from cnskg.release.folder import current_release, read_release, sha256, switch_release
from tests.support.cli import Cli
from tests.support.releases import make_release, make_settings

Change = Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The archive of a release; the settings point to another build folder, which is empty."""
    release = make_release(tmp_path / "here", "abc123")
    switch_release(make_settings(tmp_path / "here"), release.path)
    archive.pack(release, tmp_path / "r.tar.gz")
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path / "there"))
    return tmp_path / "r.tar.gz"


def test_a_release_is_moved(packed: Path, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Packed here and unpacked there it is the same release, in use where there was none, and answers."""
    monkeypatch.chdir(tmp_path)
    outcome = run("pack", CNSKG_BUILD=str(tmp_path / "here"))
    assert outcome.out.startswith("cnskg-abc123.tar.gz"), outcome
    assert (tmp_path / "cnskg-abc123.tar.gz").read_bytes() == packed.read_bytes()
    outcome = run("unpack", "cnskg-abc123.tar.gz", CNSKG_BUILD=str(tmp_path / "there"))
    assert (outcome.code, outcome.out, outcome.err) == (0, "release abc123 is in use\n", "")
    settings = make_settings(tmp_path / "there")
    assert read_release(current_release(settings).path, thorough=True).digest == "abc123"
    assert {p.stat().st_mode & 0o222 for p in current_release(settings).store.iterdir()} == {0}
    assert run("query", "-e", "ASK { id:cnsc a cns:Organ }").out == "true\n"
    assert archive.pack(current_release(settings), tmp_path / "again.tar.gz") == sha256(packed)
    assert "is there already" in run("unpack", "cnskg-abc123.tar.gz").err


def _limited(*words: str, at: Path) -> subprocess.CompletedProcess[str]:
    """A command that may write no file of more than 1 KiB, as on a disk that is full."""
    command = ["sh", "-c", 'ulimit -f 2 && exec "$@"', "sh", sys.executable, "-m", "cnskg", *words]
    environment = os.environ | {"CNSKG_BUILD": str(at), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def test_a_good_archive_outlives_one_that_cannot_be_written(packed: Path, tmp_path: Path) -> None:
    """Where there is no room for an archive, the one that was there and its checksum stay, and nothing lies beside."""
    names = (packed, archive.checksum_file(packed))
    for path in names:
        path.write_bytes(b"the old " + path.name.encode())
    done = _limited("pack", "--to", str(packed), at=tmp_path / "here")
    assert (done.returncode, "file too large" in done.stderr) == (2, True), done
    assert [path.read_bytes() for path in names] == [b"the old " + path.name.encode() for path in names]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", *sorted(path.name for path in names)]


def test_what_is_no_file_is_not_replaced(packed: Path, run: Cli, tmp_path: Path) -> None:
    """A folder or a pipe in the place of the archive is told before anything is packed; a link is followed."""
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "here", tmp_path / "pipe"):
        outcome = run("pack", "--to", str(place), CNSKG_BUILD=str(tmp_path / "here"))
        assert (outcome.code, f"{place} is no file" in outcome.err) == (2, True), outcome
    (tmp_path / "latest").symlink_to(packed)
    packed.write_bytes(b"old")
    assert run("pack", "--to", str(tmp_path / "latest"), CNSKG_BUILD=str(tmp_path / "here")).code == 0
    assert archive.expected(tmp_path / "latest") == sha256(packed)
    assert (tmp_path / "latest").is_symlink()


def test_a_second_one_does_not_come_into_use_by_itself(packed: Path, run: Cli, tmp_path: Path) -> None:
    """Where a release is in use, it stays so until somebody says `cnskg use`."""
    settings = make_settings(tmp_path / "there")
    switch_release(settings, make_release(tmp_path / "there", "first").path)
    assert "cnskg use abc123" in run("unpack", str(packed)).out
    assert current_release(settings).digest == "first"


def test_the_checksum_counts(packed: Path, run: Cli, tmp_path: Path) -> None:
    """One that does not fit, beside the file or given, is an error; none at all is told."""
    assert "another checksum" in run("unpack", str(packed), "--sha256", "0" * 64).err
    beside = archive.checksum_file(packed)
    right = beside.read_text(encoding="utf-8")
    beside.write_text("0" * 64 + "  r.tar.gz\n", encoding="utf-8")
    assert run("unpack", str(packed)).code == 2
    assert not (tmp_path / "there" / "current").exists()
    beside.unlink()
    outcome = run("unpack", str(packed))
    assert outcome.code == 0
    assert "no checksum was given" in outcome.err
    assert sha256(packed) == right.split()[0]


def rewritten(packed: Path, change: Change) -> Path:
    """The archive with other members, without a checksum."""
    with tarfile.open(packed, "r:gz") as opened:
        members = [(m, (opened.extractfile(m) or io.BytesIO()).read()) for m in opened]
    change(members)
    target = packed.with_name("bad.tar.gz")
    with tarfile.open(target, "w:gz") as opened:
        for member, data in members:
            member.size = len(data) if member.isreg() else 0
            opened.addfile(member, io.BytesIO(data))
    return target


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    """One more entry of an archive."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info, b"x" if kind == tarfile.REGTYPE else b""


def _flip(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    at = next(n for n, (info, _) in enumerate(members) if info.name.endswith("void.ttl"))
    members[at] = (members[at][0], b"#" + members[at][1][1:])


def _rename(members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    at = next(n for n, (info, _) in enumerate(members) if info.name.endswith("manifest.json"))
    told = json.loads(members[at][1]) | {"digest": "../../up"}
    members[at] = (members[at][0], json.dumps(told).encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda m: m.append(member("abc123/../../../evil")),
        lambda m: m.append(member("/tmp/evil")),
        lambda m: m.append(member("../evil")),
        lambda m: m.append(member("evil")),
        lambda m: m.append(member("other/evil")),
        lambda m: m.append(member("abc123/more")),
        lambda m: m.append(member("abc123/link", tarfile.SYMTYPE, "/etc/passwd")),
        lambda m: m.append(member("abc123/hard", tarfile.LNKTYPE, "abc123/void.ttl")),
        lambda m: m.append(member("abc123/pipe", tarfile.FIFOTYPE)),
        lambda m: m.insert(0, member("abc123/dumps/sub", tarfile.SYMTYPE, "/tmp")),
        lambda m: m.pop(),
        lambda m: m.clear(),
        lambda m: setattr(m[0][0], "mtime", 1e300),
        _flip,
        _rename,
    ],
)
def test_what_is_no_whole_release_is_refused(change: Change, packed: Path, run: Cli, tmp_path: Path) -> None:
    """Ways out of the folder, links, more files, fewer or other ones: refused, and nothing of it is left."""
    outcome = run("unpack", str(rewritten(packed, change)))
    assert outcome.code == 2, outcome
    assert "fault of ours" not in outcome.err
    assert list((tmp_path / "there" / "releases").iterdir()) == []
    assert not list(tmp_path.rglob("evil"))


@pytest.mark.parametrize(
    "data",
    # The time of packing would stand in the bytes, and so in the name of the test, which all processes must agree on.
    [b"", b"no archive", gzip.compress(b"no archive either" * 99, mtime=0)],
    ids=["empty", "text", "compressed text"],
)
def test_what_is_no_archive_is_refused(data: bytes, packed: Path, run: Cli, tmp_path: Path) -> None:
    """A file of another kind, and one that was cut short, are one message."""
    bad = tmp_path / "bad.tar.gz"
    for content in (data, packed.read_bytes()[:-200]):
        bad.write_bytes(content)
        outcome = run("unpack", str(bad))
        assert outcome.code == 2
        assert "is no whole archive" in outcome.err or "not readable" in outcome.err


def test_a_bit_that_flipped_is_told_as_such(packed: Path, run: Cli, tmp_path: Path) -> None:
    """Without a checksum beside it, too, an archive that was spoilt is to be fetched again, wherever the bit is.

    The name of the folder that it was unpacked into for a moment tells nobody anything.
    """
    archive.checksum_file(packed).unlink()
    whole = packed.read_bytes()
    for at in range(12, len(whole), len(whole) // 25):
        packed.write_bytes(whole[:at] + bytes([whole[at] ^ 16]) + whole[at + 1 :])
        for words in (("unpack", str(packed)), ("diff", str(packed), str(packed)))[: 2 if at == 12 else 1]:
            outcome = run(*words)
            assert outcome.code == 2, outcome
            assert f"{packed} is no whole archive" in outcome.err
            assert "Fetch it again" in outcome.err
            assert ".building-" not in outcome.err


def test_what_packs_no_release_is_named_itself(packed: Path, run: Cli) -> None:
    """Of an archive without a release it is the archive that is told."""
    outcome = run("unpack", str(rewritten(packed, lambda members: members.clear())))
    assert "bad.tar.gz is no whole release: the release that it holds is not readable" in outcome.err
    assert "Fetch it again" in outcome.err


def test_an_archive_has_bounds(packed: Path, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither its files nor its bytes are without number."""
    for name, bound in (("_MOST_FILES", 2), ("_MOST_BYTES", 1000)):
        with monkeypatch.context() as patch:
            patch.setattr(archive, name, bound)
            assert "is no archive of a release" in run("unpack", str(packed)).err
