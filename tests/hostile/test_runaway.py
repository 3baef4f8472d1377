"""Queries that would run for ever, eat all memory or fill the line: each ends cleanly, the others don't notice."""

from __future__ import annotations

import threading
import time
import urllib.parse
from pathlib import Path

import pytest

from tests.support.http import ask, connect, fetch, gauge, still_well
from tests.support.service import running

N = "GRAPH <urn:noise>"
P = "<urn:next>"
ABC = f"?a {P} ?x . ?b {P} ?y . ?c {P} ?z"
THREE = f"{N} {{ {ABC} }}"
ANY = "(<urn:next>|!<urn:next>)*"
TWICE = f"{{ ?b {P} ?y }} UNION {{ ?b {P} ?y }}"
RUNAWAYS = {
    "product": f"SELECT (COUNT(*) AS ?n) {{ {THREE} }}",
    "product-rows": f"SELECT * {{ {THREE} }}",
    "product-filter": f"SELECT * {{ {N} {{ {ABC} FILTER(?x * ?y * ?z = -1) }} }}",
    "ask-never": f"ASK {{ {N} {{ {ABC} FILTER(?x + ?y + ?z < 0) }} }}",
    "sort": f"SELECT * {{ {N} {{ ?a {P} ?x . ?b {P} ?y }} }} ORDER BY DESC(?x) ?y",
    "sort-deep": f"SELECT * {{ {THREE} }} ORDER BY RAND()",
    "distinct": f"SELECT DISTINCT ?x ?y ?z {{ {THREE} }}",
    "group": f"SELECT (COUNT(*) AS ?n) {{ {THREE} }} GROUP BY ?x ?y ?z",
    "concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?b), STR(?c))) AS ?n) {{ {THREE} }}",
    "regex": f"ASK {{ {THREE} FILTER REGEX(CONCAT(STR(?a), STR(?b), STR(?c)), '(.*x.*)+y$') }}",
    "replace": f"ASK {{ {THREE} FILTER(REPLACE(STR(?a), '(n|:)+', STR(?b)) = STR(?c)) }}",
    "hash": f"ASK {{ {THREE} FILTER(SHA512(CONCAT(STR(?a), STR(?b), STR(?c))) = '') }}",
    "path": f"SELECT * {{ {N} {{ ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:x>|^!<urn:x>)* ?d }} }}",
    "path-all": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ANY ?b . ?c ANY ?d . ?e ?f ?h } }".replace("ANY", ANY),
    "optional": f"SELECT * {{ {N} {{ ?a {P} ?x OPTIONAL {{ ?b {P} ?y OPTIONAL {{ ?c {P} ?z FILTER(?z < 0) }} }} }} }}",
    "minus": f"SELECT (COUNT(*) AS ?n) {{ {N} {{ ?a {P} ?x . ?b {P} ?y MINUS {{ ?a {P} ?y . ?b {P} ?z }} }} }}",
    "exists": f"ASK {{ {N} {{ ?a {P} ?x . ?b {P} ?y FILTER EXISTS {{ ?c {P} ?z FILTER(?z + ?x + ?y < 0) }} }} }}",
    "union": f"SELECT (COUNT(*) AS ?n) {{ {N} {{ ?a {P} ?x }} {N} {{ {TWICE} . ?c {P} ?z . ?d {P} ?w }} }}",
    "subselect": f"SELECT (SUM(?n) AS ?m) {{ {{ SELECT ?a (COUNT(*) AS ?n) {{ {THREE} }} GROUP BY ?a }} }}",
    "values": "ASK { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(200)))} }}" for i in range(5))
    + " FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 < 0) }",
    "construct": f"CONSTRUCT {{ ?a ?y ?b . ?b <urn:q> ?z }} {{ {N} {{ ?a {P} ?x . ?b {P} ?z BIND({P} AS ?y) }} }}",
    "describe": f"DESCRIBE * {{ {THREE} }}",
    "string-bomb": "SELECT ?z { VALUES ?s { '"
    + "x" * 5000
    + "' } "
    + " ".join(
        f"BIND(CONCAT({f'?s{i - 1}' if i else '?s'}, {f'?s{i - 1}' if i else '?s'}) AS ?s{i})" for i in range(22)
    )
    + " BIND(?s21 AS ?z) }",
    "nesting": "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "unions": "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 20_000) + " FILTER(false) }",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", RUNAWAYS)
def test_each_ends_cleanly(service: str, name: str) -> None:
    """A runaway ends in a problem that says which limit it met; a 200 would have to be whole, so there is none."""
    answer = ask(service, RUNAWAYS[name])
    if name == "unions" and answer.status == 200:  # large, but it ends
        assert answer.json["boolean"] is False
        return
    assert answer.status in (413, 503), answer.body[:200]
    problem = answer.json
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["type"].rpartition("/")[2] in ("deadline", "resources", "too-large", "busy")
    assert problem["hint"]
    assert "elapsed_s" in problem
    if answer.status == 503:
        assert int(answer.headers["Retry-After"]) > 0
    still_well(service)


@pytest.mark.slow
@pytest.mark.alone
def test_cheap_queries_are_answered_beside_eight_runaways(hostile_build: Path) -> None:
    """With eight runaways in flight, two hundred cheap queries all get their right answer."""
    # two slow workers to spare: a cheap query that the runaways keep from the processor for long is sent there, too
    limits = {"deadline_s": 10, "slow_after_s": 0.3, "workers": 2, "slow_workers": 10}
    with running(build=hostile_build, **limits) as service:
        runaways = [threading.Thread(target=ask, args=(service.url, RUNAWAYS["ask-never"])) for _ in range(8)]
        for thread in runaways:
            thread.start()
        for _ in range(200):
            still_well(service.url)
        for thread in runaways:
            thread.join()


def test_a_client_may_lower_the_deadline(service: str) -> None:
    """timeout=… shortens the deadline and cannot lengthen it; the answer names the limit that held."""
    short = ask(service, RUNAWAYS["ask-never"], timeout="0.4")
    long = ask(service, RUNAWAYS["ask-never"], timeout="100")
    assert (short.status, short.json["limit_s"], long.json["limit_s"]) == (503, 0.4, 3.0)


def test_a_client_that_leaves_frees_its_worker(hostile_build: Path) -> None:
    """When the connection closes, the query is stopped long before its deadline, and nobody gets its answer."""
    query = urllib.parse.urlencode({"query": RUNAWAYS["ask-never"]}).encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: {len(query)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    with running(build=hostile_build, deadline_s=60) as service:
        with connect(service.url) as channel:
            channel.sendall(head.encode() + query)
            while not busy(service.url):
                time.sleep(0.01)
        left = time.monotonic()
        while busy(service.url):
            time.sleep(0.01)
        assert time.monotonic() - left < 30
        assert 'cnskg_problems_total{kind="cancelled"} 1.0' in fetch(f"{service.url}/metrics").body.decode()
        still_well(service.url)


def busy(url: str) -> float:
    """Jobs in the lanes of a service."""
    return gauge(url, "fast") + gauge(url, "slow")
