"""What joins two things that a question names: relations between them, claims and events that have both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .glance import MOST_ROWS
from .language import gettext
from .profiles import Profile, Section
from .sections import Ask, sections

_RELATIONS = """SELECT ?thing ?relation ?other { VALUES (?thing ?other) { (#one #two) (#two #one) }
  ?thing ?relation ?other FILTER(STRSTARTS(STR(?relation), STR(cns:))) } ORDER BY ?thing ?relation"""
_CLAIMS = """SELECT DISTINCT ?claim ?sentence ?who ?document {
  ?claim cns:statedIn ?document ; cns:claimant ?who ; cns:sentence ?sentence
  { ?claim cns:about #one , #two } UNION {
    ?claim cns:contends|cns:denies|cns:leavesOpen|cns:callsFor|cns:callsAgainst ?joined .
    ?joined cns:hasEnd #one , #two } } ORDER BY ?document ?claim"""
_EVENTS = """SELECT DISTINCT ?event ?when { ?event a cns:Event ; ?how #one ; ?so #two
  OPTIONAL { ?event cns:whenMostPrecise ?when } } ORDER BY ?event"""


def joined(named: Sequence[str], ask: Ask) -> list[dict[str, Any]]:
    """The parts that tell of two things at once; none where a question does not name two."""
    if len(named) != 2:
        return []
    asked = (
        (gettext("What joins the two"), _RELATIONS, (("?thing", "?relation", "?other"),)),
        (gettext("Events with both"), _EVENTS, ()),
        (gettext("Claims on both"), _CLAIMS, (("?claim", "cns:claimant", "?who"),)),
    )
    parts = tuple(Section(title, query=_of(query, named), facts=facts) for title, query, facts in asked)
    found = sections(Profile("", "", (), parts), named[0], ask)
    return [{**one, "lines": one["lines"][:MOST_ROWS]} for one in found]


def _of(query: str, named: Sequence[str]) -> str:
    return query.replace("#one", f"<{named[0]}>").replace("#two", f"<{named[1]}>")
