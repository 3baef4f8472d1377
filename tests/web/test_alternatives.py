"""A pair that several sides of a path match stands once for each, as SPARQL 1.1 defines paths (section 18.4)."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnskg.query import sparql_text, worker
from cnskg.query.alternatives import MOST_SIDES
from cnskg.query.job import Job
from cnskg.query.rewriting import rewrite

NODES, PROPERTIES = "abc", "pqr"
Pairs = Counter[tuple[str, str]]
Triples = list[tuple[str, str, str]]


@dataclass(frozen=True)
class Path:
    """A path as it is written, and the pairs that it matches, each as often as SPARQL says."""

    text: str
    pairs: Callable[[Triples], Pairs]


def link(name: str) -> Path:
    return Path(f"<urn:{name}>", lambda triples: Counter((s, o) for s, p, o in triples if p == name))


def other(name: str, back: str) -> Path:
    """Any property but one, or backwards but another."""
    return Path(
        f"!(<urn:{name}>|^<urn:{back}>)",
        lambda triples: Counter(
            [(s, o) for s, p, o in triples if p != name] + [(o, s) for s, p, o in triples if p != back]
        ),
    )


def inverse(path: Path) -> Path:
    return Path(f"^({path.text})", lambda t: Counter({(o, s): n for (s, o), n in path.pairs(t).items()}))


def sequence(one: Path, two: Path) -> Path:
    def pairs(triples: Triples) -> Pairs:
        found: Pairs = Counter()
        after = two.pairs(triples)
        for (s, middle), n in one.pairs(triples).items():
            for (start, o), m in after.items():
                found[s, o] += n * m * (start == middle)
        return +found

    return Path(f"({one.text})/({two.text})", pairs)


def either(one: Path, two: Path) -> Path:
    return Path(f"({one.text}|{two.text})", lambda triples: one.pairs(triples) + two.pairs(triples))


def repeated(path: Path, sign: str) -> Path:
    """No time or once, once or more often, or any of these: each pair once."""

    def pairs(triples: Triples) -> Pairs:
        once = set(path.pairs(triples))
        found = {(node, node) for s, _, o in triples for node in (s, o)} if sign in "*?" else set()
        found |= once
        while sign in "*+" and not (more := {(a, d) for a, b in found for c, d in once if b == c}) <= found:
            found |= more
        return Counter(found)

    return Path(f"({path.text}){sign}", pairs)


def paths(most: int) -> st.SearchStrategy[Path]:
    """Paths of so many properties at most."""
    names = st.sampled_from(PROPERTIES)
    return st.recursive(
        st.one_of(names.map(link), st.builds(other, names, names)),
        lambda some: st.one_of(
            st.builds(either, some, some),
            st.builds(sequence, some, some),
            st.builds(inverse, some),
            st.builds(repeated, some, st.sampled_from("*+?")),
        ),
        max_leaves=most,
    )


def graphs(most: int) -> st.SearchStrategy[Triples]:
    """Graphs of so many triples at most."""
    nodes = st.sampled_from(NODES)
    return st.lists(st.tuples(nodes, st.sampled_from(PROPERTIES), nodes), min_size=1, max_size=most, unique=True)


def stored(triples: Triples) -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*(ox.NamedNode(f"urn:{one}") for one in triple)) for triple in triples)
    return store


def rows(query: str, store: ox.Store) -> Counter[tuple[str, ...]]:
    """The rows of a query, each with how often it stands, as a worker answers it."""
    file = io.BytesIO()
    job = Job(query, "application/sparql-results+json", "text/turtle", 1 << 24, star=sparql_text.read(query).star())
    reply = worker.answer(store, job, file)
    assert not reply.error, reply
    found = json.loads(file.getvalue())
    names, values = found["head"]["vars"], found["results"]["bindings"]
    return Counter(tuple(row.get(name, {}).get("value", "").removeprefix("urn:") for name in names) for row in values)


@settings(max_examples=400, deadline=None)
@given(graphs(12), paths(6))
def test_each_side_counts(triples: Triples, path: Path) -> None:
    """A path of any form gives each pair as often as the definition does."""
    assert rows(f"SELECT ?s ?o {{ ?s {path.text} ?o }}", stored(triples)) == path.pairs(triples)


@settings(max_examples=200, deadline=None)
@given(graphs(5), paths(3), paths(3))
def test_each_side_counts_beside_others(triples: Triples, one: Path, two: Path) -> None:
    """Several paths of one subject, with several objects, are joined as triples of their own are."""
    store, counted = stored(triples), "SELECT ?s ?x ?y ?z (COUNT(*) AS ?n) {{ {} }} GROUP BY ?s ?x ?y ?z"
    listed = f"?s {one.text} ?x, [ {two.text} ?y ] ; ?q <urn:a> ; {two.text} ?z . "
    said = (f"?s {one.text} ?x", f"?s {one.text} ?b", f"?b {two.text} ?y", "?s ?q <urn:a>", f"?s {two.text} ?z")
    apart = " ".join(f"{{ {triple} }}" for triple in said)
    assert rows(counted.format(listed), store) == rows(counted.format(apart), store)


AS_WRITTEN = {
    "SELECT * { ?s a <urn:T> ; <urn:p>|^<urn:q> ?o , 1 ; <urn:r> ?x FILTER(?o > 1) }": (
        "SELECT * { ?s a <urn:T> { ?s <urn:p> ?o } UNION { ?s ^<urn:q> ?o } { ?s <urn:p> 1 } UNION { ?s ^<urn:q> 1 } "
        ". ?s <urn:r> ?x FILTER(?o > 1) }"
    ),
    'SELECT (COUNT(*) AS ?n) { ?s <urn:p>/(a|<urn:q>) "x"@en } GROUP BY ?s': (
        'SELECT (COUNT(*) AS ?n) { { ?s <urn:p>/a "x"@en } UNION { ?s <urn:p>/<urn:q> "x"@en } } GROUP BY ?s'
    ),
    "SELECT ?s { { SELECT ?s { ?s a|<urn:p> [ <urn:q> 1 ] } ORDER BY ?s LIMIT 9 } ?s <urn:p>|<urn:q> ?o }": (
        "SELECT ?s { { SELECT ?s { { ?s a ?n_0 } UNION { ?s <urn:p> ?n_0 } ?n_0 <urn:q> 1 } ORDER BY  "
        "<urn:cnskg:function:order>(?s) LIMIT 9 } { ?s <urn:p> ?o } UNION { ?s <urn:q> ?o } }"
    ),
    "SELECT * { ?s !(a|^<urn:p>|<urn:q>)/!()/^!<urn:p> ?o }": (
        "SELECT * { { ?s !(a|<urn:q>)/!()/^!(<urn:p>) ?o } UNION { ?s ^!(<urn:p>)/!()/^!(<urn:p>) ?o } }"
    ),
    "ASK { GRAPH ?g { ?s ^(<urn:p>/(<urn:q>|!a))|a ?o } }": (
        "ASK { GRAPH ?g { { ?s ^<urn:q>/^<urn:p> ?o } UNION { ?s ^!(a)/^<urn:p> ?o } UNION { ?s a ?o } } }"
    ),
}
LEFT = [
    "SELECT DISTINCT * { ?s <urn:p>|<urn:q> [ <urn:r> ?o ] }",  # would show a variable of ours
    "SELECT ?s { ?s <urn:p>|<urn:q> (1 2) }",
    "SELECT * { ?s (<urn:p>|<urn:q>)+ ?o }",  # each pair once
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s <urn:p>|<urn:q> ?o } }",  # whether there is any
    "SELECT * { ?s ?p ?o MINUS { ?s <urn:p>|<urn:q> ?o } }",
    "SELECT * { SERVICE <urn:e> { ?s <urn:p>|<urn:q> ?o } }",  # by the other's rules
    "SELECT * { [] <urn:p>|<urn:q> ?o }",  # whose triples cannot be parted
    "SELECT * { _:b <urn:r> ?x . ?x <urn:p>|<urn:q> ?o . _:b <urn:p> ?o }",
    *(f"SELECT * {{ ?s {'/'.join(['(<urn:p>|<urn:q>)'] * steps)} ?o }}" for steps in (7, 20)),  # 128 sides, a million
    f"SELECT * {{ ?s {'(' * 50}<urn:p>|<urn:q>{')' * 50} ?o }}",
]


@pytest.mark.parametrize("query", [*AS_WRITTEN, *LEFT])
def test_only_such_paths_are_put_otherwise(query: str) -> None:
    """A path with several sides becomes a UNION where that makes a difference and can be told from the text."""
    assert rewrite(sparql_text.read(query)).text == AS_WRITTEN.get(query, query)


def test_as_many_sides_as_are_allowed() -> None:
    """So many sides are taken apart, one more is not; what stands beside it is."""
    for many in (MOST_SIDES, MOST_SIDES + 1):
        path = "|".join(f"<urn:{n}>" for n in range(many))
        apart = MOST_SIDES - 1 if many == MOST_SIDES else 0
        for form in (path, f"({path})"):
            new = rewrite(sparql_text.read(f"SELECT * {{ ?s {form} ?o ; a|<urn:p> ?x }}")).text
            assert new.count("UNION") == apart + 1
    double = f"({'|'.join(f'<urn:{n}>' for n in range(MOST_SIDES))})/(a|<urn:p>)"
    new = rewrite(sparql_text.read(f"SELECT * {{ ?s ^({double})|a ?o }}")).text
    assert new == f"SELECT * {{ {{ ?s ^({double}) ?o }} UNION {{ ?s a ?o }} }}"
