"""/problem/…: what each type of a problem means, and what to do. Written from the tree of errors."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pyoxigraph as ox
from flask import Response, render_template

from .. import namespaces as ns
from ..errors import CnskgError
from ..query.formats import Choice
from ..rdf import PREF, SKOS, TYPE
from . import notes
from .kinds import Kind, nothing, rdf
from .language import gettext

SPACE = ns.BASE + "problem/"


def tree(root: type[CnskgError] = CnskgError) -> Iterator[type[CnskgError]]:
    """All errors of ours that have a type of their own, each after the one that it is a case of."""
    if "kind" in vars(root):  # else it is a class of the Python API, and of the type of the one above it
        yield root
    for below in root.__subclasses__():
        if below.__module__.startswith("cnskg."):  # who uses the package may have errors of their own
            yield from tree(below)


def _known(iri: str) -> type[CnskgError]:
    """The error of a type. Raises NotFound."""
    found = next((error for error in tree() if SPACE + error.kind == iri), None)
    if found is None:
        raise nothing(iri, f"Types of problems: {', '.join(sorted({error.kind for error in tree()}))}.")
    return found


def exists(iri: str) -> bool:
    """Whether there is such a type."""
    return any(SPACE + error.kind == iri for error in tree())


def meaning(error: type[CnskgError]) -> str:
    """When there is such a problem: the first paragraph of what the error says of itself."""
    return " ".join((inspect.getdoc(error) or "").partition("\n\n")[0].split())


def page(iri: str) -> str:
    """Title, meaning and remedy."""
    error = _known(iri)
    return render_template(
        "problem_type.html",
        iri=iri,
        error=error,
        title=gettext(error.title),
        meaning=notes.inline(gettext(meaning(error))),
        remedy=notes.inline(gettext(error.remedy)),
    )


def data(iri: str, choose: Choice) -> Response:
    """The same as a concept with its definition, below the type that it is a case of."""
    error = _known(iri)
    texts = {PREF: error.title, SKOS + "definition": meaning(error), SKOS + "scopeNote": error.remedy}
    said: dict[str, ox.NamedNode | ox.Literal] = {p: ox.Literal(text, language="en") for p, text in texts.items()}
    said[TYPE] = ox.NamedNode(SKOS + "Concept")
    if (above := error.__base__) and issubclass(above, CnskgError):
        said[SKOS + "broader"] = ox.NamedNode(SPACE + above.kind)
    return rdf([ox.Triple(ox.NamedNode(iri), ox.NamedNode(p), value) for p, value in said.items()], choose)


PROBLEM = Kind(exists, page, data)
