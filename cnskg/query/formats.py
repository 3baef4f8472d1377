"""Result formats: media types, short names and file endings, for rows (SELECT, ASK) and graphs (CONSTRUCT, DESCRIBE).

The first entry of a table is the default. Aliases such as `application/json` are offers of their own, so that an
answer is labelled with exactly the type that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

import pyoxigraph as ox

from ..errors import NotAcceptable, UsageError
from ..namespaces import PREFIXES


@dataclass(frozen=True)
class Format:
    """One way to write a result: `engine` is the canonical media type by which the engine knows the format."""

    media_type: str
    short: str
    ending: str
    engine: str
    charset: bool = False
    head: bytes = b""  # what goes before the engine's bytes

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"

ROWS: tuple[Format, ...] = (
    Format(_JSON, "json", "srj", _JSON),
    Format(_XML, "xml", "srx", _XML),
    Format("text/csv", "csv", "csv", "text/csv", True),
    Format("text/tab-separated-values", "tsv", "tsv", "text/tab-separated-values", True),
    Format("application/json", "", "json", _JSON),
    Format("application/xml", "", "xml", _XML),
    Format("text/xml", "", "xml", _XML, True),
    Format("text/csv", "csv-excel", "csv", "text/csv", True, b"\xef\xbb\xbf"),  # Excel reads UTF-8 by this mark alone
)

GRAPHS: tuple[Format, ...] = (
    Format("text/turtle", "turtle", "ttl", "text/turtle", True),
    Format("application/n-triples", "ntriples", "nt", "application/n-triples"),
    Format("application/ld+json", "jsonld", "jsonld", "application/ld+json"),
    Format("application/rdf+xml", "rdfxml", "rdf", "application/rdf+xml"),
    Format("application/trig", "trig", "trig", "application/trig"),
    Format("application/n-quads", "nquads", "nq", "application/n-quads"),
    Format("application/json", "", "jsonld", "application/ld+json"),
    Format("application/xml", "", "rdf", "application/rdf+xml"),
    Format("text/n3", "n3", "n3", "text/turtle", True),  # Turtle is N3
    Format("text/rdf+n3", "", "n3", "text/turtle", True),
    Format("application/x-turtle", "", "ttl", "text/turtle", True),
    Format("text/plain", "", "nt", "application/n-triples", True),  # of N-Triples, before it had a type of its own
)

#: Other names under which clients ask for a format, and our short names of it.
ALIASES = {
    "ttl": "turtle", "application/turtle": "turtle", "text/x-turtle": "turtle", "application/n3": "n3",
    "nt": "ntriples", "n-triples": "ntriples", "nq": "nquads", "n-quads": "nquads", "text/x-nquads": "nquads",
    "json": "jsonld", "json-ld": "jsonld", "application/x-json+ld": "jsonld", "application/x-trig": "trig",
    "xml": "rdfxml", "rdf": "rdfxml", "rdf+xml": "rdfxml", "rdf/xml": "rdfxml", "rdf-xml": "rdfxml",
    "srj": "json", "sparql-results+json": "json", "srx": "xml", "sparql-results+xml": "xml",
}  # fmt: skip


#: How a client chooses among the formats for the form of its query; raises NotAcceptable where none will do.
Choice = Callable[[Sequence[Format]], Format]


def named(offers: Iterable[Format], name: str) -> Format | None:
    """The format with this short name, media type or alias, or None.

    A space was a plus, before somebody took `application/rdf+xml` for percent-encoded.
    """
    asked = name.partition(";")[0].strip().lower().replace(" ", "+")
    names = [asked, ALIASES.get(asked, asked)]
    return next((f for one in names for f in offers if one in (f.short or None, f.media_type)), None)


def agreed(offers: Sequence[Format], names: Sequence[str]) -> Format:
    """The one format that all of these names mean. Raises UsageError where two differ, NotAcceptable for none."""
    kinds: dict[tuple[str, bytes] | None, str] = {}
    for name in names:
        found = named(offers, name)
        kinds.setdefault((found.engine, found.head) if found else None, name)
    if len(kinds) > 1:
        one, other, *_ = kinds.values()
        raise UsageError(f"the format is given as {one[:40]} and as {other[:40]}", hint="Give one.")
    return named(offers, names[0]) or refuse(offers)


def first(offers: Sequence[Format]) -> Format:
    """The choice of somebody who takes anything: the default format."""
    return offers[0]


def only(*names: str) -> Choice:
    """The choice of somebody who takes one of these short names or media types. It raises NotAcceptable."""

    def choose(offers: Sequence[Format]) -> Format:
        found = next((f for name in names if (f := named(offers, name)) is not None), None)
        return found or refuse(offers)

    return choose


def refuse(offers: Sequence[Format]) -> NoReturn:
    """None of the offers will do. Raises NotAcceptable, which lists them."""
    offered = list(dict.fromkeys(offer.engine for offer in offers))
    raise NotAcceptable(
        "none of the formats asked for is offered", hint=f"Offered: {', '.join(offered)}.", offered=offered
    )


def unfit(asked: Format, reason: str) -> NotAcceptable:
    """The format asked for cannot carry the result, for this reason; the others are offered."""
    table = ROWS if asked in ROWS else GRAPHS
    offered = list(dict.fromkeys(offer.engine for offer in table if offer.engine != asked.engine))
    return NotAcceptable(reason, hint=f"Take another format: {', '.join(offered)}.", offered=offered)


def used_prefixes(triples: Iterable[ox.Triple | ox.Quad]) -> dict[str, str]:
    """The project's prefixes that these triples make use of, so that a small document has a small head."""
    spaces = set()
    for statement in triples:
        for term in (statement.subject, statement.predicate, statement.object):
            iri = term.datatype.value if isinstance(term, ox.Literal) else getattr(term, "value", "")
            spaces.add(iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
    return {prefix: iri for prefix, iri in PREFIXES.items() if any(space.startswith(iri) for space in spaces)}


def to_rdf(source: bytes, source_type: str, target: Format) -> bytes:
    """One RDF document in another format. Raises SyntaxError or ValueError where the source is not RDF."""
    origin = ox.RdfFormat.from_media_type(source_type)
    wanted = ox.RdfFormat.from_media_type(target.engine)
    if origin is None or wanted is None:
        raise ValueError(f"not an RDF media type: {source_type}, {target.engine}")
    statements = list(ox.parse(source, format=origin))
    return ox.serialize(statements, format=wanted, prefixes=used_prefixes(statements)) or b""
