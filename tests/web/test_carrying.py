"""The same values come back from every format, to readers that are not ours, or the format is refused by name."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from collections.abc import Callable
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from cnskg.namespaces import CNS
from cnskg.query import worker
from cnskg.query.carrying import XmlFile
from cnskg.query.formats import GRAPHS, ROWS
from cnskg.query.job import Job, Reply

IS_XML = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
SR = "{http://www.w3.org/2005/sparql-results#}"


def written(store: ox.Store, query: str, media_type: str) -> tuple[Reply, bytes]:
    """What a worker's code makes of a query in one format."""
    file = io.BytesIO()
    return worker.answer(store, Job(query, media_type, media_type, 1 << 24), file), file.getvalue()


def holding(*terms: ox.NamedNode | ox.BlankNode | ox.Literal, predicate: str = "http://ex.org/p") -> ox.Store:
    """A store with these as objects."""
    store = ox.Store()
    for number, term in enumerate(terms):
        store.add(ox.Quad(ox.NamedNode(f"urn:s:{number}"), ox.NamedNode(predicate), term))
    return store


def from_json(body: bytes) -> list[str]:
    return [row["o"]["value"] for row in json.loads(body)["results"]["bindings"]]


def from_xml(body: bytes) -> list[str]:
    """The text of each binding, by expat."""
    return ["".join(cell[0].itertext()) for cell in ElementTree.fromstring(body).iter(f"{SR}binding")]


def from_csv(body: bytes) -> list[str]:
    return [row[0] if row else "" for row in csv.reader(io.StringIO(body.decode(), newline=""))][1:]


ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def from_tsv(body: bytes) -> list[str]:
    """The values of strings, by the grammar of SPARQL's short strings."""
    lines = body.decode().removesuffix("\n").split("\n")
    assert lines[0] == "?o"
    found = []
    for line in lines[1:]:
        written = re.fullmatch(r'"((?:[^"\\\r\n\t]|\\[tbnrf"\'\\])*)"(?:@[A-Za-z-]+)?', line)
        assert written is not None, line
        found.append(re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), written[1]))
    return found


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "json": from_json,
    "xml": from_xml,
    "csv": from_csv,
    "tsv": from_tsv,
}
#: Strings with what formats trip over.
AWKWARD = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\0\r\n\t\x01\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff\ufdd0\U0001fffe\"'\\<>&,;]国"),
    ),
    max_size=12,
)


@given(AWKWARD, st.sampled_from([None, "en", "zh-hans"]))
@example("a\rb\r\nc", None)
@example("a\u0001b", "en")
@example("]]>&#xD;", None)
def test_rows_come_back_from_every_format(text: str, language: str | None) -> None:
    """A string comes back whole from JSON, CSV and TSV, and from XML unless XML has no way to write it."""
    store = holding(ox.Literal(text, language=language))
    for name, reader in READERS.items():
        media_type = next(f.engine for f in ROWS if f.short == name)
        reply, body = written(store, "SELECT ?o { ?s ?p ?o }", media_type)
        if name == "xml" and not IS_XML.fullmatch(text):
            assert reply.error == "unfit"
        else:
            assert (reply.error, reader(body)) == ("", [text]), name


