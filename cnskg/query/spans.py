"""Times that a query names: what is dated by a day of 2021 is not dated `span:2021`, and does not come with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..namespaces import CNS, TIME, compact
from ..release.shape import Shape
from .patterns import Pattern
from .result import Row
from .sparql_text import Query

BOUNDS = frozenset(CNS + name for name in ("earliest", "latest"))
_YEAR_OR_MONTH = re.compile(rf"{re.escape(TIME)}\d{{4}}(-(0\d|1[0-2]))?")
_MOST = 3  # times of one query that are looked up
_WITHIN = """SELECT (COUNT(DISTINCT ?x) AS ?n) {{
  <{span}> cns:earliest ?from ; cns:latest ?to . ?x <{date}> ?time . ?time cns:earliest ?first ; cns:latest ?last
  FILTER(?time != <{span}> && ?first >= ?from && ?last <= ?to) }}"""


def hints(query: Query, found: list[Pattern], shape: Shape, ask: Callable[[str], list[Row]]) -> Iterator[str]:
    """A sentence for each time that is asked for itself, while other things are dated more closely within it."""
    if bounded(query):
        return
    dated = [one for one in found if _YEAR_OR_MONTH.fullmatch(one.object.value) and not one.group.elsewhere]
    for one in dated[:_MOST]:
        iri, back = one.properties[0]
        if one.object.kind == "iri" and not back and len(one.properties) == 1:
            n = ask(_WITHIN.format(span=one.object.value, date=iri))[0]["n"].value
            if n != "0":
                note = shape.notes.get(CNS + "TimeSpan", "ask for its bounds")
                yield f"{compact(iri)} {one.object} is what is dated just so, and {n} more are dated within it: {note}"


def bounded(query: Query) -> bool:
    """Whether a query asks for bounds of times."""
    return bool(BOUNDS & {iri for iri, _ in query.iris()})
