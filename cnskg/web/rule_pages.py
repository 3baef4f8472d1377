"""The pages of rules by which facts follow, and of the axioms that they put to use, in words and with examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..explaining.explainer import Explainer
from ..explaining.premises_graph import RULE
from ..query.result import Row
from ..reasoning.rulefiles import Rule
from . import explain, stored
from . import reason_words as said
from .language import foreign, gettext
from .naming import Name, Names
from .once import once
from .pages import Link, link, path_of
from .sections import MOST_ROWS, names_of

#: Applications of a rule that its page tells, and that of one of its axioms.
MOST_EXAMPLES = 5
_TIMES = """SELECT ?axiom (COUNT(?inference) AS ?times) { GRAPH graph:explanations { ?inference cns:byAxiom ?axiom } }
  GROUP BY ?axiom"""
_AXIOMS = """SELECT ?axiom ?terms ?declared_at { GRAPH graph:explanations { ?axiom cns:byRule ?entity
  OPTIONAL { ?axiom cns:terms ?terms } OPTIONAL { ?axiom cns:declaredAt ?declared_at } } } ORDER BY ?terms ?axiom"""
_AXIOM = """SELECT ?rule ?terms ?declared_at { GRAPH graph:explanations { ?entity cns:byRule ?rule
  OPTIONAL { ?entity cns:terms ?terms } OPTIONAL { ?entity cns:declaredAt ?declared_at } } }"""
_APPLIED = "SELECT ?inference { GRAPH graph:explanations { ?inference cns:byAxiom ?entity } }"


def _times() -> dict[str, int]:
    """How often each axiom is applied in the release."""
    return once("times", lambda: {row["axiom"].value: int(row["times"].value) for row in said.ask(_TIMES)})


def _examples(axiom: str, rule: Rule, explainer: Explainer, most: int) -> list[dict[str, Any]]:
    """Applications of an axiom in words, each with a link to the inference."""
    found = said.ask(f"{_APPLIED} LIMIT {most}", entity=ox.NamedNode(axiom))
    told = [(row["inference"].value, said.applied(row["inference"].value, rule, explainer)) for row in found]
    return [said.line([[Link(path_of(iri), text, foreign("en"))]]) for iri, text in told if text]


def rule_page(iri: str) -> str:
    """A rule: what it says, an example of it, the axioms that it puts to use and how often."""
    axioms = said.ask(_AXIOMS, entity=ox.NamedNode(iri))
    if not axioms or said.only_statements():
        return stored.statements_page(iri, bool(axioms))
    explainer = explain.explainer_of()
    known = {axiom: rule for axiom, rule in said.rules(explainer).items() if rule.name == iri.removeprefix(RULE)}
    times = _times()
    axioms.sort(key=lambda row: -times.get(row["axiom"].value, 0))
    terms = {ox.NamedNode(term) for rule in known.values() for term in said.terms(rule)}
    names, entity = names_of({*terms, ox.NamedNode(iri)}, said.ask), ox.NamedNode(iri)
    lines = [
        said.line([[_use(row, known, names)], [Link("", f"{times.get(row['axiom'].value, 0):,}")]])
        for row in axioms[:MOST_ROWS]
    ]
    told = [row["axiom"].value for row in axioms if _ours(row, known)][:MOST_EXAMPLES]
    shown = [one for axiom in told for one in _examples(axiom, known[axiom], explainer, 1)]
    used = sum(times.get(row["axiom"].value, 0) for row in axioms)
    cards: list[tuple[str, Sequence[Link | None]]] = [
        *_saying(next(iter(known.values()), None), explainer),
        (gettext("Applied in this release"), [Link("", f"{used:,}")]),
    ]
    return said.page(
        "rule",
        gettext("Rule by which facts follow"),
        iri,
        names.of(entity),
        next((Name(rule.template.about, foreign("en")) for rule in known.values()), None),
        sections=[
            said.cards(gettext("What it says"), *cards),
            *said.table(
                gettext("Examples from the graph"),
                [gettext("what follows, and why")],
                shown,
                query="",
            ),
            *said.table(
                gettext("What it puts to use"),
                [gettext("in words"), gettext("times applied")],
                lines,
                total=len(axioms),
                query=said.asked(_AXIOMS, iri),
            ),
        ],
    )


def _ours(row: Row, known: dict[str, Rule]) -> bool:
    """Whether an axiom, of a rule that this version knows, joins terms of our own alone."""
    rule = known.get(row["axiom"].value)
    return rule is not None and all(term.startswith(ns.CNS) for term in rule.axiom.terms)


def _use(row: Row, known: dict[str, Rule], names: Names) -> Link:
    """An axiom that a rule puts to use, in words where this version knows the rule."""
    axiom = row["axiom"].value
    rule = known.get(axiom)
    otherwise = row["terms"].value if "terms" in row else axiom
    text = said.lettered(rule, lambda term: names.of(ox.NamedNode(term), "en").text, named=True) if rule else otherwise
    return Link(path_of(axiom), text, foreign("en"))


def _saying(rule: Rule | None, explainer: Explainer) -> list[tuple[str, Sequence[Link | None]]]:
    """The sentence of a rule, what it needs and what it gives."""
    if rule is None:
        return []
    template = rule.template
    return [
        (gettext("In a sentence"), [said.english(said.lettered(rule, explainer.names.name, named=False))]),
        (
            gettext("Where it holds that"),
            [said.english(said.pattern(one, explainer)) for one in template.premises],
        ),
        (gettext("There follows"), [said.english(said.pattern(template.head, explainer))]),
    ]


def axiom_page(iri: str) -> str:
    """An axiom that a rule puts to use: what it says, where it is declared, what follows by it."""
    found = said.ask(_AXIOM, entity=ox.NamedNode(iri))
    if not found or said.only_statements():
        return stored.statements_page(iri, bool(found))
    explainer, row = explain.explainer_of(), found[0]
    rule = said.rules(explainer).get(iri)
    terms = [ox.NamedNode(ns.expand(term)) for term in (row["terms"].value.split() if "terms" in row else ())]
    names = names_of([row["rule"], *terms], said.ask)
    shown = _examples(iri, rule, explainer, MOST_EXAMPLES) if rule else []
    times = _times().get(iri, 0)
    joined = ", ".join(names.of(term).text for term in terms)
    by = names.of(row["rule"])
    return said.page(
        "axiom",
        gettext("Axiom that a rule puts to use"),
        iri,
        Name(f"{by.text}: {joined}", by.language) if joined else by,
        Name(said.lettered(rule, explainer.names.name, named=True), foreign("en")) if rule else None,
        sections=[
            said.cards(
                gettext("At a glance"),
                (gettext("By the rule"), [link(row["rule"], by.literal)]),
                (gettext("Joins"), [link(term, names.of(term).literal) for term in terms]),
                (gettext("Declared at"), [link(row.get("declared_at"))]),
                (gettext("Applied in this release"), [Link("", f"{times:,}")]),
            ),
            *said.table(
                gettext("What follows by it"),
                [gettext("what follows, and why")],
                shown,
                total=times,
                query=said.asked(_APPLIED, iri),
            ),
        ],
    )


RULES, AXIOMS = said.kind(rule_page), said.kind(axiom_page)
