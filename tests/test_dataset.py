"""What a folder of content says of itself: read whole or refused with place and remedy, and shown by its release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cnskg.content.dataset import PLACE, Dataset, Reading, read_dataset
from tests.support import ROOT
from tests.support.cli import Cli

READING = """[[readings]]
document = "a"
day = "2026-11-28"
points = 9
partly = 1
statements = 5
misleading = 0
"""


def test_what_readers_found_is_read(tmp_path: Path) -> None:
    """Each reading of a document has its numbers, which the release keeps."""
    (tmp_path / PLACE).parent.mkdir()
    (tmp_path / PLACE).write_text(f"{READING}held = 8\n", encoding="utf-8")
    assert read_dataset(tmp_path).readings == (Reading("a", "2026-11-28", 9, 8, 1, 5, 0),)


def test_a_folder_may_say_nothing(tmp_path: Path) -> None:
    """Without the file the dataset has plain words, no licence that nobody gave, and shapes may match nothing."""
    assert read_dataset(tmp_path) == Dataset()
    assert not Dataset().license
    assert not Dataset().uses_every_shape


def test_ours_uses_every_shape() -> None:
    """Of this project's own content it is an error where a shape matches nothing."""
    assert read_dataset(ROOT).uses_every_shape


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("titel = 'A'", "there is no key 'titel'", "Did you mean title"),
        ("title = 1", "title is 1", "a text in quotes"),
        ("uses-every-shape = 'yes'", "uses-every-shape is 'yes'", "true or false"),
        ("[cards]\npeople = 'Person'", "[cards] holds 'Person'", 'people = ["Person"]'),
        ("cards = 1", "[cards] holds 1", 'people = ["Person"]'),
        ("[[readings]]\ndocument = 'a'", "[[readings]] holds", "points (a number)"),
        (f"{READING}held = 9\n", "[[readings]] of a finds more than was looked for", "Mend the numbers"),
        ("title = ", "not valid TOML", "Mend the line"),
    ],
)
def test_what_nothing_understands_is_refused(text: str, said: str, hint: str, content: Path, run: Cli) -> None:
    """A misspelt key, a value of another kind and what is no TOML stop validation; the file and a remedy are told."""
    (content / PLACE).write_text(text, encoding="utf-8")
    outcome = run("validate")
    assert outcome.code == 1
    for piece in (PLACE.as_posix(), said, hint):
        assert piece in outcome.both


def test_a_shape_may_match_nothing_elsewhere(content: Path, run: Cli) -> None:
    """A shape for a class that is not in use is an error where the content says that it uses all, and else none."""
    (content / "shapes" / "law.ttl").write_bytes((ROOT / "shapes" / "law.ttl").read_bytes())
    assert run("validate").code == 0
    (content / PLACE).write_text("uses-every-shape = true", encoding="utf-8")
    outcome = run("validate")
    assert outcome.code == 1
    assert "shapes/law.ttl" in outcome.out
    assert "matches nothing" in outcome.out


def test_a_release_says_what_its_folder_says(content: Path, run: Cli) -> None:
    """Title and licence of the folder stand in manifest and description; nothing of this project does."""
    told = 'title = "Rules of the Council"\nlicense = "https://example.org/licence"\nexample = "id:council"\n'
    (content / PLACE).write_text(told, encoding="utf-8")
    assert run("build").code == 0
    release = content.parent / "build" / "current"
    void = (release / "void.ttl").read_text(encoding="utf-8")
    assert json.loads((release / "manifest.json").read_text(encoding="utf-8"))["dataset"]["title"] in void
    assert "<https://example.org/licence>" in void
    assert "id:council" in void
    assert "China" not in void
    assert "creativecommons" not in void
