"""The pages of what proofs are made of, each in words: a fact, and an inference that is a step of a proof."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..query.result import Row
from . import explain, stored
from . import reason_words as said
from .language import foreign, gettext
from .naming import Name, Names
from .pages import Link, link, path_of, why
from .sections import MOST_ROWS, names_of, proofs_of

_INFERENCE = """SELECT ?axiom ?rule ?terms ?steps { GRAPH graph:explanations { ?entity cns:byAxiom ?axiom .
  ?axiom cns:byRule ?rule OPTIONAL { ?axiom cns:terms ?terms } OPTIONAL { ?entity cns:steps ?steps } } }"""
_FACT = """SELECT ?s ?p ?o { GRAPH graph:explanations { ?entity cns:tripleSubject ?s ; cns:triplePredicate ?p ;
  cns:tripleObject ?o } }"""
_FOLLOWS = """SELECT DISTINCT ?fact ?s ?p ?o ?rule { GRAPH graph:explanations { ?inference cns:premise ?entity ;
  cns:concludes ?fact ; cns:byAxiom/cns:byRule ?rule .
  ?fact cns:tripleSubject ?s ; cns:triplePredicate ?p ; cns:tripleObject ?o } } ORDER BY ?rule ?s ?p ?o"""


def inference_page(iri: str) -> str:
    """One step of a proof: what follows, by which rule, from what, and where that is stated."""
    parts, found = said.ask(said.PARTS, entity=ox.NamedNode(iri)), said.ask(_INFERENCE, entity=ox.NamedNode(iri))
    heads = [row for row in parts if row["role"].value == ns.CNS + "concludes"]
    if not heads or not found or said.only_statements():
        return stored.statements_page(iri, bool(heads))
    explainer, row, by = explain.explainer_of(), found[0], found[0]["rule"]
    names = names_of({*said.nodes(parts), by}, said.ask)
    premises = [one for one in parts if one not in heads]
    rule = said.rules(explainer).get(row["axiom"].value)
    because = said.applied(iri, rule, explainer) if rule else ""
    axiom = Link(path_of(row["axiom"].value), row["terms"].value) if "terms" in row else None
    return said.page(
        "inference",
        gettext("Step of a proof"),
        iri,
        Name(said.statement(heads[0], names)),
        Name(because, foreign("en")) if because else None,
        sections=[
            said.cards(
                gettext("At a glance"),
                (
                    gettext("Concludes"),
                    [Link(path_of(one["fact"].value), said.statement(one, names)) for one in heads],
                ),
                (gettext("By the rule"), [link(by, names.of(by).literal)]),
                (gettext("From the axiom"), [axiom]),
                (gettext("Steps from what is stated"), [link(row.get("steps"))]),
            ),
            *said.table(
                gettext("From what it follows"),
                [gettext("statement")],
                _proven(premises, names),
                query=said.asked(said.PARTS, iri),
            ),
        ],
    )


def _proven(rows: list[Row], names: Names) -> list[dict[str, Any]]:
    """Statements as lines: each with a link to its own page, and its evidence or its proof."""
    proofs = proofs_of([(row["s"], row["p"], row["o"]) for row in rows], said.ask)
    lines = []
    for row in rows:
        statement = row["s"], row["p"], row["o"]
        evidence, _ = proofs.get(statement, ([], False))
        cells = [[Link(path_of(row["fact"].value), said.statement(row, names))]]
        lines.append(said.line(cells, evidence, "" if evidence else why(*statement)))
    return lines


def fact_page(iri: str) -> str:
    """A statement: whether it is stated or follows, where and from what, and what follows from it."""
    found = said.ask(_FACT, entity=ox.NamedNode(iri))
    if not found or said.only_statements():
        return stored.statements_page(iri, bool(found))
    row, rows = found[0], said.ask(_FOLLOWS, entity=ox.NamedNode(iri))
    names = names_of({*said.nodes([row, *rows[:MOST_ROWS]]), *(one["rule"] for one in rows)}, said.ask)
    statement = row["s"], row["p"], row["o"]
    evidence, inferred = proofs_of([statement], said.ask).get(statement, ([], False))
    status = (
        gettext("Stated by the sources named here.")
        if evidence
        else gettext("Not stated by a source in so many words.")
    )
    follows = gettext("It follows from other statements.") if inferred else ""
    lines = [
        said.line(
            [
                [Link(path_of(one["fact"].value), said.statement(one, names))],
                [link(one["rule"], names.of(one["rule"]).literal)],
            ]
        )
        for one in rows[:MOST_ROWS]
    ]
    parts = ((gettext("Subject"), "s"), (gettext("Property"), "p"), (gettext("Value"), "o"))
    return said.page(
        "fact",
        gettext("Statement"),
        iri,
        Name(said.statement(row, names)),
        Name(f"{status} {follows}".strip()),
        proof=explain.shortest(said.triple(row)),
        address=why(*statement),
        sections=[
            said.cards(
                gettext("At a glance"),
                *((word, [link(row[part], names.of(row[part]).literal)]) for word, part in parts),
                (gettext("Stated in"), list(evidence)),
            ),
            *said.table(
                gettext("What follows from it"),
                [gettext("statement"), gettext("by the rule")],
                lines,
                total=len(rows),
                query=said.asked(_FOLLOWS, iri),
            ),
        ],
    )


INFERENCES, FACTS = said.kind(inference_page), said.kind(fact_page)
