"""What assistants may read beside the tools: the ontology, its outline, the documents, and passages by their IRIs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property, partial

import pyoxigraph as ox
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp.server.mcpserver.resources import FunctionResource

from .. import namespaces as ns
from ..errors import CnskgError
from ..query.formats import used_prefixes
from ..query.result import Row
from ..rdf import TYPE
from . import queries
from .door import Door
from .packing import short

#: Statements of one passage that are told.
MOST_STATED = 150
OUTLINE, DOCUMENTS = "cnskg://outline", "cnskg://documents"
_MARKDOWN, _TURTLE = "text/markdown", "text/turtle"


class Library:
    """The resources of one release. Their addresses are IRIs of the graph where there is one."""

    def __init__(self, door: Door) -> None:
        self._kg = door.kg

    def offer(self, server: MCPServer) -> None:
        """Put all of them on a server."""
        self._add(
            server,
            ns.ONTOLOGY,
            "ontology",
            "The ontology in Turtle: all terms with definitions.",
            self.ontology,
            _TURTLE,
        )
        self._add(
            server, OUTLINE, "outline", "The terms in short: classes, and properties with what they join.", self.outline
        )
        self._add(server, DOCUMENTS, "documents", "The documents that the graph is made from.", self.documents)
        for row in self._documents:
            iri, about = row["document"].value, f"{short(row['name'].value)}: its passages."
            self._add(server, iri, iri.removeprefix(ns.ID), about, partial(self.document, iri))
        server.resource(
            ns.PSG + "{document}/{passage}",
            name="passage",
            description="A passage by its permanent address: where it stands and what it states; it has no text.",
            mime_type=_MARKDOWN,
        )(self.passage)

    def _add(
        self, server: MCPServer, iri: str, name: str, about: str, read: Callable[[], str], kind: str = _MARKDOWN
    ) -> None:
        def told() -> str:
            try:
                return read()
            except CnskgError as error:
                raise ResourceError(str(error)) from None

        made = FunctionResource(uri=iri, name=name, description=about, mime_type=kind, fn=told)
        server.add_resource(made)

    def ontology(self) -> str:
        """All terms as Turtle."""
        data = self._kg.source.triples(queries.ONTOLOGY)
        triples = list(ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
        return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used_prefixes(triples)) or b"").decode()

    def outline(self) -> str:
        """Classes as a tree, and properties with what they join."""
        return "\n".join(["# Classes", "", *self._classes(), "", "# Properties", "", *self._properties()])

    def _classes(self) -> Iterator[str]:
        told: dict[str, str] = {}
        below: dict[str, list[str]] = defaultdict(list)
        for row in self._kg.source.rows(queries.CLASSES):
            iri = row["term"].value
            if "above" in row and row["above"].value != iri:
                below[row["above"].value].append(iri)
            if iri not in told:
                said = f": {short(row['definition'].value, 160)}" if "definition" in row else ""
                told[iri] = f"{ns.compact(iri)} ({row['name'].value}){said}"
        under = {one for some in below.values() for one in some}
        shown: set[str] = set()

        def tree(iri: str, depth: int) -> Iterator[str]:
            if iri in shown or iri not in told:  # a class below several is told once
                return
            shown.add(iri)
            yield f"{'  ' * depth}- {told[iri]}"
            for one in below[iri]:
                yield from tree(one, depth + 1)

        for iri in [*(one for one in told if one not in under), *told]:
            yield from tree(iri, 0)

    def _properties(self) -> Iterator[str]:
        joins: dict[tuple[str, str], list[str]] = {}
        for row in self._kg.source.rows(queries.PROPERTIES):
            ends = [ns.compact(row[end].value) if end in row else "" for end in ("domain", "range")]
            key = ns.compact(row["term"].value), row["name"].value
            joins.setdefault(key, []).append(" → ".join(ends) if any(ends) else "")
        for (curie, name), ends in joins.items():
            where = "; ".join(sorted({one for one in ends if one}))
            yield f"- {curie} ({name}){f': {where}' if where else ''}"

    @cached_property
    def _documents(self) -> list[Row]:
        return self._kg.source.rows(queries.DOCUMENTS)

    def documents(self) -> str:
        """The documents: what they are called, who wrote them, where they were published."""
        return "\n".join(["# Documents", "", *(f"- {_document(row)}" for row in self._documents)])

    def document(self, iri: str) -> str:
        """A document and its passages, in the order of the text."""
        row = next(one for one in self._documents if one["document"].value == iri)
        found = self._kg.source.rows(queries.PASSAGES_OF, document=ox.NamedNode(iri))
        parts = [f"- {one['x'].value}: {short(one['section'].value)}" for one in found]
        return "\n".join([f"# {_document(row)}", "", f"{len(parts)} passages:", "", *parts])

    def passage(self, document: str, passage: str) -> str:
        """What a passage states, each statement with its status."""
        try:
            return self._passage(f"{ns.PSG}{document}/{passage}")
        except CnskgError as error:
            raise ResourceError(str(error)) from None

    def _passage(self, iri: str) -> str:
        known = _is_iri(iri) and self._kg.passages([iri])[iri]
        if not known or known.document is None:
            raise ResourceNotFoundError(f"there is no passage {short(iri, 120)}; {DOCUMENTS} leads to all of them")
        rows = self._kg.source.rows(queries.STATED, passage=ox.NamedNode(iri))
        ends = [node.value for row in rows for node in row.values() if isinstance(node, ox.NamedNode)]
        self._kg.names(ends)
        self._kg.marks.know(ends)
        told = [self._stated(row, iri) for row in rows[:MOST_STATED]]
        more = [f"- and {len(rows) - MOST_STATED} more: ask CONSTRUCT in SPARQL"] if len(rows) > MOST_STATED else []
        return "\n".join([f"# {known}", "", iri, known.link, "", "It states:", "", *told, *more])

    def _stated(self, row: Row, passage: str) -> str:
        words = " – ".join("is a" if row[part].value == TYPE else self._called(row[part]) for part in ("s", "p", "o"))
        said = row["s"].value, row["p"].value, row["o"].value if isinstance(row["o"], ox.NamedNode) else ""
        return f"- {words} [{self._kg.marks.of(said, [passage], False)}]"

    def _called(self, node: object) -> str:
        if isinstance(node, ox.NamedNode):
            return short(self._kg.names([node.value])[node.value], 200)
        return short(node.value if isinstance(node, ox.Literal) else str(node), 200)


def _document(row: Row) -> str:
    """A document in one line."""
    said = [row[one].value for one in ("name", "writers", "url") if one in row and row[one].value]
    return f"{short('. '.join(said), 400)} <{row['document'].value}>"


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return len(text) < 300
