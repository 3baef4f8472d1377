"""The name of a release: every byte that decides its content is in it, and nothing else is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import pytest

from cnskg.release.inputs import READERS, code_files, input_digest
from cnskg.settings import PACKAGE

ROOT = PACKAGE.parent
#: Where code lies that makes releases: the ground of the package, and each room that is no reader of finished ones.
PLACES = sorted({p.relative_to(PACKAGE).parent.as_posix() for p in code_files(PACKAGE)})


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package."""
    folder = tmp_path_factory.mktemp("package") / "cnskg"
    return shutil.copytree(PACKAGE, folder, ignore=shutil.ignore_patterns("__pycache__", "_content"))


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A little curated content; only its bytes matter here."""
    folder = tmp_path_factory.mktemp("content")
    for top in ("ontology", "data", "shapes"):
        (folder / top / "below").mkdir(parents=True)
        (folder / top / "below" / "one.ttl").write_text("# one\n", encoding="utf-8")
    return folder


@contextmanager
def longer(*paths: Path) -> Iterator[None]:
    """Files with one more byte, put back at the end."""
    before = {path: path.read_bytes() for path in paths}
    for path, old in before.items():
        path.write_bytes(old + b"\n")
    try:
        yield
    finally:
        for path, old in before.items():
            path.write_bytes(old)


def without_effect(paths: list[Path], content: Path, package: Path) -> list[str]:
    """The files in each of which one more byte gives the same digest; all are put back, which gives the first one."""
    before, same = input_digest(content, package), []
    for path in paths:
        with longer(path):
            if input_digest(content, package) == before:
                same.append(path.name)
    assert input_digest(content, package) == before
    return same


@pytest.mark.parametrize("place", PLACES)
def test_code_counts(place: str, content: Path, package: Path) -> None:
    """A byte more in any module or rule that makes releases gives the release another name."""
    files = [p for p in (package / place).iterdir() if p.suffix in (".py", ".rq", ".rule")]
    assert files
    assert without_effect(files, content, package) == []


def test_queries_count(content: Path, package: Path) -> None:
    """A byte more in a query whose answer stands in the release gives the release another name."""
    files = sorted((package / "quality").rglob("*.rq"))
    assert files
    assert without_effect([files[0], files[-1]], content, package) == []


@pytest.mark.parametrize("top", ["ontology", "data", "shapes"])
def test_curated_files_count(top: str, content: Path, package: Path) -> None:
    """A byte more in any curated folder, however deep, gives the release another name; so does a file's name."""
    path = content / top / "below" / "one.ttl"
    assert without_effect([path], content, package) == []
    before = input_digest(content, package)
    path.rename(path.with_name("two.ttl"))
    assert input_digest(content, package) != before
    path.with_name("two.ttl").rename(path)


def test_readers_do_not_count(content: Path, package: Path) -> None:
    """What only reads releases does not rename them: a change of a page needs no new build."""
    rooms = {room: list((package / room).rglob("*.py")) for room in READERS}
    assert all(rooms.values())
    before = input_digest(content, package)
    with longer(*(path for files in rooms.values() for path in files)):  # all at once: each that counted would be seen
        assert input_digest(content, package) == before


def test_hidden_files_do_not_count(content: Path, package: Path) -> None:
    """The lock of a curator's tool and an editor's own files rename no release."""
    before = input_digest(content, package)
    (content / "data" / ".lock").write_text("", encoding="utf-8")
    assert input_digest(content, package) == before


@pytest.mark.parametrize("library", ["opencc", "pypinyin"])
def test_what_folds_names_counts(library: str, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of what the index of names is made with may make another index, so it makes another name."""
    before, real = input_digest(content), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == library else real(name))
    assert input_digest(content) != before
