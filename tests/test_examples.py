"""The examples of the ontology's terms are triples of the graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.content.files import Content, Kind
from cnskg.rdf import TYPE
from cnskg.release.folder import Release
from tests.support.turtle import triples

CONTENT = Content.read(settings.content_root(), Kind.ONTOLOGY)
EXAMPLES = [
    (t.subject.value, t.object.value)
    for t in CONTENT.triples(Kind.ONTOLOGY)
    if t.predicate.value == ns.expand("skos:example")
]
#: Terms without an example, and why.
WITHOUT = {
    "declaredAt": "its values are lines of these files, and change with every edit above them",
    "core": "no two propositions differ in a qualifier alone yet",
}
#: What names a term as its value: the class of a thing, the relation of a proposition.
NAMING = {TYPE, ns.CNS + "relation"}


@pytest.fixture(scope="module")
def store(real: Release) -> ox.Store:
    """The store of the release, as the service opens it."""
    return ox.Store.read_only(str(real.store))


def test_every_term_has_an_example() -> None:
    """Each class and property has one, but for those listed with a reason."""
    own = {term for term in CONTENT.ontology.kinds if term.startswith(ns.CNS)}
    assert sorted(own - {term for term, _ in EXAMPLES}) == [ns.CNS + name for name in sorted(WITHOUT)]
    assert len(dict(EXAMPLES)) == len(EXAMPLES)


@pytest.mark.parametrize(("term", "text"), EXAMPLES, ids=[term.removeprefix(ns.CNS) for term, _ in EXAMPLES])
def test_an_example_is_in_the_graph(term: str, text: str, store: ox.Store) -> None:
    """It parses with the project's prefixes, uses the term, is short, and each of its triples is stated or follows."""
    found = triples(text)
    assert 1 <= len(found) <= 2
    assert term in {t.predicate.value for t in found} | {t.object.value for t in found if t.predicate.value in NAMING}
    missing = [t for t in found if next(store.quads_for_pattern(t.subject, t.predicate, t.object, None), None) is None]
    assert missing == []
