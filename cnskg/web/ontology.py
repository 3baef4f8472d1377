"""The ontology at its own address, at that of its version and at those of its modules: as RDF and as documentation.

What is served is one ontology that imports nothing, whatever of these names it was asked by: who follows an import to
here has all that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from .. import namespaces as ns
from ..explaining.terms import Term, Words
from ..query.formats import GRAPHS, Choice, only
from ..rdf import LABEL, OWL, Node
from . import language, terms, vocabulary
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
    values = found.said.get(ox.NamedNode(iri), {}).get(predicate, ())
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
    """The ontology as documentation; its terms are listed once for each prefix under which it is asked for."""
    found = _required(iri)
    titles = preferred(t for t in _said(found, ns.ONTOLOGY, _DCTERMS + "title") if isinstance(t, ox.Literal))
    return render_template(
        "ontology.html",
        iri=iri,
        titles=titles,
        about=[*_said(found, ns.ONTOLOGY, _DCTERMS + "abstract"), *_said(found, ns.ONTOLOGY, _DCTERMS + "description")],
        head=[(title, [_named(found, value) for value in _said(found, ns.ONTOLOGY, of)]) for title, of in HEAD.items()],
        terms=Markup(_listed(found)),
    )


def _listed(found: Vocabulary) -> str:
    """The tree of classes, the properties by role, and the values, each leading to its page."""
    asked = request.script_root, language.current()
    made = found.pages.get(asked) or render_template(
        "ontology_terms.html",
        tree=found.tree,
        first=_first(found),
        address=terms.address,
        counted=lambda iri: terms.counted(found, iri),
        groups=list(_groups(found)),
        values=found.values,
    )
    if len(found.pages) >= MOST_PAGES:
        found.pages.clear()
    found.pages[asked] = made
    return made


def _first(found: Vocabulary) -> set[tuple[str, ...]]:
    """The places in the tree at which each class stands first, and may be named by its IRI."""
    seen: dict[str, tuple[str, ...]] = {}
    for path in vocabulary.paths(found.tree):
        seen.setdefault(path[-1], path)
    return set(seen.values())


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
    """The properties by their roles: what kind of thing they start from."""
    for number, (words, own) in enumerate(found.groups):
        yield {"id": f"properties-{number}", "title": list(terms.linked(found, words)), "rows": _shown(found, own)}
    if notes := found.of("annotation"):
        yield {"id": "annotations-", "title": [Link("", language.gettext(BOOKKEEPING))], "rows": _shown(found, notes)}


def _shown(found: Vocabulary, own: list[Term]) -> list[dict[str, Any]]:
    """Properties for the template: where they start and end."""
    ends = {term: [found.end(term, which) for which in ("domain", "range")] for term in own}
    return [{"term": term, "ends": [list(terms.linked(found, _end(end))) for end in ends[term]]} for term in own]


def _end(iri: str) -> Words:
    return (ox.NamedNode(iri),) if iri else ("anything",)


ONTOLOGY = Kind(_is_ontology, page, data)
