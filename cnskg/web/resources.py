"""Every IRI of the project answers at its path, as a page or as RDF: by Accept, or by the ending of the address.

    /id/cnsc            a page for browsers, RDF for programs
    /id/cnsc.ttl        Turtle for everybody (.jsonld, .rdf, .nt alike)
    /id/cnsc.html       the page for everybody
    /id/cnsc.csv        its statements as a table

Each answer names the others, in a header `Link` and in the head of a page.
"""

from __future__ import annotations

import re

from flask import Blueprint, Response, g, request

from .. import namespaces as ns
from . import dataset, ontology, problem_types, questions, reasons, rule_pages, stored, terms
from .kinds import Kind, nothing
from .language import neutral
from .negotiate import choice, prefers_html
from .pages import path_of

blueprint = Blueprint("resources", __name__)

#: First part of the path -> what answers there.
KINDS: dict[str, Kind] = {
    "id": stored.ENTITY,
    "time": stored.ENTITY,
    "question": questions.QUESTION,
    "passage": stored.PASSAGE,
    "background": stored.BACKGROUND,
    "fact": reasons.FACTS,
    "inference": reasons.INFERENCES,
    "axiom": rule_pages.AXIOMS,
    "rule": rule_pages.RULES,
    "ontology": ontology.ONTOLOGY,
    "term": terms.TERM,
    "graph": dataset.GRAPH,
    "dataset": dataset.DATASET,
    "problem": problem_types.PROBLEM,
}
#: Those that are an IRI by themselves, too.
SINGLE = ("ontology", "dataset")
PAGE = "html"
#: The ending of all statements on a thing as a table, where there is one.
TABLE = "csv"
#: Ending of an address -> media type and name of the format. The engine's others have graphs, and no description has.
ENDINGS = {
    PAGE: ("text/html", "page"),
    "ttl": ("text/turtle", "Turtle"),
    "jsonld": ("application/ld+json", "JSON-LD"),
    "rdf": ("application/rdf+xml", "RDF/XML"),
    "nt": ("application/n-triples", "N-Triples"),
}
_LOCAL = re.compile(r"[A-Za-z0-9._/-]+")


def resource(space: str, name: str = "", ending: str = "") -> Response:
    """One IRI of the project. Raises NotFound where nothing is said of it."""
    iri = f"{ns.BASE}{space}{'/' if name else ''}{name}"
    if (name and not _LOCAL.fullmatch(name)) or (ending and ending not in ENDINGS):
        raise nothing(iri)
    kind = KINDS[space]
    if not ending:
        iri, ending = _split(iri, kind)
    if ending == TABLE and kind.table:
        return kind.table(iri)
    g.alternates = alternates(iri)
    accept = request.headers.get("Accept", "")
    formats = [ENDINGS[ending][0]] if ending else [name for name in request.args.getlist("format") if name]
    if ending == PAGE or (not formats and prefers_html(accept)):
        return Response(kind.page(iri), mimetype="text/html")
    return kind.data(iri, choice(formats, accept))


def _split(iri: str, kind: Kind) -> tuple[str, str]:
    """An IRI and the ending that asks for a format; none where the whole is an IRI that there is."""
    stem, dot, ending = iri.rpartition(".")
    known = ending in ENDINGS or (ending == TABLE and kind.table is not None)
    if not dot or not known or stem.endswith("/") or kind.exists(iri):
        return iri, ""
    return stem, ending


def alternates(iri: str) -> list[tuple[str, str, str]]:
    """The formats of a resource: address, media type, name."""
    data = neutral(path_of(iri))
    return [(f"{path_of(iri) if ending == PAGE else data}.{ending}", *told) for ending, told in ENDINGS.items()]


@blueprint.after_request
def tell_alternates(response: Response) -> Response:
    """Name the formats of what was found (RFC 8288); what was not found has none."""
    links = [f'<{address}>; rel="alternate"; type="{kind}"' for address, kind, _ in g.get("alternates", ())]
    if links:
        response.headers["Link"] = ", ".join(links)
    return response


for _space in KINDS.keys() - {"dataset"}:
    blueprint.add_url_rule(f"/{_space}/<path:name>", "resource", resource, defaults={"space": _space})
for _space in SINGLE:
    blueprint.add_url_rule(f"/{_space}", "resource", resource, defaults={"space": _space})
    blueprint.add_url_rule(f"/{_space}.<ending>", "resource", resource, defaults={"space": _space})
