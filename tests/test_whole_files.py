"""A file or folder that takes the place of another does so whole, or the other stays and nothing lies beside it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from cnskg import folders
from tests.support.cli import Cli
from tests.support.content import passage


@pytest.mark.parametrize("end", [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), KeyboardInterrupt()])
def test_a_curated_file_is_written_whole_or_not_at_all(
    end: BaseException, content: Path, run: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up in the midst of `cnskg fmt`, and who stops it, leave the files and nothing beside them."""
    path = passage(content, "p002")
    path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    before = {one: one.read_bytes() for one in path.parent.iterdir()}

    def half(place: Path, text: str, **_: object) -> None:
        place.write_bytes(text.encode()[:9])
        raise end

    monkeypatch.setattr(Path, "write_text", half)
    outcome = run("fmt")
    assert (outcome.code, "fault of ours" in outcome.err) == (2, False), outcome
    assert {one: one.read_bytes() for one in path.parent.iterdir()} == before


def test_a_folder_that_cannot_be_replaced_is_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new folder does not come into the place of the old one, the old one is there as it was."""
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "old").touch()
    with pytest.raises(FileNotFoundError):
        folders.put(tmp_path / "place", tmp_path / "missing")
    assert [path.name for path in tmp_path.iterdir()] == ["place"]
    assert (tmp_path / "place" / "old").exists()
