"""The front page: what this is, the documents, questions with their answers in sight, and ways in by kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from flask import redirect, render_template, request, url_for

from .. import namespaces as ns
from . import answers, page_queries
from .language import current
from .lists import all_lists
from .naming import Names
from .negotiate import prefers_rdf
from .ontology import MOST_PAGES
from .pages import blueprint
from .pictures import routes as picture_routes
from .questions import front_answers, shown
from .ready import asking
from .state import here

#: The classes that people come for, in the order in which they stand; a release may have none of one.
KINDS = ("Person", "Organ", "Law", "SecurityType", "Event", "Initiative", "Sanction", "Formulation")
#: The picture that stands on it.
PICTURE = "types"
#: Named by path: what is read once per release.
_kept: dict[Path, Ways] = {}


@dataclass(frozen=True)
class Ways:
    """The documents, and for each kind how many there are and those that others speak of most."""

    documents: tuple[str, ...]
    kinds: tuple[tuple[str, int, tuple[str, ...]], ...]
    names: Names
    drawn: dict[tuple[str, str], tuple[Mapping[str, Any], str]] = field(default_factory=dict)  # by prefix and language


@blueprint.get("/")
def front() -> Any:
    """What is in the graph, and questions with their answers; for who wants RDF, the description of the dataset."""
    if prefers_rdf(request.headers.get("Accept", "")):
        return redirect(url_for("resources.resource", space="dataset"), 303)
    release, known = here().release, ways()
    counts = release.manifest["counts"]
    classes = sorted(counts.get("classes", {}).items(), key=lambda c: (-c[1], c[0]))
    return render_template(
        "front.html",
        counts=counts,
        classes=classes,
        release=release.digest,
        documents=[_link(iri, known.names, full=True) for iri in known.documents],
        known=dict(classes).get("cns:SourceDocument", 0),
        kinds=[
            (_link(ns.CNS + name, known.names), name, count, [_link(iri, known.names) for iri in foremost])
            for name, count, foremost in known.kinds
        ],
        answered=front_answers(),
        listed={one.of: one.name for one in all_lists().values()},
        picture=PICTURE,
        drawn=_drawn(known),
    )


def _drawn(known: Ways) -> tuple[Mapping[str, Any], str]:
    """The picture, whose links depend on where it stands; drawn once for each of some places."""
    place = request.script_root, current()
    if place not in known.drawn:
        if len(known.drawn) >= MOST_PAGES:
            known.drawn.clear()
        known.drawn[place] = picture_routes.drawn(PICTURE)
    return known.drawn[place]


def _link(iri: str, names: Names, full: bool = False) -> Any:
    """A link with its name; of a document with its whole title beside."""
    one = shown(ox.NamedNode(iri), names)
    return (one, names.title(iri)) if full else one


def ways() -> Ways:
    """Those of the release in use. Raises what asking the release raises."""
    runner, budget = here().runner, answers.budget()
    path = runner.release.path
    if path not in _kept:
        counts = runner.release.manifest["counts"].get("classes", {})
        kinds = []
        for name in KINDS:
            if f"cns:{name}" in counts:
                rows = runner.rows(page_queries.FOREMOST, budget, **{"class": ox.NamedNode(ns.CNS + name)})
                kinds.append((name, counts[f"cns:{name}"], tuple(row["x"].value for row in rows)))
        documents = tuple(row["x"].value for row in runner.rows(page_queries.DOCUMENTS, budget))
        names = Names()
        names.add(
            asking(), [*documents, *(ns.CNS + kind[0] for kind in kinds), *(iri for kind in kinds for iri in kind[2])]
        )
        for old in list(_kept)[:-1]:
            _kept.pop(old, None)
        _kept[path] = Ways(documents, tuple(kinds), names)
    return _kept[path]
