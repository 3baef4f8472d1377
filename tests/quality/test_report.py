"""The report on a release: in the release itself, on the command line, as a page; its figures by document."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.quality import queries, report
from cnskg.quality.report import Report
from cnskg.release import store
from cnskg.release.folder import QUALITY, read_release
from tests.support.cli import Cli
from tests.support.content import TEXT, Small
from tests.support.releases import app_for
from tests.support.turtle import HEAD

#: Value and whole of each figure of the small document.
FIGURES = {
    "claims": (1, 1),
    "covered": (len("".join(TEXT.split("\n\n")).rstrip()), len(" ".join(TEXT.split()))),
    "languages": (1, 2),
    "links": (0, 2),
    "passages": (0, 3),
}
#: Two documents: one half covered, one of its two passages read again, one of its two claims bare.
TWO = """
graph:documents { id:a cns:textEnd 100 . id:b cns:textEnd 50 }
psg:a\\/1 { psg:a\\/1 a cns:Passage ; cns:document id:a ; cns:charStart 0 ; cns:charEnd 40 ;
    cns:reviewStatus id:reading-first . id:c a cns:Claim . id:x cns:about id:y }
psg:a\\/2 { psg:a\\/2 a cns:Passage ; cns:document id:a ; cns:charStart 40 ; cns:charEnd 50 ;
    cns:reviewStatus id:reading-second . id:d a cns:Claim ; cns:contends id:p--q .
    id:e a cns:Claim ; cns:subClaimOf id:f .
    id:f a cns:Claim }
psg:a\\/3 { psg:a\\/3 a cns:Omission ; cns:document id:a ; cns:charStart 50 ; cns:charEnd 60 }
psg:b\\/1 { psg:b\\/1 a cns:Passage ; cns:document id:b ; cns:charStart 0 ; cns:charEnd 50 ;
    cns:reviewStatus id:reading-second . id:x cns:about id:z }
graph:entities { id:x skos:prefLabel "x"@en , "叉"@zh-hans . id:y skos:prefLabel "y"@en . id:z skos:prefLabel "z"@en }
graph:links { id:z schema:sameAs <https://example.org/z> }
"""


def released(trig: str) -> ox.Store:
    """A release that holds the graphs of the text, their union as its default graph."""
    made = ox.Store()
    made.load(HEAD + trig, format=ox.RdfFormat.TRIG)
    made.extend([ox.Quad(q.subject, q.predicate, q.object) for q in made])
    return made


def figures(told: Report, document: str) -> dict[str, tuple[int, int]]:
    """The figures of one document."""
    (one,) = (one for one in told["documents"] if one["document"] == ns.ID + document)
    return {name: (figure["value"], figure["of"]) for name, figure in one["figures"].items()}


def test_figures_count_what_is_there() -> None:
    """Coverage, readings, claims, links and languages are counted for each document by itself."""
    told = report.report(released(TWO))
    assert figures(told, "a") == {
        "claims": (2, 4),
        "covered": (50, 100),
        "languages": (1, 2),
        "left-out": (10, 100),
        "links": (0, 2),
        "passages": (1, 2),
        "statements": (5, 7),
    }
    assert figures(told, "b") == {
        "covered": (50, 50),
        "languages": (1, 2),
        "links": (1, 2),
        "passages": (1, 1),
        "statements": (1, 1),
    }


@pytest.mark.parametrize("name", [query.name for query in queries.figures()])
def test_each_figure_says_what_it_counts(name: str) -> None:
    """A figure says what it counts, and of how many."""
    (head,) = (query.head for query in queries.figures() if query.name == name)
    assert head.keys() == {"title", "of"}


def test_the_release_holds_its_report(small: Small) -> None:
    """The build puts the report into the release: every check, and the figures of the document."""
    told = json.loads((small.release / QUALITY).read_text(encoding="utf-8"))
    assert told == report.report(store.opened(small.release / "store"))
    assert [one["check"] for one in told["checks"]] == [query.name for query in queries.checks()]
    found = figures(told, "report")
    assert {name: found[name] for name in FIGURES} == FIGURES
    manifest = json.loads((small.release / "manifest.json").read_text(encoding="utf-8"))
    assert QUALITY in manifest["files"]


def test_the_command_tells_it(small: Small, run: Cli) -> None:
    """`cnskg report quality` tells what is found and the figures, of the release in use or another, or all as JSON."""
    outcome = run("report", "quality")
    assert outcome.code == 0, outcome.err
    assert "\nExample Report:\n" in outcome.out
    assert "  passages of a second reading: 0 of 3 (0 %)\n" in outcome.out
    assert outcome.out.rstrip().endswith("0 of them an error")
    told = json.loads(run("report", "quality", small.release.name[:6], "--json").out)
    assert told == json.loads((small.release / QUALITY).read_text(encoding="utf-8"))


def test_an_error_is_told_with_its_code(small: Small, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a check finds an error, its nodes are told by name, and the exit code is 1."""
    planted = released('graph:asserted { id:a rdfs:label "the a"@en ; skos:prefLabel "x"@en ; skos:altLabel "x"@en }')
    monkeypatch.setattr(store, "opened", lambda _: planted)
    outcome = run("report", "quality")
    assert outcome.code == 1
    assert "[name-said-twice]\n  the a (id:a): x\n" in outcome.out
    assert "name-said-twice" in outcome.err


def test_the_page_shows_it(small: Small) -> None:
    """/quality shows the figures and what is found to people, and gives programs the report as it is."""
    path = small.release / QUALITY
    with app_for(read_release(small.release)) as app:
        client = app.test_client()
        told = json.loads(path.read_text(encoding="utf-8"))
        assert client.get("/quality", headers={"Accept": "application/json"}).json == told
        page = client.get("/quality", headers={"Accept": "text/html"}).text
        assert "Example" in page
        assert "0 of 3 (0&nbsp;%)" in page
        assert page.count("<tr id=") == len(queries.checks())
        assert page.count("<td data-label=") > 3 * len(queries.checks())  # on a phone each cell says what it is
        assert client.get("/quality", headers={"Accept": "text/turtle"}).status_code == 406


def test_a_finding_leads_to_its_node(small_copy: Small) -> None:
    """What a check finds is a link to the node, its name escaped; a release without a report says so."""
    path = small_copy.release / QUALITY
    told = json.loads(path.read_text(encoding="utf-8"))
    told["checks"][0]["found"] = [{"node": ns.ID + "council", "name": "the <b>", "detail": "because"}]
    with app_for(read_release(small_copy.release)) as app:
        client = app.test_client()
        path.write_text(json.dumps(told), encoding="utf-8")
        page = client.get("/quality", headers={"Accept": "text/html"}).text
        assert '<li><a href="/id/council">the &lt;b&gt;</a>: because</li>' in page
        path.unlink()
        assert client.get("/quality").status_code == 404


def test_the_queries_run_at_the_service(small: Small) -> None:
    """Each check and each figure is answered by the endpoint as its file has it."""
    with app_for(read_release(small.release)) as app:
        client = app.test_client()
        for query in (*queries.checks(), *queries.figures()):
            answer = client.get("/sparql", query_string={"query": query.text, "format": "csv"})
            assert answer.status_code == 200, f"{query.name}: {answer.text}"
