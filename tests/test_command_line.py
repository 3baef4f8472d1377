"""What a command line says and ends with, where nobody looks at first."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import Cli
from tests.support.content import Small, edit, passage


def test_a_passage_counts_as_lost_once(content: Path, run: Cli) -> None:
    """However much is wrong with a passage, it is one passage that was not verified."""
    path = passage(content, "p002")
    start = next(row for row in path.read_text(encoding="utf-8").split("\n") if "cns:start " in row)
    edit(path, start, "    cns:start 5 ;")
    outcome = run("verify")
    assert outcome.code == 1
    assert outcome.out.count(path.name) > 1
    assert "2 of 3 passages verified" in outcome.out


def test_errors_are_shown_without_warnings(content: Path, run: Cli) -> None:
    """--no-warnings leaves errors in sight."""
    edit(passage(content, "p003"), "cns:Assessment", "cns:Asessment")
    for flags in ([], ["--no-warnings"]):
        outcome = run("validate", *flags)
        assert outcome.code == 1
        assert "there is no class cns:Asessment" in outcome.out


def test_misuse_and_wrong_data_end_differently(content: Path, run: Cli) -> None:
    """Exit code 2 is for a call that is wrong, 1 for data that are."""
    assert run("check", "nowhere").code == 2
    edit(passage(content, "p003"), "cns:Assessment", "cns:Asessment")
    assert run("check").code == 1


def test_hanzi_take_two_columns(small: Small, run: Cli, tmp_path: Path) -> None:
    """What stands behind a cell with hanzi stands under its heading."""
    query = tmp_path / "q.rq"
    query.write_text('SELECT ?name ?n { VALUES (?name ?n) { ("安全" 1) ("abcd" 2) } } ORDER BY ?n', encoding="utf-8")
    outcome = run("query", str(query))
    assert outcome.out.split("\n")[:4] == ["name  n", "----  -", "安全  1", "abcd  2"]
