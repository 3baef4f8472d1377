"""`cnskg enrich`: what an endpoint says of mapped things, whole and with its origin, or one clear message."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.content.enrichment import graphs
from cnskg.enriching import mapped, wanted
from cnskg.errors import SyntaxProblem, UsageError
from tests.support.canary import Canary
from tests.support.cli import Cli
from tests.support.drip import dripping
from tests.support.wikidata import WD, WDT, Wikidata

ROWS = (
    ("xi-jinping", "schema:sameAs", "Q15031"),
    ("other", "schema:sameAs", "Q8"),
    ("cnsc", "skos:exactMatch", "Q10"),
    ("china", "schema:sameAs", "Q148"),
    ("near", "rdfs:seeAlso", "Q9"),
)
LINKS = (
    "#mapping_set_id: urn:x\n#curie_map:\n#  wd: http://www.wikidata.org/entity/\n"
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\n"
    + "".join(f"id:{a}\t{a}\t{p}\twd:{b}\t{b}\tsemapv:ManualMappingCuration\n" for a, p, b in ROWS)
)
CONSTRUCT = f"PREFIX wdt: <{WDT}> CONSTRUCT {{ ?external wdt:P27 ?o }} WHERE {{ ?external wdt:P27 ?o }}"
EVERYTHING = "SELECT ?s ?p ?o { ?external ?p ?o BIND(?external AS ?s) }"
GRAPH = ns.GRAPHS_ENRICHMENT + "it"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with mappings and nothing else; settings point to it, and commands run beside it."""
    links = tmp_path / "content" / "data" / "links"
    links.mkdir(parents=True)
    (links / "wikidata.sssom.tsv").write_text(LINKS, encoding="utf-8")
    monkeypatch.setenv("CNSKG_CONTENT", str(tmp_path / "content"))
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path / "build"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def afar() -> Iterator[Wikidata]:
    with Wikidata() as found:
        yield found


@pytest.fixture
def enrich(folder: Path, afar: Wikidata, run: Cli) -> Iterator[Cli]:
    """The command, asking the stand-in unless told otherwise; the first word is the query."""

    def call(query: str, *more: str, url: str = afar.url):  # type: ignore[no-untyped-def]
        (folder / "it.rq").write_text(query, encoding="utf-8")
        told = ("--links", "wikidata", "--licence", "https://example.org/free")
        return run("enrich", "--from", url, "--what", "it.rq", *told, *more)

    yield call


def written(folder: Path) -> set[ox.Triple]:
    """The graph that was written; none where there is no file."""
    return graphs(folder / "content").get(GRAPH, set())


def said(folder: Path, start: str) -> set[str]:
    """What the graph says of things of ours, as property and value."""
    found = (t for t in written(folder) if t.subject.value == ns.ID + start)
    return {f"{t.predicate.value.rpartition('/')[2]} {t.object.value.rpartition('/')[2]}" for t in found}


def test_statements_come_with_their_origin(enrich: Cli, folder: Path, afar: Wikidata) -> None:
    """Our names instead of theirs, the other name beside, and source, licence, query and time in the graph itself."""
    outcome = enrich(CONSTRUCT)
    assert outcome.code == 0, outcome.err
    assert "content/data/enrichment/it.nq: 2 statements on 2 of 4 things" in outcome.out
    assert said(folder, "xi-jinping") == {"P27 Q148", "source Q15031"}
    about = {t.predicate.value.rpartition("/")[2]: t.object.value for t in written(folder) if t.subject.value == GRAPH}
    assert (about["source"], about["license"]) == (afar.url, "https://example.org/free")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", about["prov#generatedAtTime"])
    assert CONSTRUCT in {t.object.value for t in written(folder)}
    assert len(afar.queries) == 1
    assert "Q9" not in afar.queries[0], "a near match is not asked for"
    assert not (folder / "build" / "enriching").exists() or not any((folder / "build" / "enriching").iterdir())


def test_what_cannot_be_kept_is_counted(enrich: Cli, folder: Path) -> None:
    """Nodes without a name and values that their datatype does not have are left out, and told; all else is there."""
    outcome = enrich(EVERYTHING)
    assert outcome.code == 0, outcome.err
    assert "left out: 1 with a node that has no name, 1 with a value that its datatype does not have" in outcome.out
    assert said(folder, "cnsc") == {"rdf-schema#label Made-up Organ", "P571 1949", "source Q10"}
    assert {line.split(" ")[-2] for line in (folder / "content/data/enrichment/it.nq").read_text().splitlines()} == {
        f"<{GRAPH}>"
    }


