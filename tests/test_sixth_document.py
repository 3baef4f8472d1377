"""The curators' page takes a newcomer from a saved page to explained facts, word for word."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.cli import Cli

PAGE = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
WAY = PAGE.split("## A new document, from file to facts")[1].split("\n## ")[0]
#: What the small content has in one file and the project in many.
KINDS = ("people", "places", "posts", "organisations-foreign", "topics-economy")


def steps() -> list[tuple[str, str]]:
    """The blocks of the page in their order: language, and one command or one file's text."""
    found = []
    for language, body in re.findall(r"```(\w+)\n(.*?)```", WAY, re.S):
        lines = body.replace("\\\n", "").strip().split("\n") if language == "sh" else [body]
        found += [(language, line) for line in lines]
    return found


@pytest.mark.slow
def test_the_way_of_a_document(content: Path, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and every block of the page, in its order, on a memo of our own: only the search fails."""
    shutil.copytree(ROOT / "shapes", content / "shapes", dirs_exist_ok=True)
    shutil.copytree(ROOT / "tests" / "texts", content / "tests" / "texts")
    for kind in KINDS:
        (content / "data" / "entities" / f"{kind}.ttl").touch()
    monkeypatch.chdir(content)
    said = []
    for language, body in steps():
        if language == "sh" and body.startswith("export "):
            name, _, value = body.removeprefix("export ").partition("=")
            monkeypatch.setenv(name, value)
        elif language == "sh":
            outcome = run(*shlex.split(body)[1:])
            assert outcome.code == ("find" in body), f"{body}\n{outcome.both}"
            said.append(outcome.out)
        else:
            path = Path(re.match("# (.*)\n", body)[1])  # type: ignore[index]
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            path.write_text(old + "\n" + body, encoding="utf-8")
    assert "4 of 4 passages verified" in "".join(said)
    assert "100 % of holm-2021" in "".join(said)
    assert "passage/holm-2021/p002" in said[-1] or "holm-2021/p002" in said[-1]


def test_proposals_are_those_of_the_page(content: Path, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `--next` prints is what the page goes on with, but for names that a person chooses better."""
    monkeypatch.chdir(ROOT)
    memo = ("--title", "Memo", "--author", "ann-author", "--published", "2021")
    assert run("new", "document", "holm-2021", "tests/texts/memo.html", *memo).code == 0
    first = run("new", "passage", "holm-2021", "--next").out
    assert "'Harbours and Watchmen' '14 May 2021.'" in first
    command = next(line for line in WAY.split("\n") if " p001 title " in line)
    assert run(*shlex.split(command)[1:]).code == 0
    second = run("new", "passage", "holm-2021", "--next").out.split("\n")[1]
    assert "'1. A new' 'as its director.' --section '1. A new office'" in second
