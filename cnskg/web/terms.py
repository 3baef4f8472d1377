"""A page for each term of the ontology: /term/Person, of https://w3id.org/cnskg/ontology#Person. It
says what it means, how it hangs together with others, how much it is used, and by which rules it is inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
from flask import Response, render_template, url_for

from .. import namespaces as ns
from ..errors import NotFound
from ..explaining.terms import Term, Words
from ..nearest import nearest
from ..query.formats import Choice
from ..query.result import Row
from ..rdf import Node
from . import answers, language, rules, vocabulary
from .kinds import Kind, rdf
from .pages import Link, link
from .profiles import named
from .sections import sections
from .state import here
from .vocabulary import Value, Vocabulary

SPACE = ns.BASE + "term/"
#: The profile by which the uses of a term are shown, and what such a term is called.
KINDS = {
    "class": ("ontology-class", "Class"),
    "object": ("ontology-property", "Property between things"),
    "data": ("ontology-property", "Property with a value"),
    "annotation": ("ontology-property", "Annotation, which no reasoner reads"),
}
#: All profiles of terms.
PROFILES = (*(profile for profile, _ in KINDS.values()), "ontology-value")


def exists(iri: str) -> bool:
    """Whether the ontology names such a term."""
    return _known(vocabulary.current(), iri) is not None


def _known(found: Vocabulary, iri: str) -> Term | Value | None:
    name = iri.removeprefix(SPACE)
    return found.terms.get(ns.CNS + name) or found.named.get(name)


def _required(found: Vocabulary, iri: str) -> Term | Value:
    """A term, or a value that the ontology names. Raises NotFound with those that are called nearly so."""
    known = _known(found, iri)
    if known is None:
        names = [*(term.name for term in found.terms.values()), *found.named]
        near = nearest(iri.removeprefix(SPACE), names)
        listed = [{"iri": SPACE + name, "name": name} for name in near]
        hint = f"All terms stand at {url_for('resources.resource', space='ontology')}."
        raise NotFound(f"the ontology has no term <{iri.removeprefix(SPACE)}>", hint=hint, near=listed)
    return known


def data(iri: str, choose: Choice) -> Response:
    """What the ontology says of a term, with the expressions that it holds."""
    found = vocabulary.current()
    return rdf(_said(found, ox.NamedNode(ns.CNS + _required(found, iri).name)), choose)


def _said(found: Vocabulary, node: Node) -> Iterator[ox.Triple]:
    for triple in found.ordered:
        if triple.subject == node:
            yield triple
            if isinstance(triple.object, ox.BlankNode):
                yield from _said(found, triple.object)


def page(iri: str) -> str:
    """The page of a term, or of a value that the ontology names."""
    found = vocabulary.current()
    known = _required(found, iri)
    shown = _value(found, known) if isinstance(known, Value) else _term(found, known)
    profile = shown.pop("profile")
    return render_template(
        "term.html",
        iri=ns.CNS + known.name,
        term=known,
        sections=sections(named(profile), ns.CNS + known.name, _asker),
        **shown,
    )


def _asker(query: str, **bound: ox.NamedNode) -> list[Row]:
    return here().ask(query, answers.budget(), **bound)


def _term(found: Vocabulary, term: Term) -> dict[str, Any]:
    profile, kind = KINDS[term.kind]
    is_class = term.kind == "class"
    path = found.above(term.iri)[:-1]
    return {
        "profile": profile,
        "kind": kind,
        "path": [_link(found, iri) for iri in path],
        "rows": [(title, [list(linked(found, words)) for words in values]) for title, values in _rows(found, term)],
        "examples": [text for title, values in term.rows if title == "example" for text in map(_text, values)],
        "counted": counted(found, term.iri),
        "elsewhere": 0 if term.iri in found.uses else vocabulary.elsewhere(term.iri),
        "below": [_link(found, iri) for iri in found.below(term.iri)] if is_class else [],
        "query": url_for("pages.query_page", query=query(found, term)),
        "table": url_for("sparql.endpoint", query=query(found, term), format="csv", download=1),
        "is_class": is_class,
        "rules": [_rule(found, rule) for rule in _rules(found, term)],
    }


def _value(found: Vocabulary, value: Value) -> dict[str, Any]:
    return {
        "profile": "ontology-value",
        "kind": language.gettext("Value"),
        "path": [_link(found, value.of)],
        "rows": [],
        "examples": [],
    }


def _rules(found: Vocabulary, term: Term) -> list[rules.Rule]:
    """What is asked of a thing of a class, also as one of a class above it; or of the values of a property."""
    if term.kind != "class":
        return rules.on_property(term.iri)
    classes = [term.iri]
    for iri in classes:  # which grows while it is walked
        classes += [one for one in found.terms[iri].above if one in found.terms and one not in classes]
    return rules.of_classes(classes)


def _rule(found: Vocabulary, rule: rules.Rule) -> tuple[rules.Rule, list[Link], list[Link]]:
    """A rule, the class that it is for, and what it asks for, with links."""
    return rule, list(linked(found, (ox.NamedNode(rule.of),))), list(linked(found, rule.asked))


def _rows(found: Vocabulary, term: Term) -> Iterator[tuple[str, tuple[Words, ...]]]:
    """What is said of a term, but for its examples; a property starts and ends where those above it do."""
    if term.kind != "class":
        for title, which in (("from", "domain"), ("to", "range")):
            own: tuple[Words, ...] = getattr(term, which)
            end = found.end(term, which)
            inherited: Words = (
                (ox.NamedNode(end), " (by a property above it, or its inverse)") if end else ("anything",)
            )
            yield title, own or (inherited,)
    yield from ((title, values) for title, values in term.rows if title != "example")


def counted(found: Vocabulary, iri: str) -> tuple[int, int]:
    """How often a term is used: in what is stated, and with what is inferred."""
    return found.stated.get(iri, 0), found.uses.get(iri, 0)


def query(found: Vocabulary, term: Term) -> str:
    """A query for what uses a term, as many rows as it is used."""
    curie = ns.compact(term.iri)
    asked = f"?thing a {curie}" if term.kind == "class" else f"?thing {curie} ?value"
    return (
        f"SELECT * {{ {asked} }}" if term.iri in found.uses else f"SELECT * {{ GRAPH ?graph {{ {asked} }} }} LIMIT 500"
    )


def _link(found: Vocabulary, iri: str) -> Link:
    labels = language.in_order(found.terms[iri].labels)
    return Link(address(iri), labels[0][1] if labels else found.terms[iri].name)


def address(iri: str) -> str:
    """The path of the page of a term."""
    return url_for("resources.resource", space="term", name=iri.removeprefix(ns.CNS))


def linked(found: Vocabulary, words: Iterable[str | Node]) -> Iterator[Link]:
    """Words as links: our terms lead to their pages."""
    for piece in words:
        if isinstance(piece, str):
            yield Link("", language.pgettext("axiom", piece))
        elif piece.value in found.terms:
            yield _link(found, piece.value)
        else:
            yield _outside(found, piece)


def _outside(found: Vocabulary, node: Node) -> Link:
    """What is no term of ours: a thing of the graph by its name, without a link where this graph does not have it."""
    name = found.names.get(node.value)
    shown = link(node, ox.Literal(name) if name else None) or Link("", node.value)
    return shown if name or not node.value.startswith(ns.ID) else Link("", shown.text)


def _text(words: Words) -> str:
    """An example, which is a literal."""
    return "".join(piece if isinstance(piece, str) else piece.value for piece in words)


TERM = Kind(exists, page, data)
