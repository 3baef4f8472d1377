"""No request makes the service call anybody, whatever way it asks."""

from __future__ import annotations

import pytest

from tests.support.canary import Canary
from tests.support.http import ask, fetch, still_well

SPELLINGS = [
    "SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service<{url}>{{?s ?p ?o}} }}",
    "SELECT * {{ SeRvIcE #\n SILENT #\n <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICESILENT<{url}>{{?s ?p ?o}} }}",
    "SELECT * {{ VALUES ?x {{ <{url}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "SELECT * {{ BIND(IRI(CONCAT('http:', SUBSTR('{url}', 6))) AS ?x) SERVICE SILENT ?x {{ ?s ?p ?o }} }}",
    "PREFIX : <{url}> SELECT * {{ SERVICE : {{ ?s ?p ?o }} }}",
    "PREFIX SILENT: <{url}> SELECT * {{ SERVICE SILENT:{{ ?s ?p ?o }} }}",
    "BASE <{url}> SELECT * {{ SERVICE <x> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?s a ?t . ?s ?p true . SERVICE<{url}>{{?a ?b ?c}} }}",
    "SELECT * {{ OPTIONAL {{ ?s ?p trueSERVICE<{url}>{{?a ?b ?c}} }} }}",
    "SELECT * {{ FILTER(1<'x>')SERVICE<{url}>{{?s ?p ?o}}#'\n}}",
    "SELECT * {{ VALUES ?x {{'''a'}} SERVICE <{url}> {{?s ?p ?o}} #\\q'''\n}}",
    "SELECT * {{ {{ SELECT * {{ OPTIONAL {{ GRAPH ?g {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }} }} }}",
    "SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ ?s ?p ?o MINUS {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "SELECT * {{ {{ ?s ?p ?o }} UNION {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }}",
    "SELECT ?x {{ ?s ?p ?o }} HAVING (EXISTS {{ SERVICE <{url}> {{ ?s ?p ?o }} }})",
    "SELECT * {{ \\u0053ERVICE <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVIC\\U00000045 SILENT <{url}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE <\\u0068ttp{tail}> {{ ?s ?p ?o }} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "DESCRIBE ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{url}>",
    "SELECT * FROM <{url}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <{url}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <file:///etc/passwd> {{ ?s ?p ?o }}",
    "SELECT * {{ GRAPH <{url}> {{ ?s ?p ?o }} }}",
    "LOAD <{url}>",
    "LOAD SILENT <{url}> INTO GRAPH <urn:g>",
    "PREFIX : <urn:> load <{url}>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "\\u004cOAD <{url}>",
    "SELECT (<{url}>(1) AS ?x) {{}}",
]
HARMLESS = ("DESCRIBE", "SELECT * {{ GRAPH")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_spelling_reaches_the_canary(service: str, spelling: str) -> None:
    """However a query asks for something elsewhere, it is refused (or finds nothing), and nobody is called."""
    with Canary() as canary:
        answer = ask(service, spelling.format(url=canary.url, tail=canary.url.removeprefix("http")))
        assert canary.calls == []
    if spelling.startswith(HARMLESS) and "SERVICE" not in spelling:
        assert (answer.status, answer.headers["X-Cnskg-Rows"]) == (200, "0")
    else:
        assert 400 <= answer.status < 500
        assert answer.json["detail"]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri", "using-graph-uri"])
@pytest.mark.parametrize("target", ["canary", "file:///etc/passwd"])
def test_dataset_parameters_fetch_nothing(service: str, name: str, target: str) -> None:
    """A graph named by the protocol is looked up in the release and nowhere else."""
    with Canary() as canary:
        answer = ask(
            service,
            "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
            "text/csv",
            **{name: target.replace("canary", canary.url)},
        )
        assert canary.calls == []
    assert b"root:" not in answer.body
    assert answer.status in (200, 403)


def test_graph_store_fetches_nothing(service: str) -> None:
    """The Graph Store route knows the graphs of the release only."""
    with Canary() as canary:
        assert fetch(f"{service}/graph?graph={canary.url}").status == 404
        assert fetch(f"{service}/graph?graph=file:///etc/passwd").status == 404
        assert canary.calls == []
    still_well(service)
