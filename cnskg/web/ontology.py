"""The ontology at its own address, at that of its version and at those of its modules: as RDF and as documentation.

What is served is one ontology that imports nothing, whatever of these names it was asked by: who follows an import to
here has all that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request, url_for

from .. import namespaces as ns
from ..explaining.terms import Term, Words
from ..query.formats import GRAPHS, Choice, only
from ..rdf import LABEL, OWL, Node
from . import language, vocabulary
from .kinds import Kind, document, nothing, rdf
from .naming import preferred
from .pages import Link, link
from .vocabulary import Vocabulary

blueprint = Blueprint("ontology", __name__)

_DCTERMS, _VANN = ns.PREFIXES["dcterms"], ns.PREFIXES["vann"]
_BIBO_STATUS = "http://purl.org/ontology/bibo/status"
_VERSION, _PART = OWL + "versionIRI", _DCTERMS + "hasPart"
#: What the head of the page has besides title and description: its words, and the property that says it.
HEAD = {
    "version": OWL + "versionInfo",
    "version IRI": _VERSION,
    "the version before": OWL + "priorVersion",
    "status": _BIBO_STATUS,
    "issued": _DCTERMS + "issued",
    "modified": _DCTERMS + "modified",
    "licence": _DCTERMS + "license",
    "by": _DCTERMS + "creator",
    "made from": _DCTERMS + "source",
    "namespace": _VANN + "preferredNamespaceUri",
    "prefix": _VANN + "preferredNamespacePrefix",
    "cite as": _DCTERMS + "bibliographicCitation",
    "modules": _PART,
}
#: Pages kept of a release, of 200 KB each: each name by which it answers fits in, under a prefix.
MOST_PAGES = 32
BOOKKEEPING = "Annotations, which no reasoner reads"


def _said(found: Vocabulary, iri: str, predicate: str) -> list[Node]:
    """What the ontology says of itself, or of one of its parts; as it stands in the sorted triples."""
    node = ox.NamedNode(iri)
    values = (t.object for t in found.ordered if t.subject == node and t.predicate.value == predicate)
    return [value for value in values if not isinstance(value, ox.Triple)]


def _others(found: Vocabulary, predicate: str) -> list[str]:
    """The other names by which the ontology answers, of a kind: its version or its modules."""
    return [value.value for value in _said(found, ns.ONTOLOGY, predicate)]


def _is_ontology(iri: str) -> bool:
    """Whether this is the ontology, by its name, that of its version in this release, or that of a module."""
    found = vocabulary.current()
    return iri in (ns.ONTOLOGY, *_others(found, _VERSION), *_others(found, _PART))


def _required(iri: str) -> Vocabulary:
    """The ontology. Raises NotFound for a version or a module that this release does not have."""
    found = vocabulary.current()
    if not _is_ontology(iri):
        here_is = ", ".join(f"<{version}>" for version in _others(found, _VERSION)) or f"<{ns.ONTOLOGY}>"
        raise nothing(iri, f"This release has {here_is}.")
    return found


def data(iri: str, choose: Choice) -> Response:
    """The ontology as RDF, its description first."""
    return rdf(_required(iri).ordered, choose)


def page(iri: str) -> str:
    """The ontology as documentation; made once for each prefix under which it is asked for, as that takes a while."""
    found = _required(iri)
    asked = request.script_root, language.current(), iri
    made = found.pages.get(asked) or _page(found, iri)
    if len(found.pages) >= MOST_PAGES:
        found.pages.clear()
    found.pages[asked] = made
    return made


def _page(found: Vocabulary, iri: str) -> str:
    titles = preferred(t for t in _said(found, ns.ONTOLOGY, _DCTERMS + "title") if isinstance(t, ox.Literal))
    return render_template(
        "ontology.html",
        iri=iri,
        titles=titles,
        about=[*_said(found, ns.ONTOLOGY, _DCTERMS + "abstract"), *_said(found, ns.ONTOLOGY, _DCTERMS + "description")],
        head=[(title, [_named(found, value) for value in _said(found, ns.ONTOLOGY, of)]) for title, of in HEAD.items()],
        tree=found.tree,
        classes=[_shown(found, term) for term in found.of("class")],
        groups=list(_groups(found)),
        values=found.values,
        uses=found.uses,
    )


@blueprint.get("/context.jsonld")
def context() -> Response:
    """A JSON-LD context of the ontology, for documents that call its terms by their bare names."""
    return document(vocabulary.current().context, only("jsonld")(GRAPHS))


def _named(found: Vocabulary, value: Node) -> Link | None:
    """A value of the head: what has a name is called by it."""
    if not isinstance(value, ox.NamedNode):
        return link(value)
    for predicate in (_DCTERMS + "title", LABEL):
        for name in _said(found, value.value, predicate):
            if isinstance(name, ox.Literal) and name.language == "en":  # a module is part of this page
                return link(name) if predicate != LABEL else link(value, name)
    if value.value.startswith(_BIBO_STATUS):
        return Link("", value.value.rpartition("/")[2])
    return link(value, ox.Literal(value.value))


def _groups(found: Vocabulary) -> Iterator[dict[str, Any]]:
    """The properties, under where they start from."""
    for number, (domain, terms) in enumerate(found.groups):
        title = (
            [Link("", language.gettext("From ")), *_linked(found, domain)]
            if domain
            else [Link("", language.gettext("From anything"))]
        )
        yield {"id": f"properties-{number}", "title": title, "terms": [_shown(found, term) for term in terms]}
    if notes := found.of("annotation"):
        shown = [_shown(found, term) for term in notes]
        yield {"id": "annotations-", "title": [Link("", language.gettext(BOOKKEEPING))], "terms": shown}


def _shown(found: Vocabulary, term: Term) -> dict[str, Any]:
    """A term for the template: its words as links."""
    is_class = term.kind == "class"
    ways = () if is_class else (("from", term.domain or (("anything",),)), ("to", term.range or (_any(term),)))
    rows = [*ways, *term.rows]
    return {
        "term": term,
        "rows": [(title, [list(_linked(found, words)) for words in values]) for title, values in rows],
        "count": found.uses.get(term.iri, 0) or found.elsewhere.get(term.iri, 0),
        "query": url_for("pages.query_page", query=_query(found, term)),
    }


def _any(term: Term) -> Words:
    """What a property without a range leads to."""
    return ("anything",) if term.kind == "object" else ("text or a value",)


def _linked(found: Vocabulary, words: Iterable[str | Node]) -> Iterator[Link]:
    """Words as links: our terms lead to their place on the page."""
    for piece in words:
        if isinstance(piece, str):
            yield Link("", language.pgettext("axiom", piece))
        elif piece.value in found.terms:
            term = found.terms[piece.value]
            yield Link(f"#{term.name}", language.in_order(term.labels)[0][1] if term.labels else term.name)
        else:
            yield _outside(found, piece)


def _outside(found: Vocabulary, node: Node) -> Link:
    """What is no term of ours: a thing of the graph by its name, without a link where this graph does not have it."""
    name = found.names.get(node.value)
    shown = link(node, ox.Literal(name) if name else None) or Link("", node.value)
    return shown if name or not node.value.startswith(ns.ID) else Link("", shown.text)


def _query(found: Vocabulary, term: Term) -> str:
    """A query for what uses a term, as many rows as it is used."""
    curie = ns.compact(term.iri)
    asked = f"?thing a {curie}" if term.kind == "class" else f"?thing {curie} ?value"
    return (
        f"SELECT * {{ {asked} }}" if term.iri in found.uses else f"SELECT * {{ GRAPH ?graph {{ {asked} }} }} LIMIT 500"
    )


ONTOLOGY = Kind(_is_ontology, page, data)