def test_liars_add_nothing(enrich: Cli, folder: Path) -> None:
    """Statements on other things, of other properties, in our own terms and with odd terms are left out, and told."""
    with Canary() as other:
        one, p27 = f"<{WD}Q15031>", f"<{WDT}P27>"
        lines = [
            f"{one} {p27} <urn:good> .",
            f"{one} {p27} <urn:a b> .",
            f"<{WD}Q9> {p27} <urn:x> .",
            f"{one} <urn:other> <urn:x> .",
            f"{one} {p27} <{WD}/.well-known/genid/7> .",
        ]
        other.reply, other.headers = "\n".join(lines).encode(), {"Content-Type": "application/n-triples"}
        outcome = enrich(CONSTRUCT, url=other.url)
        assert outcome.code == 0, outcome.err
        assert said(folder, "xi-jinping") == {"P27 urn:good", "source Q15031"}
        for told in ("RDF does not have", "than was asked for", "does not construct", "has no name"):
            assert re.search(rf"[ ,]1 [a-z ]+{told}", outcome.out)
        row = {name: {"type": "uri", "value": value} for name, value in
               (("s", f"{WD}Q10"), ("p", ns.CNS + "chairs"), ("o", "urn:x"))}  # fmt: skip
        other.reply = json.dumps({"head": {"vars": []}, "results": {"bindings": [row]}}).encode()
        other.headers = {"Content-Type": "application/json"}
        outcome = enrich(EVERYTHING, url=other.url)
    assert outcome.code == 1
    assert "nothing to keep of 4 things, and left out 1: 1 in terms of ours; nothing was written" in outcome.err
    assert said(folder, "xi-jinping") == {"P27 urn:good", "source Q15031"}


def test_an_interrupted_run_goes_on(enrich: Cli, folder: Path, afar: Wikidata) -> None:
    """Until all is there the earlier file stays; what came before a failure is asked for again with --fresh alone."""
    assert enrich(CONSTRUCT).code == 0
    before = written(folder)
    real, calls = afar.answer, list[str]()

    def third_fails(query: str, asked: object) -> tuple[int, dict[str, str], bytes]:
        calls.append(query)
        return (500, {"Content-Type": "text/plain"}, b"oh") if len(calls) == 3 else real(query, asked)

    afar.answer = third_fails  # type: ignore[method-assign]
    outcome = enrich(EVERYTHING, "--batch", "1")
    assert outcome.code == 1
    assert "status 500" in outcome.err
    assert "\n  oh. The same command goes on after batch 2 of 4." in outcome.err
    assert written(folder) == before
    assert enrich(EVERYTHING, "--batch", "1").code == 0
    assert len(calls) == 5, "two batches are there, one failed, and two are asked for"
    assert all(said(folder, one) for one in ("xi-jinping", "other", "cnsc", "china"))
    calls.clear()
    afar.refusals.append((500, {}))
    assert enrich(EVERYTHING, "--batch", "3").code == 1
    assert enrich(EVERYTHING, "--batch", "3", "--fresh").code == 1, "the third answer"
    assert enrich(EVERYTHING, "--batch", "3", "--fresh").code == 0
    assert len(calls) == 5


