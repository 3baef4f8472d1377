"""Every IRI of ours that stands in a release answers at its path, as a page and as RDF that speaks of it."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.release.folder import Release
from cnskg.settings import Settings
from cnskg.web import create_app
from cnskg.web.resources import KINDS

PAGE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
TURTLE = {"Accept": "text/turtle"}
#: Explanations have tens of thousands of nodes of three kinds, and pages cost more than RDF: so many are drawn there.
DRAWN = {"fact": 150, "inference": 150}
DRAWN_PAGES = {"id": 400} | DRAWN
SEED = 20231126

Iris = dict[str, list[str]]


@pytest.fixture(scope="module")
def client(real: Release) -> Iterator[FlaskClient]:
    """The service on the real release."""
    app = create_app(Settings(rate=0))
    with app.test_client() as one:
        yield one
    app.extensions["cnskg"].close()


@pytest.fixture(scope="module")
def iris(real: Release) -> Iris:
    """All IRIs that begin with our base and stand anywhere in the release, by the first part of their path."""
    found: set[str] = set()
    for quad in ox.Store.read_only(str(real.store)):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            iri = term.datatype.value if isinstance(term, ox.Literal) else getattr(term, "value", "")
            if iri.startswith(ns.BASE):
                found.add(iri)
    found |= {t.value for t in _terms(real.path / "void.ttl") if t.value.startswith(ns.BASE)}
    spaces: dict[str, set[str]] = defaultdict(set)
    for iri in found:
        spaces[re.split(r"[/#?]", iri.removeprefix(ns.BASE))[0]].add(iri)
    return {space: sorted(members) for space, members in sorted(spaces.items())}


def _terms(path: object) -> Iterator[ox.NamedNode]:
    for t in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        yield from (term for term in (t.subject, t.predicate, t.object) if isinstance(term, ox.NamedNode))


def drawn(iris: Iris, most: dict[str, int]) -> Iterator[str]:
    """All IRIs of a space, or as many as are to be drawn from it, the same ones each time."""
    for space, members in iris.items():
        count = min(most.get(space, len(members)), len(members))
        yield from random.Random(SEED).sample(members, count)


def address(iri: str) -> str:
    """Where a client looks for an IRI: it keeps what follows # to itself."""
    return "/" + iri.removeprefix(ns.BASE).partition("#")[0]


def _is_address(iri: str) -> bool:
    """Whether this names a file or the triples of a graph, which are what they are to everybody."""
    return iri.startswith((f"{ns.BASE}dumps/", f"{ns.BASE}graph?"))


def test_every_namespace_is_known(iris: Iris) -> None:
    """The namespaces that occur in the release are those that answer; the files and the base answer by themselves."""
    assert set(iris) == (set(KINDS) - {"problem"}) | {"", "dumps"}


@pytest.mark.slow
def test_every_iri_answers_as_rdf(client: FlaskClient, iris: Iris) -> None:
    """Turtle for every IRI of the release, in which the IRI stands."""
    bodies: dict[str, set[str]] = {}
    wrong = []
    for iri in drawn(iris, DRAWN):
        where = address(iri)
        if _is_address(iri):
            with client.head(where) as got:
                wrong += [iri] if got.status_code != 200 else []
            continue
        if where not in bodies or "#" not in iri:
            got = client.get(where, headers=TURTLE, follow_redirects=True)
            ok = (got.status_code, got.mimetype) == (200, "text/turtle")
            triples = list(ox.parse(got.data, format=ox.RdfFormat.TURTLE)) if ok else []
            bodies[where] = {getattr(x, "value", "") for t in triples for x in (t.subject, t.predicate, t.object)}
        if iri not in bodies[where]:
            wrong.append(iri)
    assert wrong == []


@pytest.mark.slow
def test_every_iri_answers_as_a_page(client: FlaskClient, iris: Iris) -> None:
    """A page for every IRI of the release; a term of the ontology has its place in that page."""
    wrong, ontology = [], ""
    for iri in drawn(iris, DRAWN_PAGES):
        if _is_address(iri):
            continue
        if iri.startswith(ns.CNS):
            ontology = ontology or client.get("/ontology", headers=PAGE).get_data(as_text=True)
            if f'id="{iri.removeprefix(ns.CNS)}"' not in ontology:
                wrong.append(iri)
            continue
        got = client.get(address(iri), headers=PAGE)
        if (got.status_code, got.mimetype) != (200, "text/html"):
            wrong.append(iri)
    assert wrong == []
