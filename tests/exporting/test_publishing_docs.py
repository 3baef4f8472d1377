"""The page for publishers can be followed as it stands."""

from __future__ import annotations

import re
import shlex
import sqlite3
import subprocess
from pathlib import Path

import pytest

from cnskg.exporting import forms, tables
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import Small

PAGE = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]
QUERIES = re.findall(r"```sql\n(.*?)```", PAGE, re.S)


def test_the_commands_run(small_copy: Small, run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the page, one after the other, and its queries of the database."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for line in LINES:
        words = shlex.split(line)
        if words[0] == "cnskg":
            outcome = run(*words[1:])
            assert outcome.code == 0, outcome
        elif words[0] == "sqlite3":
            assert asked(Path(words[1]), words[2]) == [("Council of Examples", "示例委员会")]
        else:
            subprocess.run(["sh", "-c", line], check=True, capture_output=True)
    for query in QUERIES:
        assert asked(folder / "facts" / "cnskg.sqlite", query.replace("greitens-2023/p009", "report/p002"))


def asked(base: Path, query: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    found = sqlite3.connect(base)
    try:
        return found.execute(query).fetchall()
    finally:
        found.close()


def test_forms_and_tables_are_told() -> None:
    """The page has a row for each form, and names each table that every export has."""
    told = {name for row in re.findall(r"^\| (`.*?`[^|]*) \|", PAGE, re.M) for name in re.findall("`(.*?)`", row)}
    assert set(forms.FORMS) <= told
    assert {table.name for table in tables.FIXED} <= told
