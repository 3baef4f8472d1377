"""What answers for the IRIs of one namespace: a page for people, and RDF for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox
from flask import Response, url_for

from .. import namespaces as ns
from ..errors import NotFound
from ..query.formats import GRAPHS, Choice, Format, used_prefixes
from ..search.entries import local
from ..search.searcher import of_release
from . import tags
from .state import here


@dataclass(frozen=True)
class Kind:
    """How the IRIs of a namespace are answered. `page` and `data` raise NotFound for one that there is not."""

    exists: Callable[[str], bool]
    page: Callable[[str], str]
    data: Callable[[str, Choice], Response]


def nothing(iri: str, hint: str = "") -> NotFound:
    """The error for an IRI of which there is nothing to say."""
    hint = hint or f"Search for a name at {url_for('search.search')}.{_near(iri)}"
    return NotFound(f"the graph holds nothing of <{iri}>", hint=hint)


def _near(iri: str) -> str:
    """Things whose names or ids are near to that of a thing that there is not, with their ids."""
    if not iri.startswith(ns.ID):
        return ""
    searcher = of_release(here().release.path)
    found = searcher.find(local(iri))
    near = [hit.entry for hit in (found.hits or found.meant)[:3]]
    return " Near it: " + ", ".join(f"{one.label} ({ns.compact(one.iri)})" for one in near) + "." if near else ""


def rdf(triples: Iterable[ox.Triple], choose: Choice) -> Response:
    """Triples as a document in the format that the client chooses."""
    wanted, statements = choose(GRAPHS), list(triples)
    form = ox.RdfFormat.from_media_type(wanted.engine)
    return document(ox.serialize(statements, format=form, prefixes=used_prefixes(statements)) or b"", wanted)


def document(body: bytes, form: Format) -> Response:
    """A small whole document, which caches may keep as long as it is the same."""
    response = Response(body, content_type=form.content_type)
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = tags.REVALIDATE
    return response
