"""From rows to things: facts with their passages, claims, propositions with the stances that claims take on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from ..content.anchors import text_fragment
from ..query.result import Row
from . import queries
from .entities import Claim, Fact, Graph, Passage, Proposition, Stance


def grouped(rows: Iterable[Row], *names: str) -> Iterator[tuple[Row, list[Row]]]:
    """Rows with the same values for some columns together, each with the first of them."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(str(row.get(name)) for name in names), []).append(row)
    yield from ((some[0], some) for some in found.values())


def together(rows: Iterable[Row], name: str) -> list[str]:
    """The IRIs of a column, each once."""
    return list(dict.fromkeys(row[name].value for row in rows if name in row))


def facts(graph: Graph, query: str, iri: str) -> Iterator[Fact]:
    """The statements with a thing at one end."""
    rows = graph.source.rows(query, entity=ox.NamedNode(iri))
    known = graph.passages(together(rows, "g"))
    ours = ox.NamedNode(iri)
    ends = [iri, *(v.value for row in rows for v in row.values() if isinstance(v, ox.NamedNode))]
    graph.names(ends)
    graph.marks.know(ends)
    for row, some in grouped(rows, "s", "p", "o"):
        subject, value, stated_in = row.get("s", ours), row.get("o", ours), together(some, "g")
        inferred = row["inferred"].value == "true"
        said = subject.value, row["p"].value, value.value if isinstance(value, ox.NamedNode) else ""
        yield Fact(
            graph.entity(subject.value),
            graph.entity(row["p"].value),
            graph.value(value),
            inferred,
            tuple(known[g] for g in stated_in),
            graph.marks.of(said, stated_in, inferred),
        )


def claims(graph: Graph, iri: str) -> Iterator[Claim]:
    """The claims about a thing."""
    rows = graph.source.rows(queries.CLAIMS, entity=ox.NamedNode(iri))
    known = graph.passages(together(rows, "passage"))
    graph.names([*together(rows, "who"), *together(rows, "document")])
    for row, some in grouped(rows, "claim"):
        yield Claim(
            graph.entity(row["claim"].value),
            row["sentence"].value,
            tuple(map(graph.entity, together(some, "who"))),
            tuple(map(graph.entity, together(some, "document"))),
            tuple(known[g] for g in together(some, "passage")),
        )


def passages(graph: Graph, iris: list[str]) -> dict[str, Passage]:
    """Passages and sources by their IRIs, with their names known."""
    found = {}
    for query in queries.portions(queries.PASSAGES, iris):
        for row in graph.source.rows(query):
            said = {name: node.value for name, node in row.items()}
            link = said.get("url", "")
            if link and "first" in said:
                link = text_fragment(link, said["first"], said["last"])
            document = graph.entity(said["document"]) if "document" in said else None
            found[said["x"]] = Passage(graph.entity(said["x"]), document, said.get("section", ""), link)
    graph.names([(one.document or one.entity).iri for one in found.values()])
    return {iri: found.get(iri) or Passage(graph.entity(iri), None, "", "") for iri in iris}


def propositions(graph: Graph, held: dict[str, ox.NamedNode | ox.Literal | None]) -> list[Proposition]:
    """The propositions with these values: of subject, relation, object, document, who and stance; None is any."""
    given = queries.held({name: node for name, node in held.items() if node is not None})
    rows = graph.source.rows(queries.PROPOSITIONS.replace("HELD_HERE", given))
    named = ("proposition", "subject", "relation", "object", "who", "document")
    graph.names([row[name].value for row in rows for name in named if isinstance(row.get(name), ox.NamedNode)])
    return list(_made(graph, rows))


def _made(graph: Graph, rows: list[Row]) -> Iterator[Proposition]:
    known = graph.passages(together(rows, "passage"))
    for row, some in grouped(rows, "proposition"):
        yield Proposition(
            graph.entity(row["proposition"].value),
            graph.entity(row["subject"].value),
            graph.entity(row["relation"].value),
            graph.value(row["object"]),
            tuple(_stance(graph, one, of_claim, known) for one, of_claim in grouped(some, "stance", "claim")),
        )


def _stance(graph: Graph, row: Row, rows: list[Row], known: dict[str, Passage]) -> Stance:
    return Stance(
        row["stance"].value,
        graph.entity(row["claim"].value),
        tuple(map(graph.entity, together(rows, "who"))),
        tuple(map(graph.entity, together(rows, "document"))),
        tuple(known[g] for g in together(rows, "passage")),
        not any("advanced" in one for one in rows),
        "qualified" not in row,
    )
