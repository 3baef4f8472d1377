"""Things of other data out of a SPARQL endpoint: asked by batches of names or identifiers, each under limits.

What an endpoint does wrong (it is down, slow, no endpoint, says more than anybody wants) is one error, and no answer is
half used.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode, urljoin
from urllib.request import Request

import pyoxigraph as ox

from .. import addresses
from ..errors import DeadlineExceeded, QueryError, RemoteFailure, ResultTooLarge
from ..query.budget import budget_of
from ..query.formats import ROWS
from ..query.http import Reply, fetch, refusal
from ..query.result import Result, Row
from ..rdf import LABEL
from ..settings import Settings
from .ours import Ours
from .things import KIND, LANGUAGES, MAIN, MOVED, OTHER, ROLES, SAME, Thing, told

#: Where most people link to.
WIKIDATA = "https://query.wikidata.org/sparql"
#: Names, or identifiers, of one query.
AT_ONCE = 50
#: Goes through the batches, and may tell how far it is.
Watch = Callable[[list[Sequence[Any]]], Iterable[Sequence[Any]]]
_MOVED = (301, 302, 303, 307, 308)
_LESS = "Ask for less: one class (propose --kind), one target (check --target)"
_JSON = "application/sparql-results+json"
_TAGS = {"en": ("en", "mul"), "zh-hans": ("zh", "zh-hans", "zh-cn", "mul"), "": ("en", "zh")}
_NAMING = "|".join(f"<{iri}>" for iri, role in ROLES.items() if role in (MAIN, OTHER))
_ASKED = " ".join(f"<{iri}>" for iri in ROLES)
_SPOKEN = ", ".join(f'"{tag}"' for tag in LANGUAGES)


class Remote:
    """A SPARQL endpoint of other data."""

    def __init__(self, url: str, settings: Settings, watch: Watch = iter) -> None:
        addresses.require(url, "an endpoint")
        self.url, self._settings, self._watch = url, settings, watch

    def named(self, ours: Iterable[Ours]) -> list[Thing]:
        """What bears a name of ours, as it is written, in English or Chinese."""
        names = sorted({ox.Literal(text, language=tag) for one in ours for text, tag in _spelt(one)}, key=str)
        found: set[str] = set()
        for part in self._watch(_parts(names)):
            values = " ".join(map(str, part))
            query = f"SELECT DISTINCT ?item {{ VALUES ?name {{ {values} }} ?item {_NAMING} ?name }}"
            rows = self._rows(query, "item")
            found |= {row["item"].value for row in rows if isinstance(row.get("item"), ox.NamedNode)}
        return self.known(found)

    def known(self, iris: Iterable[str]) -> list[Thing]:
        """What is said of these: names, classes, dates, and where they moved; what is not known there is left out."""
        found: dict[str, Thing] = {}
        for part in self._watch(_parts(sorted(set(iris)))):
            values = " ".join(str(ox.NamedNode(iri)) for iri in part)
            query = f"""SELECT ?item ?p ?v ?words {{
              VALUES ?item {{ {values} }} VALUES ?p {{ {_ASKED} }} ?item ?p ?v
              FILTER(!isLiteral(?v) || LANG(?v) IN ({_SPOKEN}))
              OPTIONAL {{ ?v <{LABEL}> ?words FILTER(LANG(?words) IN ("en", "mul")) }} }}"""
            for row in self._rows(query, "item", "p", "v"):
                _take(found, row)
        return [found[iri] for iri in sorted(found)]

    def _rows(self, query: str, *columns: str) -> list[Row]:
        """The rows of a SELECT, all of them and not too many, with the columns that were asked for."""
        most = self._settings.service_rows
        data = urlencode({"query": f"{query} LIMIT {most + 1}"}).encode()
        headers = {"Accept": _JSON, "User-Agent": "cnskg (https://w3id.org/cnskg)"}
        reply = self._fetch(Request(self.url, data, headers))
        if reply.status in _MOVED and "Location" in reply.headers:
            there = urljoin(self.url, reply.headers["Location"])
            raise RemoteFailure(f"{self.url} leads elsewhere", hint=f"Give the address itself: {there}")
        if reply.status != 200:
            raise refusal(self.url, reply)
        if reply.media_type not in (_JSON, "application/json"):
            hint = f"Is this the address of a SPARQL endpoint? Wikidata's is {WIKIDATA}."
            raise RemoteFailure(f"{self.url} answered with {reply.media_type} and not with {_JSON}", hint=hint)
        try:
            names, found = Result(io.BytesIO(reply.body), len(reply.body), 0, ROWS[0], "", 0.0).table(None)
            rows = list(found)
        except (SyntaxError, ValueError, QueryError):
            said = f"the answer of {self.url} is not what its type says: it is not SPARQL results in JSON"
            raise RemoteFailure(said, hint="Nothing is used of it.") from None
        if missing := sorted({*columns} - {*names}):  # whoever tells something else knows nothing of these
            said = f"{self.url} answered without the columns {', '.join(missing)}"
            raise RemoteFailure(said, hint="Nothing is used of it. Does it answer the query, or always the same?")
        if len(rows) > most:
            hint = f"{_LESS}, or raise CNSKG_SERVICE_ROWS."
            raise ResultTooLarge(f"{self.url} has more than {most} rows for {AT_ONCE} names", hint=hint)
        return rows

    def _fetch(self, request: Request) -> Reply:
        """The answer; what goes beyond a limit is told with the setting that is it here."""
        try:
            return fetch(request, budget_of(self._settings))
        except DeadlineExceeded as error:
            raise DeadlineExceeded(error.message, hint=f"{_LESS}, or raise CNSKG_DEADLINE_S.") from None
        except ResultTooLarge as error:
            raise ResultTooLarge(error.message, hint=f"{_LESS}, or raise CNSKG_RESULT_MB.") from None


def _parts(every: Sequence[Any]) -> list[Sequence[Any]]:
    return [every[at : at + AT_ONCE] for at in range(0, len(every), AT_ONCE)]


def _spelt(one: Ours) -> Iterator[tuple[str, str]]:
    """The names of a thing with the tags under which others may have them; pinyin is a name in English there."""
    for name in one.entry.names:
        for tag in _TAGS.get(name.language, _TAGS["en"] if name.language.startswith("zh-latn") else ()):
            yield name.text, tag


def _take(found: dict[str, Thing], row: Row) -> None:
    if not {"item", "p", "v"} <= row.keys() or isinstance(row["v"], ox.BlankNode):
        return
    item, role, value = row["item"].value, ROLES.get(row["p"].value, ""), row["v"]
    thing = found.setdefault(item, Thing(item))
    if role == KIND and "words" in row:
        thing.take(role, row["words"].value)
    elif role:
        thing.take(role, value.value if role in (MOVED, SAME) else told(value))
