"""Every IRI of ours that stands in a release answers at its path, as a page and as RDF that speaks of it."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.release.folder import Release
from cnskg.web.resources import KINDS

PAGE = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
TURTLE = {"Accept": "text/turtle"}
#: The dumps in which each IRI of the store stands, in full; the description has some more.
FILES = ("cnskg-facts.nq", "cnskg-claims.nq", "cnskg-explanations.nq")
#: The first part of the path of all IRIs of a release; the base itself has none. No release names a type of problem,
#: nor /term/…, the pages of terms, whose IRIs are those of the ontology with a #.
SPACES = sorted((set(KINDS) - {"problem", "term"}) | {"", "dumps"})
#: Explanations have tens of thousands of nodes of two kinds, and things are thousands of few kinds; pages cost more
#: than RDF: so many are drawn there.
DRAWN = {"fact": 100, "inference": 100, "axiom": 100, "id": 1200}
DRAWN_PAGES = {"fact": 40, "inference": 40, "axiom": 40, "id": 150, "question": 60}
SEED = 20231126
#: So many names that begin alike are a kind of their own.
MANY = 20

Iris = dict[str, list[str]]


@pytest.fixture(scope="module")
def iris(real: Release) -> Iris:
    """All IRIs that begin with our base and stand anywhere in the release, by the first part of their path."""
    full = re.compile(rf'"(?:[^"\\]|\\.)*"|<({re.escape(ns.BASE)}[^>]*)>')  # what a literal quotes is no term
    found = {iri for name in FILES for iri in full.findall((real.dumps / name).read_text(encoding="utf-8")) if iri}
    described = ox.parse(path=str(real.path / "void.ttl"), format=ox.RdfFormat.TURTLE)
    found |= {iri for t in described for iri in terms(t) if iri.startswith(ns.BASE)}
    spaces: dict[str, set[str]] = defaultdict(set)
    for iri in found:
        spaces[re.split(r"[/#?]", iri.removeprefix(ns.BASE))[0]].add(iri)
    return {space: sorted(members) for space, members in sorted(spaces.items())}


def terms(statement: ox.Quad | ox.Triple) -> set[str]:
    """The IRIs of a statement."""
    found = (statement.subject, statement.predicate, statement.object)
    return {term.value for term in found if isinstance(term, ox.NamedNode)}


def word(iri: str) -> str:
    """What stands before the first hyphen of a name: `claim`, `tenure`, `p`; or nothing."""
    first, hyphen, _ = iri.rpartition("/")[2].partition("-")
    return first if hyphen else ""


def drawn(iris: Iris, space: str, most: dict[str, int]) -> list[str]:
    """All IRIs of a space, or as many as are to be drawn from it, the same ones each time: of each kind in turn.

    Of a kind are those that many names begin alike; all others are of one kind.
    """
    words = Counter(map(word, iris[space]))
    turns: Counter[str] = Counter()
    places = {}
    for iri in random.Random(SEED).sample(iris[space], len(iris[space])):
        kind = word(iri) if words[word(iri)] >= MANY else ""
        places[iri] = turns[kind]
        turns[kind] += 1
    found = sorted(places, key=lambda iri: places[iri])[: most.get(space)]
    # a file, or the triples of a graph, is what it is to everybody
    return [iri for iri in found if not iri.startswith((f"{ns.BASE}dumps/", f"{ns.BASE}graph?"))]


def address(iri: str) -> str:
    """Where a client looks for an IRI: it keeps what follows # to itself."""
    return "/" + iri.removeprefix(ns.BASE).partition("#")[0]


def test_every_space_is_known(client: FlaskClient, iris: Iris) -> None:
    """No IRI of the release is of a kind that these tests leave out; the files and triples that it names are there."""
    assert sorted(iris) == SPACES
    for iri in (*iris["dumps"], *(iri for iri in iris["graph"] if "?" in iri)):
        with client.head(address(iri)) as got:
            assert got.status_code == 200, iri


@pytest.mark.slow
@pytest.mark.parametrize("space", [space for space in SPACES if space != "dumps"])
def test_every_iri_answers_as_rdf(client: FlaskClient, iris: Iris, space: str) -> None:
    """Turtle for every IRI of the release, in which the IRI stands."""
    bodies: dict[str, set[str]] = {}
    wrong = []
    for iri in drawn(iris, space, DRAWN):
        where = address(iri)
        if where not in bodies:
            got = client.get(where, headers=TURTLE, follow_redirects=True)
            ok = (got.status_code, got.mimetype) == (200, "text/turtle")
            said = ox.parse(got.data, format=ox.RdfFormat.TURTLE) if ok else ()
            bodies[where] = {term for statement in said for term in terms(statement)}
        if iri not in bodies[where]:
            wrong.append(iri)
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("space", [space for space in SPACES if space != "dumps"])
def test_every_iri_answers_as_a_page(client: FlaskClient, iris: Iris, space: str) -> None:
    """A page for every IRI of the release; a term of the ontology has its place in that page."""
    wrong, pages = [], dict[str, str]()
    for iri in drawn(iris, space, DRAWN_PAGES):
        where = address(iri)
        if where not in pages:
            got = client.get(where, headers=PAGE)
            pages[where] = got.text if (got.status_code, got.mimetype) == (200, "text/html") else ""
        term = f'id="{iri.removeprefix(ns.CNS)}"' if iri.startswith(ns.CNS) else ""
        if not pages[where] or term not in pages[where]:
            wrong.append(iri)
    assert wrong == []
