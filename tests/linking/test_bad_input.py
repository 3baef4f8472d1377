"""What comes from outside and is wrong: one clear message each, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import Cli, Outcome
from tests.support.drip import dripping
from tests.support.foreign import Said, saying
from tests.support.linking import TABLE, Propose

JSON = {"Content-Type": "application/sparql-results+json"}


def refused(outcome: Outcome, told: str) -> None:
    """It ended with an error of one message, without a trace, and gave nothing."""
    assert outcome.code in (1, 2), outcome.both
    assert told in outcome.err, outcome.err
    assert "a fault of ours" not in outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,type\nAnn Author,human\n", "has no column of identifiers, but name, type"),
        ("id,nome\nhttps://example.org/1,Ann Author\n", "has no column of names, but id, nome"),
        ("", "is empty"),
        ("\n\n \n", "is empty"),
        ("\nid,name\n", "begins with an empty line"),
        ("id,name,name\nhttps://example.org/1,Ann,Author\n", "has two columns name"),
        ("id,name\n12,Ann Author\n", "row 2: '12' is no identifier"),
        ("id,name\nhttps://example.org/ 1,Ann Author\n", "row 2: 'https://example.org/ 1' is no identifier"),
        ("id,name\n,Ann Author\n", "row 2: there is no identifier"),
        ('id,name\nhttps://example.org/1,"Ann\n', "is no table"),
    ],
)
def test_a_table_that_is_none_is_told(propose: Propose, text: str, told: str) -> None:
    """Wrong columns, no identifiers, broken quotes: what is missing is named, with the row."""
    refused(propose(text), told)


def test_a_file_that_is_too_large_is_not_read(propose: Propose, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit of results is told as such."""
    monkeypatch.setenv("CNSKG_RESULT_MB", "1")
    refused(propose(TABLE + "x" * (1 << 20)), "is larger than 1 MiB")


def test_a_name_of_a_million_letters_is_refused(propose: Propose) -> None:
    """A cell that long is told as no cell of a table."""
    refused(propose(TABLE + "https://example.org/1," + "x" * 1_000_000 + ",,,\n"), "is no table")


def test_a_file_that_is_not_there_and_turtle_that_is_none(content: Path, run: Cli, tmp_path: Path) -> None:
    """Each is told with its name."""
    refused(run("link", "nowhere.csv"), "there is no file nowhere.csv")
    (tmp_path / "bad.ttl").write_text("<x> <y> .", encoding="utf-8")
    refused(run("link", str(tmp_path / "bad.ttl")), "bad.ttl cannot be read")
    refused(run("link", "propose"), "nothing says where other things are")


def test_dates_that_cannot_be_read_are_told(content: Path, run: Cli, propose: Propose, tmp_path: Path) -> None:
    """A date in another form is compared with nothing, and that is said."""
    told = "· 1 date not read, and compared with nothing, such as '28.4.2016'; write 2016-04-28, 2016-04, 2016\n"
    assert told in propose(TABLE.replace(",2001", ",28.4.2016")).err
    assert told in run("link", "check", str(tmp_path / "there.csv"), "--partial").err
    assert "not read" not in propose(TABLE).err


def test_a_target_that_is_not_there_is_told(content: Path, run: Cli, tmp_path: Path) -> None:
    """Bare identifiers of a target without mappings cannot be known, and nobody is told to say what they said."""
    (tmp_path / "bare.csv").write_text("id,name\nQ1,Ann Author\n", encoding="utf-8")
    told = "Write whole IRIs: there is no data/links/nosuch.sssom.tsv that tells what those of it begin with."
    refused(run("link", str(tmp_path / "bare.csv"), "--target", "nosuch"), told)


def test_classes_and_targets_that_there_are_not(content: Path, propose: Propose) -> None:
    """A kind that is no class is told with near ones."""
    refused(propose(TABLE, "--kind", "Persn"), "there is no class Persn\n  Near: cns:Person")


def row(at: int) -> dict[str, dict[str, str]]:
    return {"item": {"type": "uri", "value": f"https://example.org/{at}"}}


def rows(count: int, *names: str) -> bytes:
    head = {"vars": names or ["item"]}
    return json.dumps({"head": head, "results": {"bindings": [row(at) for at in range(count)]}}).encode()


ENDPOINTS: dict[str, tuple[Said, str]] = {
    "a page": (
        (200, {"Content-Type": "text/html"}, b"<html>"),
        "answered with text/html and not with application/sparql",
    ),
    "a lie": ((200, JSON, b"<html>"), "is not what its type says"),
    "half an answer": ((200, JSON, rows(3)[:-9]), "is not what its type says"),
    "no time": ((429, {"Retry-After": "60"}, b""), "has no time now (status 429)\n  Come back in 60 s."),
    "an error": ((500, {"Content-Type": "text/plain"}, b"java.lang.Exception"), "answered with status 500"),
    "elsewhere": (
        (302, {"Location": "https://example.org/"}, b""),
        "leads elsewhere\n  Give the address itself: https://example.org/",
    ),
    "a yes": ((200, JSON, b'{"head": {}, "boolean": true}'), "is not what its type says"),
    "something else": ((200, JSON, rows(0, "s", "o")), "answered without the columns item\n  Nothing is used of it"),
    "rows without end": ((200, JSON, rows(101)), "has more than 100 rows"),
    "bytes without end": (
        (200, JSON, b" " * ((1 << 20) + 1)),
        "the answer is larger than 1 MiB\n"
        "  Ask for less: one class (propose --kind), one target (check --target), or raise CNSKG_RESULT_MB.",
    ),
}


@pytest.mark.parametrize("what", ENDPOINTS)
def test_an_endpoint_that_answers_wrongly_is_told(content: Path, run: Cli, tmp_path: Path, what: str) -> None:
    """A page, a lie, a refusal, too much: one message with the address, and no file is written."""
    said, told = ENDPOINTS[what]
    with saying(lambda _: said) as url:
        outcome = run("link", url, "--to", str(tmp_path / "out.tsv"), CNSKG_SERVICE_ROWS="100", CNSKG_RESULT_MB="1")
    refused(outcome, told)
    assert not (tmp_path / "out.tsv").exists()


def test_an_endpoint_that_is_down_or_slow_is_told(content: Path, run: Cli) -> None:
    """Nobody listens, or somebody who never ends: both end in time."""
    refused(run("link", "http://127.0.0.1:9/sparql"), "http://127.0.0.1:9/sparql cannot be reached")
    with dripping(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", b" ") as peer:
        outcome = run("link", peer.url, CNSKG_DEADLINE_S="0.3")
        refused(outcome, "did not answer within 0.3 s")
        assert "or raise CNSKG_DEADLINE_S." in outcome.err
    refused(run("link", "ftp://example.org/"), "is no address of an endpoint")


def test_an_endpoint_is_asked_by_batches(content: Path, run: Cli) -> None:
    """Names go by the fifty, what was found is asked of in the same way; and nothing found is no error."""
    asked: list[str] = []

    def say(query: str) -> Said:
        asked.append(query)
        return 200, JSON, rows(120) if "?name" in query else rows(0, "item", "p", "v", "words")

    with saying(say) as url:
        outcome = run("link", url, "--target", "example")
    assert outcome.code == 0, outcome.err
    assert "0 proposals" in outcome.err
    assert len(asked) == 1 + 3
    assert all(query.endswith("LIMIT 10001") for query in asked)
