"""Checks of the curated files that need no reasoner: the curator's quick loop, part of every validation.

Each rule is one function that yields findings; docs/curating.md lists them by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..content.files import DATA, SAYING, Content, CuratedFile, Kind
from ..content.turtle import canonical
from ..findings import Finding
from ..rdf import ALT, PREF, TYPE

CARD = {TYPE, PREF, ALT, ns.CNS + "description"}
#: Nodes whose name is enough in the sentence or number they carry.
UNLABELLED = {ns.CNS + c for c in ("Citation", "Placement", "Rendering", "Passage", "Omission")}


class Context:
    """What the rules look things up in: the vocabulary, all types, all files."""

    def __init__(self, content: Content) -> None:
        self.vocabulary = content.ontology
        self.types = content.types
        self.data = content.of(*DATA)
        self.labelled = {t.subject.value for _, t in content.statements(*DATA) if t.predicate.value == PREF}
        ends = (n for _, t in content.statements(*SAYING) for n in (t.subject, t.object))
        self.spoken_of = {n.value for n in ends if isinstance(n, ox.NamedNode)}


def finding(source: CuratedFile, triple: ox.Triple, rule: str, message: str, hint: str = "") -> Finding:
    line = source.places.line_of(triple)
    return Finding(source.name, line, rule, message, hint)


def unknown_term(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """Every term of our own vocabulary that a file uses stands in the ontology."""
    for t in sorted(source.triples, key=str):
        typed = t.predicate.value == TYPE
        iri = t.object.value if typed else t.predicate.value
        kinds = ("class",) if typed else ("object", "data", "annotation")
        if iri.startswith(ns.CNS) and context.vocabulary.kinds.get(iri) not in kinds:
            near = context.vocabulary.nearest(iri, *kinds)
            hint = f"Did you mean {', '.join(near)}?" if near else "See ontology/ for the terms there are."
            what = "class" if typed else "property"
            yield finding(source, t, "unknown-term", f"there is no {what} {ns.compact(iri)}", hint)


def undescribed(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """Everything that a statement speaks of has a type somewhere."""
    for t in sorted(source.triples, key=str):
        for node in (t.subject, t.object):
            if isinstance(node, ox.NamedNode) and node.value.startswith(ns.ID) and node.value not in context.types:
                hint = "Describe it in this file, or make a card with `cnskg new entity`."
                yield finding(source, t, "undescribed", f"{ns.compact(node.value)} has no type anywhere", hint)


def wrong_kind(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """Object properties take IRIs, annotation and data properties of ours take literals."""
    for t in sorted(source.triples, key=str):
        kind = context.vocabulary.kinds.get(t.predicate.value)
        literal = isinstance(t.object, ox.Literal)
        if kind == "object" and literal:
            yield finding(source, t, "wrong-kind", f"{ns.compact(t.predicate.value)} takes an IRI, not a literal")
        if kind in ("annotation", "data") and not literal and t.predicate.value.startswith(ns.CNS):
            yield finding(source, t, "wrong-kind", f"{ns.compact(t.predicate.value)} takes a literal, not an IRI")


def wrong_ends(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """Subject and object are of the classes that the property is made for."""
    vocabulary = context.vocabulary
    for t in sorted(source.triples, key=str):
        ends = [(t.subject, vocabulary.domains, "subject")]
        if isinstance(t.object, ox.NamedNode):
            ends.append((t.object, vocabulary.ranges, "object"))
        for node, wanted, role in ends:
            yield from _end(context, source, t, node.value, sorted(wanted.get(t.predicate.value, ())), role)


def _end(
    context: Context, source: CuratedFile, t: ox.Triple, iri: str, wanted: list[str], role: str
) -> Iterator[Finding]:
    types = {ns.CNS + "TimeSpan"} if iri.startswith(ns.TIME) else context.types.get(iri, set())
    for cls in wanted:
        if types and cls.startswith(ns.CNS) and not context.vocabulary.is_a(types, cls):
            known = ", ".join(sorted(ns.compact(x) for x in types))
            message = f"the {role} of {ns.compact(t.predicate.value)} must be a {ns.compact(cls)}; "
            message += f"{ns.compact(iri)} is a {known}"
            yield finding(source, t, f"wrong-{role}", message, "Use another property, or mend the type.")


def no_label(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """Whatever has a type has a name to show, in English at least."""
    for t in sorted(source.triples, key=str):
        if t.predicate.value != TYPE or not t.subject.value.startswith(ns.ID):
            continue
        if t.subject.value not in context.labelled and t.object.value not in UNLABELLED:
            yield finding(source, t, "no-label", f"{ns.compact(t.subject.value)} has no skos:prefLabel")


def bad_time(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """A time IRI ends in an EDTF form that can be computed with."""
    for t in sorted(source.triples, key=str):
        if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(ns.TIME):
            try:
                timespans.read(t.object.value.removeprefix(ns.TIME))
            except ValueError as error:
                yield finding(source, t, "bad-time", str(error), "See cnskg/content/timespans.py for the forms.")


def facts_in_card(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """Cards name; facts stand in passages, with their evidence."""
    if source.kind == Kind.ENTITIES:
        for t in sorted(source.triples, key=str):
            if t.predicate.value not in CARD:
                message = f"a card may not state {ns.compact(t.predicate.value)}"
                yield finding(source, t, "facts-in-card", message, "Move the statement to the passage that states it.")


def no_evidence(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """Every card is of something that a passage or a background source speaks of."""
    if source.kind == Kind.ENTITIES:
        for t in sorted(source.triples, key=str):
            if t.predicate.value == TYPE and t.subject.value not in context.spoken_of:
                message = f"no passage or background source states anything of {ns.compact(t.subject.value)}"
                yield finding(source, t, "no-evidence", message, "State it in a passage, or remove the card.")


def own_node(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """A passage or background file describes itself."""
    wanted = {Kind.PASSAGE: ("Passage", "Omission"), Kind.BACKGROUND: ("Background",)}.get(source.kind)
    if wanted and not context.types.get(source.graph, set()) & {ns.CNS + w for w in wanted}:
        message = f"the file does not describe <{source.graph}> as a cns:{wanted[0]}"
        yield Finding(source.name, 1, "own-node", message, "Make the file with `cnskg new passage`.")


def not_canonical(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """A data file is in the one canonical form."""
    hint = f"Run `cnskg fmt {source.name}`."
    try:
        if canonical(source.triples, source.graph) != source.text:
            yield Finding(source.name, 0, "not-canonical", "not in canonical form", hint)
    except ValueError:
        yield Finding(source.name, 0, "blank-node", "a data file has no blank nodes", "Give the node an id: IRI.")


def claim_sentence(context: Context, source: CuratedFile) -> Iterator[Finding]:
    """A claim says in one sentence what is claimed, and who claims it."""
    stated: dict[str, set[str]] = defaultdict(set)
    for t in source.triples:
        stated[t.subject.value].add(t.predicate.value)
    for t in sorted(source.triples, key=str):
        if t.predicate.value != TYPE or not context.vocabulary.is_a([t.object.value], ns.CNS + "Claim"):
            continue
        for needed in ("sentence", "claimant"):
            if ns.CNS + needed not in stated[t.subject.value]:
                yield finding(source, t, "incomplete-claim", f"{ns.compact(t.subject.value)} has no cns:{needed}")


RULES: tuple[Callable[[Context, CuratedFile], Iterator[Finding]], ...] = (
    unknown_term, undescribed, wrong_kind, wrong_ends, no_label, bad_time, facts_in_card, no_evidence, own_node,
    not_canonical, claim_sentence,
)  # fmt: skip


def run(content: Content, chosen: list[CuratedFile] | None = None) -> list[Finding]:
    """The findings of all rules on the chosen files (all data files where none is chosen), sorted."""
    context = Context(content)
    found = [f for source in (chosen or context.data) for rule in RULES for f in rule(context, source)]
    return sorted(set(found))
