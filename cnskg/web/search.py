"""What can be found: /search, as a page and as JSON, and what is offered while somebody types."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, jsonify, render_template, request, url_for

from ..errors import NotAcceptable, UsageError
from ..namespaces import expand
from ..search import groups, marks
from ..search.asked import Asked
from ..search.entries import Entry, Name
from ..search.searcher import Found, Hit, Searcher, of_release
from . import answers, tables
from .language import LABELS, current, foreign, gettext
from .naming import Names
from .pages import path_of
from .state import here

blueprint = Blueprint("search", __name__)

#: What one page of one kind shows, in things; the number found is told beside.
MOST_SHOWN = 20
#: What the page of all kinds shows of each.
MOST_EACH = 5
#: What one answer in JSON has, and what is offered while somebody types.
MOST_TOLD = 60
MOST_OFFERED = 8
#: The columns of all that is found as a table.
COLUMNS = ("thing", "kind", "group", "description", "matched", "tier")
_KINDS = ("text/html", "application/json")


@blueprint.get("/search")
def search() -> str | Response:
    """What bears a name or holds its words, in any language and spelling, best first."""
    asked, form, kind = (answers.single(name, "").strip() for name in ("q", "format", "kind"))
    if form not in ("", "html", "json", "csv"):
        raise NotAcceptable(f"a search has no format {form[:40]}", hint="Formats: html, json, csv.")
    if kind and kind not in groups.ALL:
        raise UsageError(f"there are no hits of the kind {kind[:40]}", hint=f"Kinds: {', '.join(groups.ALL)}.")
    searcher, page = of_release(here().release.path), _page()
    found = searcher.find(asked)
    if form == "csv":
        return _table(searcher, found, kind)
    if form == "json" or (not form and request.accept_mimetypes.best_match(_KINDS) == "application/json"):
        return jsonify(told(searcher, asked, found, kind, page))
    return _html(searcher, asked, found, kind, page)


@blueprint.get("/suggest")
def suggest() -> Response:
    """Names that may be meant while somebody types, best first."""
    asked, searcher = answers.single("q", "").strip(), of_release(here().release.path)
    found = searcher.suggest(asked, MOST_OFFERED)
    offered = [{**one(searcher, hit), "path": path_of(hit.entry.iri)} for hit in found]
    return jsonify({"query": asked, "suggestions": offered})


def _page() -> int:
    """The number of the page that is asked for. Raises UsageError for what is none."""
    text = answers.single("page", "") or "1"
    if not (text.isascii() and text.isdigit() and int(text[:6]) > 0):
        raise UsageError(f"{text[:20]} is no page", hint="Pages are numbered from 1.")
    return int(text[:6])


def _html(searcher: Searcher, asked: str, found: Found, kind: str, page: int) -> str:
    counts = Counter(hit.entry.group for hit in found.hits)  # in the order of their best hits
    read = Asked.of(" ".join([asked, *found.also]))  # what other words found is marked by these
    shown = []
    for name in [kind] if kind else counts:
        hits = [hit for hit in found.hits if hit.entry.group == name]
        first = MOST_SHOWN * (page - 1) if kind else 0
        rows = hits[first : first + (MOST_SHOWN if kind else MOST_EACH)]
        shown.append((name, len(hits), [_row(searcher, hit, read) for hit in rows]))
    last = max(1, -(-counts[kind] // MOST_SHOWN)) if kind else 1
    meant = [_row(searcher, hit, read) for hit in found.meant]
    some = bool(found.hits) and found.hits[0].tier == found.hits[0].tier.SOME
    told = {"words": asked, "total": len(found.hits), "counts": counts, "kind": kind, "page": page, "last": last}
    return render_template(
        "search.html",
        **told,
        groups=shown,
        meant=meant,
        instead=found.instead,
        also=found.also,
        some=some,
        address=_address,
    )


def _table(searcher: Searcher, found: Found, kind: str) -> Response:
    """All that is found, however many pages that is, as CSV."""
    rows: list[tables.Row] = [
        {
            "thing": [ox.NamedNode(hit.entry.iri)],
            "kind": kind_of(searcher, hit),
            "group": hit.entry.group,
            "description": hit.entry.about,
            "matched": hit.name,
            "tier": hit.tier.word,
        }
        for hit in found.hits
        if kind in ("", hit.entry.group)
    ]
    names = Names({hit.entry.iri: {"": _called(hit.entry).text} for hit in found.hits})
    return tables.as_csv(COLUMNS, rows, names, COLUMNS[1:])


def _address(asked: str, kind: str = "", page: int = 1, form: str = "") -> str:
    """The address of a search, with nothing in it that goes without saying."""
    wanted = {"q": asked, "kind": kind, "page": page if page > 1 else "", "format": form}
    return f"{url_for('search.search')}?{urlencode({name: value for name, value in wanted.items() if value})}"


def _row(searcher: Searcher, hit: Hit, asked: Asked) -> dict[str, Any]:
    """One thing found, for the page: where it is, what it is called and is, with what was asked marked."""
    entry = hit.entry
    name = next(one for one in entry.names if one.text == hit.name)
    called, quoted = _called(entry), marks.parts(entry.quoted, asked)
    return {
        "href": path_of(entry.iri),
        "name": marks.parts(called.text, asked),
        "name_language": foreign(called.language),
        "other": marks.parts(hit.name, asked) if hit.name != called.text else [],
        "language": foreign(name.language),
        "kind": kind_of(searcher, hit),
        "about": marks.parts(entry.about, asked),
        "quoted": quoted if any(yes for _, yes in quoted) else [],
    }


def _called(entry: Entry) -> Name:
    """The name to show: a preferred one in the language of the page, else in English, else any."""
    order = LABELS[current()]

    def place(name: Name) -> tuple[bool, int, Name]:
        return not name.preferred, order.index(name.language) if name.language in order else len(order), name

    return min(entry.names, key=place)


def kind_of(searcher: Searcher, hit: Hit) -> str:
    """The names of a thing's classes in the ontology."""
    known = searcher.terms
    return gettext(", ").join(_called(known[iri]).text for kind in hit.entry.kinds if (iri := expand(kind)) in known)


def told(searcher: Searcher, asked: str, found: Found, kind: str = "", page: int = 1) -> dict[str, Any]:
    """The answer as JSON has it."""
    hits = [hit for hit in found.hits if kind in ("", hit.entry.group)]
    return {
        "query": asked,
        "found": len(hits),
        "kinds": dict(Counter(hit.entry.group for hit in found.hits)),
        "page": page,
        "results": [one(searcher, hit) for hit in hits[MOST_TOLD * (page - 1) : MOST_TOLD * page]],
        "did_you_mean": [one(searcher, hit) for hit in found.meant],
        "instead": found.instead,
        "also_searched": list(found.also),
    }


def one(searcher: Searcher, hit: Hit) -> dict[str, Any]:
    """One thing found: what it is, by which name it was found, and how well that answers."""
    entry = hit.entry
    return {
        "iri": entry.iri,
        "name": _called(entry).text,
        "kind": list(entry.kinds),
        "kind_name": kind_of(searcher, hit),
        "group": entry.group,
        "description": entry.about,
        "matched": hit.name,
        "tier": hit.tier.word,
        "score": int(hit.tier),
    }
