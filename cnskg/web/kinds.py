"""What answers for the IRIs of one namespace: a page for people, and RDF for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from flask import Response, url_for

from .. import namespaces as ns
from ..errors import Gone, NotFound
from ..query.formats import GRAPHS, Choice, Format, used_prefixes
from . import kept, nearby, tags


@dataclass(frozen=True)
class Kind:
    """How the IRIs of a namespace are answered. `page` and `data` raise NotFound for one that there is not."""

    exists: Callable[[str], bool]
    page: Callable[[str], str]
    data: Callable[[str, Choice], Response]
    table: Callable[[str], Response] | None = None  # what its page has as a table, at the ending .csv


def nothing(iri: str, hint: str = "") -> NotFound:
    """The error for an IRI of which there is nothing to say: Gone where an earlier release had it.

    With a hint of its own it is one that may well be there, only not for this page.
    """
    if hint:
        return NotFound(f"the graph holds nothing of <{iri}>", hint=hint)
    near = nearby.things(iri)
    names = ", ".join(f"{name} ({ns.compact(other)})" for other, name in near)
    told = f" Near it: {names}." if near else ""
    hint = f"Search for a name at {url_for('search.search')}.{told}"
    more: dict[str, Any] = {"near": [{"iri": other, "name": name} for other, name in near]} if near else {}
    if had := kept.that_had(iri):
        permanent = f"{kept.root()}/r/{had}/{iri.removeprefix(ns.BASE)}"
        more |= {"earlier": had, "permanent": permanent}
        return Gone(f"release {had} had <{iri}>, and this one has it no more", hint=hint, **more)
    return NotFound(f"the graph holds nothing of <{iri}>", hint=hint, **more)


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