def carried(offer: object, store: ox.Store) -> tuple[Reply, set[tuple[str, ...]]]:
    """What rdflib reads of a whole store in one format."""
    reply, body = written(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", offer.engine)
    if reply.error:
        return reply, set()
    names = {
        "n3": "n3",
        "turtle": "turtle",
        "ntriples": "nt",
        "jsonld": "json-ld",
        "rdfxml": "xml",
        "trig": "trig",
        "nquads": "nquads",
    }
    with warnings.catch_warnings():  # of rdflib about its own readers
        warnings.simplefilter("ignore", DeprecationWarning)
        found = rdflib.Dataset(default_union=True).parse(body, format=names[offer.short])
        triples = list(found.triples((None, None, None)))
    return reply, {(*map(str, triple), str(getattr(triple[2], "language", None))) for triple in triples}


@pytest.mark.parametrize("offer", [f for f in GRAPHS if f.short], ids=lambda f: f.short)
@given(AWKWARD, st.sampled_from([None, "en"]))
@example("a\rb\r\nc", None)
@example("a\u0001b", "en")
@example("  \n", None)
def test_triples_come_back_from_every_format(offer: object, text: str, language: str | None) -> None:
    """A string comes back whole from every RDF format, from RDF/XML unless XML has no way to write it."""
    reply, found = carried(offer, holding(ox.Literal(text, language=language)))
    if offer.short == "rdfxml" and not IS_XML.fullmatch(text):
        assert reply.error == "unfit"
    else:
        assert found == {("urn:s:0", "http://ex.org/p", text, str(language))}


ENDINGS = st.text(st.sampled_from("a1é国-._~:/#?&=%20'()!$*+,;@"), max_size=6)
SPACES = st.sampled_from(["http://ex.org/", "http://ex.org/a#", CNS, "urn:x:", "http://ex.org/a?b=1&c="])


@pytest.mark.parametrize("offer", [f for f in GRAPHS if f.short not in ("json", "xml", "")], ids=lambda f: f.short)
@given(SPACES, ENDINGS)
@example("http://ex.org/", "123")
@example("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "li")
@example("http://www.w3.org/2000/xmlns/", "a")
@example(CNS, "a%20b")
def test_iris_come_back_from_every_format(offer: object, space: str, ending: str) -> None:
    """An IRI comes back as subject, property and value; RDF/XML refuses a property that does not end in a name."""
    try:
        node = ox.NamedNode(space + ending)
    except ValueError:
        return
    if ending.endswith("."):  # written cns:a\\. in Turtle, which is right, and rdflib cannot read
        return
    reply, found = carried(offer, holding(node, predicate=node.value))
    if reply.error:
        assert (offer.short, reply.error) == ("rdfxml", "unfit")
        assert node.value in reply.message
        assert not re.fullmatch("[a-zé国][a-z0-9é国]*", ending) or "xmlns" in space or "rdf-syntax" in space
    else:
        assert found == {("urn:s:0", node.value, node.value, "None")}


def test_blank_nodes_have_names_of_xml() -> None:
    """A blank node may be called 1, but not in XML, where another name is as good."""
    offer = next(f for f in GRAPHS if f.short == "rdfxml")
    query = 'CONSTRUCT { ?a <urn:p> ?b . ?b <urn:p> ?b } { BIND(BNODE("1") AS ?a) BIND(BNODE("a") AS ?b) }'
    reply, body = written(ox.Store(), query, offer.engine)
    assert not reply.error
    triples = {(str(s), str(o)) for s, _, o in rdflib.Graph().parse(body, format="xml")}
    assert len({a for a, _ in triples}) == 2
    assert len(triples) == 2


REFUSED = [
    ('SELECT ("a\\u0001b" AS ?x) { }', "application/sparql-results+xml", "U+0001", "text/csv"),
    ('CONSTRUCT { <urn:a> <urn:b> "\\uFFFE" } { }', "application/rdf+xml", "U+FFFE", "text/turtle"),
    ("CONSTRUCT { <urn:a> <http://ex.org/123> 1 } { }", "application/rdf+xml", "<http://ex.org/123>", "text/turtle"),
    (
        "CONSTRUCT { <urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> } { }",
        "application/ld+json",
        "triple within",
        "text/turtle",
    ),
]


@pytest.mark.parametrize(("query", "media_type", "said", "other"), REFUSED)
def test_what_a_format_cannot_carry_is_406(
    client: FlaskClient, query: str, media_type: str, said: str, other: str
) -> None:
    """The problem names the character or IRI and the formats that can carry it, and one of them does."""
    got = client.get("/sparql", query_string={"query": query}, headers={"Accept": media_type})
    assert got.status_code == 406
    assert said in got.json["detail"]
    assert other in got.json["offered"]
    assert media_type not in got.json["offered"]
    assert len(set(got.json["offered"])) == len(got.json["offered"])
    again = client.get("/sparql", query_string={"query": query}, headers={"Accept": other})
    assert again.status_code == 200


def test_a_character_across_two_buffers_is_found() -> None:
    """What is no XML is found wherever it lies, and a carriage return is escaped there."""
    for size in range((1 << 16) - 400, (1 << 16) + 4):
        text = "x" * size
        reply, _ = written(holding(ox.Literal(text + "\ufffe")), "SELECT ?o { ?s ?p ?o }", ROWS[1].engine)
        assert reply.error == "unfit"
    _, body = written(holding(ox.Literal("\r" * (1 << 17))), "SELECT ?o { ?s ?p ?o }", ROWS[1].engine)
    assert from_xml(body) == ["\r" * (1 << 17)]


def test_a_file_that_takes_little_at_a_time_gets_all() -> None:
    """Whatever part of a write the file below takes, the rest follows."""

    class Slow(io.RawIOBase):
        got = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:
            self.got += bytes(data[:3])
            return min(3, len(data))

    slow = Slow()
    assert XmlFile(slow).write(b"<a>\r\n</a>") == 9
    assert slow.got == b"<a>&#xD;\n</a>"
