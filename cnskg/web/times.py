"""What the page of a time span has besides its sections: its name in words, from when to when, what lies beside it."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from . import dates
from .language import LANGUAGES, current
from .naming import Name
from .pages import Link, link
from .sections import Ask

_ENDS = "SELECT ?first ?last { ?entity cns:earliest ?first ; cns:latest ?last }"
#: The spans of the same kind that this graph knows, before and after one.
_BEFORE, _AFTER = (
    f"""SELECT ?span {{ ?entity cns:precision ?kind ; cns:earliest ?here .
  ?span cns:precision ?kind ; cns:earliest ?there
  FILTER(?there {sign} ?here) }} ORDER BY {order}(?there) ?span LIMIT 1"""
    for sign, order in (("<", "DESC"), (">", "ASC"))
)
#: The longer spans that hold one, the shortest first: of those that begin alike the one that ends first.
_LONGER = """SELECT ?span { ?entity cns:within ?span . ?span cns:earliest ?first ; cns:latest ?last }
  ORDER BY DESC(?first) ?last ?span"""


def parts(iri: str, ask: Ask) -> dict[str, Any]:
    """The name of a span in words of both languages, its first and last day, and links to its neighbours."""
    slug, entity = iri.removeprefix(ns.TIME), ox.NamedNode(iri)
    others = [(tag, dates.span(slug, name)) for name, (tag, _) in LANGUAGES.items() if name != current()]
    return {
        "title": dates.span(slug),
        "tag": "",
        "others": [ox.Literal(text, language=tag) for tag, text in others],
        "about": _about(slug, ask(_ENDS, entity=entity)),
        "beside": {
            "before": _spans(ask(_BEFORE, entity=entity)),
            "longer": _spans(ask(_LONGER, entity=entity)),
            "after": _spans(ask(_AFTER, entity=entity)),
        },
    }


def _about(slug: str, ends: list[Any]) -> Name | None:
    """From when to when a span lasts; a day says it by its name."""
    days = [ends[0][name].value[:10] for name in ("first", "last")] if ends else []
    return Name(dates.span("--".join(days))) if days and slug not in days else None


def _spans(rows: list[Any]) -> list[Link]:
    return [one for row in rows if (one := link(row["span"]))]