def test_who_stops_it_is_told_where_it_goes_on(enrich: Cli, afar: Wikidata, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C leaves what came, says where the same command goes on, and ends with exit code 2."""
    assert enrich(EVERYTHING, "--batch", "1").code == 0

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    afar.refusals.extend([(429, {"Retry-After": "1"})])
    monkeypatch.setattr("cnskg.enriching.fetching.sleep", stopped)
    outcome = enrich(EVERYTHING, "--batch", "3")
    assert outcome.code == 2
    assert "nothing was fetched yet" in outcome.err
    assert "stopped" in outcome.err


def test_who_is_told_to_wait_waits(enrich: Cli, afar: Wikidata, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 and 503 are waited out as Retry-After says, up to the patience that is given; then they are told."""
    slept: list[float] = []
    monkeypatch.setattr("cnskg.enriching.fetching.sleep", slept.append)
    afar.refusals.extend([(503, {}), (429, {"Retry-After": "7"}), (503, {"Retry-After": "soon"})])
    assert enrich(CONSTRUCT).code == 0
    assert slept == [5.0, 7.0, 14.0]
    afar.refusals.extend([(503, {"Retry-After": "900"})])
    outcome = enrich(CONSTRUCT)
    assert outcome.code == 1
    assert "asks to wait 900 s" in outcome.err
    assert "--patience 900" in outcome.err
    afar.refusals.extend([(503, {"Retry-After": "soon"})])
    outcome = enrich(CONSTRUCT, "--patience", "2")
    assert "has no time now (status 503), and does not say for how long\n" in outcome.err
    assert "--patience 5." in outcome.err


@pytest.mark.parametrize(
    ("headers", "reply", "told"),
    [
        ({"Content-Type": "text/html"}, b"<html>", "answered with text/html"),
        ({"Content-Type": "text/turtle"}, b"<urn:a> <urn:b> ", "not what its type, text/turtle, says"),
        ({"Content-Type": "text/turtle", "X-SQL-State": "S1TAT"}, b"", "only a part"),
        ({"Content-Type": "text/turtle", "X-SPARQL-MaxRows": "1"}, b"<urn:a> <urn:b> 1 .", "cuts answers off after 1"),
        ({"Content-Type": "text/turtle"}, b"# " + b"x" * (2 << 20), "larger than 1 MiB"),
    ],
)
def test_a_bad_answer_is_one_message(
    enrich: Cli, folder: Path, headers: dict[str, str], reply: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page, a broken answer, a part of one, one that is too large: told, and nothing is written."""
    monkeypatch.setenv("CNSKG_SERVICE_MB", "1")
    with Canary() as other:
        other.reply, other.headers = reply, headers
        outcome = enrich(CONSTRUCT, url=other.url)
    assert outcome.code == 1
    assert told in outcome.err
    assert outcome.err.count("cnskg:") == 1
    assert written(folder) == set()


def test_who_is_not_there_slow_or_elsewhere_is_told(enrich: Cli, folder: Path) -> None:
    """A closed port, a peer that drips, a redirect: one message each, in time."""
    assert "cannot be reached" in enrich(CONSTRUCT, url="http://127.0.0.1:9/sparql").err
    with dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n\r\n", b"#") as peer:
        outcome = enrich(CONSTRUCT, "--deadline", "0.3", url=peer.url)
    assert "did not answer within 0.3 s" in outcome.err
    assert "--batch" in outcome.err
    with Canary() as other:
        other.status, other.headers = 308, {"Location": "/there"}
        assert f"--from {other.url}there" in enrich(CONSTRUCT, url=other.url).err
        for nowhere in ("file:///etc/passwd", "http://["):
            other.headers = {"Location": nowhere}
            assert f"leads to '{nowhere}', which is no address on the web" in enrich(CONSTRUCT, url=other.url).err
    assert written(folder) == set()


def test_a_wrong_query_is_told_before_anybody_is_asked(enrich: Cli, afar: Wikidata) -> None:
    """What is no SPARQL is told with line and column, in the file."""
    outcome = enrich("CONSTRUCT { ?external a ?o }\nWHERE { ?external a ?o ]")
    assert outcome.code == 1
    assert "line 2, column 24" in outcome.err
    assert "it.rq" in outcome.err
    assert afar.queries == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK { ?external a ?o }", "no query for statements"),
        ("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", r"has no \?external"),
        ("CONSTRUCT WHERE { ?external a ?o }", "no place"),
        ("SELECT ?external { ?external a ?o }", "missing among the columns"),
        ("SELECT ?s ?p ?o { ?external ?p ?o } LIMIT 9", "LIMIT at line 1, column 37"),
        ("CONSTRUCT { ?external cns:chairs ?o } WHERE { ?external a ?o }", "cns:chairs at line 1, column 23"),
        ("CONSTRUCT { ?external a [ a ?o ] } WHERE { ?external a ?o }", "without a name"),
    ],
)
def test_queries_that_cannot_be_right_are_refused(query: str, told: str) -> None:
    """Another form, no variable to fill, a cut, terms of ours, nodes without names: refused with what to do."""
    with pytest.raises(UsageError, match=told):
        wanted.read(query)
    with pytest.raises(SyntaxProblem):
        wanted.read(query + " }")


def test_names_go_where_the_query_has_some() -> None:
    """The names with which a query was tried give way to ours, within a subquery too; else they begin the pattern."""
    tried = "CONSTRUCT { ?external a ?o ; ?p ?o } WHERE { { SELECT * { VALUES ?external { wd:Q1 } ?external ?p ?o } } }"
    with pytest.raises(SyntaxProblem, match="prefix wd"):
        wanted.read(tried)
    found = wanted.read(tried.replace("wd:Q1", "<urn:q1>"))
    assert found.batch(["urn:a", "urn:b"]).count("VALUES ?external { <urn:a> <urn:b> } ") == 1
    assert "urn:q1" not in found.batch(["urn:a"])
    assert found.properties is None
    assert (
        wanted.read(CONSTRUCT).batch(["urn:a"]).endswith("WHERE { VALUES ?external { <urn:a> }  ?external wdt:P27 ?o }")
    )
    assert wanted.read(CONSTRUCT).properties == {WDT + "P27"}


def test_what_must_be_said_is_asked_for(folder: Path, run: Cli) -> None:
    """Mappings and licence are known for Wikidata; for others they have to be given, and names have to be names."""
    (folder / "it.rq").write_text(CONSTRUCT, encoding="utf-8")
    wikidata = mapped.known("https://query.wikidata.org/sparql")
    assert (wikidata.links, wikidata.licence.endswith("/zero/1.0/")) == ("wikidata", True)
    start = ("enrich", "--from", "http://127.0.0.1:9/", "--what", "it.rq")
    licence = ("--licence", "https://example.org/free")
    assert "under which licence" in run(*start).err
    assert "which mappings" in run(*start, *licence).err
    assert "wikidata" in run(*start, *licence, "--links", "wikidat").err
    assert "cannot be called" in run(*start, *licence, "--to", "../x").err
    assert "no address of an endpoint" in run("enrich", "--from", "x" * 10**6, "--what", "it.rq").err
    assert "there is no file" in run("enrich", "--from", "http://127.0.0.1:9/", "--what", "no.rq").err
