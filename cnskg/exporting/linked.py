"""The facts as JSON-LD that people can read, with our context in it, and the ontology in RDF/XML.

    {"@context": {…}, "@graph": [{"@id": "graph:asserted", "@graph": [
      {"@id": "id:cnsc", "@type": "PartyOrgan", "prefLabel": {"en": "Central National Security Commission"}, …

A value that the context would read differently stands under the property's CURIE, which it does not read at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..explaining.context import context
from ..rdf import LABEL, TYPE, XSD
from .facts import Facts

#: Subject, property, object or nothing, text, datatype, language.
Row = tuple[str, str, str | None, str, str | None, str | None]
_STATEMENTS = """
SELECT subject, property, object, value, datatype, language FROM statements WHERE status = 'inferred' IS ? ORDER BY id
"""
#: Graph -> what is in it.
GRAPHS = {
    ns.GRAPH_ASSERTED: _STATEMENTS.replace("?", "FALSE"),
    ns.GRAPH_INFERRED: _STATEMENTS.replace("?", "TRUE"),
    ns.GRAPH_LABELS: f"SELECT thing, '{LABEL}', NULL, label, NULL, language FROM labels WHERE kind = 'made'",
    ns.GRAPH_LINKS: "SELECT thing, relation, target, '', NULL, NULL FROM links",
}


def write(folder: Path, facts: Facts) -> Path:
    """Write the facts, one thing after another."""
    path, told = folder / "cnskg-compact.jsonld", context(facts.terms.values())
    writer = Writer(told)
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{{"@context": {_text(told)},\n"@graph": [')
        for number, (graph, query) in enumerate(GRAPHS.items()):
            file.write(f'{"," if number else ""}\n{{"@id": "{ns.compact(graph)}", "@graph": [')
            for place, node in enumerate(writer.nodes(facts.base.execute(query))):
                file.write(f"{',' if place else ''}\n{_text(node)}")
            file.write("\n]}")
        file.write("\n]}\n")
    return path


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class Writer:
    """Writes things as JSON objects that a context reads as what they are."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.terms: dict[str, tuple[str, dict[str, Any]]] = {}  # by IRI, the name and what it means
        for name, meaning in told.items():
            if name not in ns.PREFIXES and not name.startswith("@"):
                whole = {"@id": meaning} if isinstance(meaning, str) else meaning
                self.terms[ns.expand(whole["@id"])] = name, whole

    def nodes(self, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
        """A JSON object for each subject of rows, which follow upon one another."""
        for subject, said in groupby(rows, key=itemgetter(0)):
            node: dict[str, Any] = {"@id": ns.compact(subject)}
            for row in said:
                self._add(node, row)
            yield node

    def _add(self, node: dict[str, Any], row: Row) -> None:
        """Put one statement into the object of its subject."""
        _, iri, thing, value, datatype, language = row
        if iri == TYPE and thing:
            _put(node, "@type", self.terms.get(thing, (ns.compact(thing),))[0])
            return
        name, meaning = self.terms.get(iri, (ns.compact(iri), {}))
        if meaning.get("@container") == "@language" and language:
            _put(node.setdefault(name, {}), language, value)
        elif meaning.get("@type") == "@id" and thing:
            _put(node, name, ns.compact(thing))
        elif datatype and datatype == self._datatype(meaning):
            _put(node, name, value)
        else:
            read = bool(meaning.keys() - {"@id"})
            _put(node, ns.compact(iri) if read else name, _whole(thing, value, datatype, language))

    @staticmethod
    def _datatype(meaning: dict[str, Any]) -> str:
        """The datatype of a bare text under a term; nothing where it has none."""
        if "@container" in meaning or meaning.get("@type") == "@id":
            return ""
        return ns.expand(meaning.get("@type", XSD + "string"))


def _whole(thing: str | None, value: str, datatype: str | None, language: str | None) -> dict[str, str]:
    """A value that says itself what it is."""
    if thing:
        return {"@id": ns.compact(thing)}
    return {"@value": value} | ({"@language": language} if language else {"@type": ns.compact(datatype or "")})


def _put(place: dict[str, Any], key: str, value: Any) -> None:
    """One more value under a key: alone, or in a list."""
    held = place.get(key)
    if held is None:
        place[key] = value
    elif isinstance(held, list):
        held.append(value)
    else:
        place[key] = [held, value]


def ontology(folder: Path, facts: Facts) -> Path:
    """Write the ontology in RDF/XML, which Protégé, the OWL API and HermiT read."""
    path = folder / "ontology.owl"
    prefixes = {name: iri for name, iri in ns.PREFIXES.items() if name not in ("id", "psg", "span", "graph", "bg")}
    ox.serialize(sorted(facts.ontology, key=str), path, format=ox.RdfFormat.RDF_XML, prefixes=prefixes)
    return path
