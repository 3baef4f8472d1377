"""What a command line says and ends with, where nobody looks at first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import Cli
from tests.support.content import Small, edit, passage


def test_a_passage_counts_as_lost_once(content: Path, run: Cli) -> None:
    """However much is wrong with a passage, it is one passage that was not verified."""
    path = passage(content, "p002")
    start = next(row for row in path.read_text(encoding="utf-8").split("\n") if "cns:charStart " in row)
    edit(path, start, "    cns:charStart 5 ;")
    edit(path, 'cns:sha256 "', 'cns:sha256 "0')
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


def test_a_query_may_stand_on_the_command_line(small: Small, run: Cli) -> None:
    """-e takes the query itself; it is that or a file."""
    assert run("query", "-e", 'SELECT ("a" AS ?x) {}').out.split("\n")[2] == "a"
    for words in ([], ["-e", "ASK {}", "q.rq"]):
        outcome = run("query", *words)
        assert outcome.code == 2
        assert "one query is wanted" in outcome.err


def test_an_ask_is_true_or_false(small: Small, run: Cli) -> None:
    """People get a word, programs get the format that they name."""
    assert run("query", "-e", "ASK {}").out == "true\n"
    assert run("query", "-e", "ASK { <urn:a> <urn:b> <urn:c> }").out == "false\n"
    assert json.loads(run("query", "-f", "json", "-e", "ASK {}").out)["boolean"] is True


@pytest.mark.parametrize("kind", ["table", "csv"])
def test_hints_are_told_beside_the_answer(kind: str, small: Small, run: Cli) -> None:
    """What the ontology and the release lack is told on standard error, where it does not mix with the answer."""
    outcome = run("query", "-f", kind, "-e", "SELECT ?x { ?x a cns:Laww GRAPH psg:none { ?x ?p ?o } }")
    assert outcome.code == 0
    assert "hint: the ontology has no cns:Laww; nearest: cns:Law" in outcome.err
    assert "hint: the release has no graph <https://w3id.org/cnskg/passage/none>" in outcome.err
    assert "hint" not in outcome.out


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_deadline_is_a_time(seconds: str, small: Small, run: Cli) -> None:
    """Seconds that are none are misuse."""
    outcome = run("query", "-e", "ASK {}", "--deadline", seconds)
    assert (outcome.code, outcome.out) == (2, "")
    assert "--deadline" in outcome.err


@pytest.mark.parametrize(
    "command", [["diff", "ENDLESS", "x"], ["explain", "ENDLESS", "rdf:type", "cns:Law"], ["find", "ENDLESS"]]
)
def test_what_is_endless_is_not_repeated(small: Small, run: Cli, command: list[str]) -> None:
    """An argument of a hundred thousand letters is told by its beginning, in a message that one reads."""
    outcome = run(*("n" * 100_000 if word == "ENDLESS" else word for word in command))
    assert outcome.code != 0
    assert 0 < len(outcome.err) < 1_000
