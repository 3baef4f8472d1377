"""Checks of the data files that need no reasoner: the curator's quick loop, part of every validation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..content.files import DATA, SAYING, Content, Kind
from ..content.ontology import built_in
from ..content.propositions import described
from ..content.turtle import canonical, with_numbers
from ..nearest import nearest
from ..rdf import ALT, OWL, PREF, RDFS, SKOS, TYPE
from .check import Check, Fault, at, check, once
from .ends import two_sorts, wrong_object, wrong_subject
from .scope import judged, judged_files

#: `broader` arranges the concepts; like the type it is how the project files the thing, and no fact of a document.
CARD = {TYPE, PREF, ALT, ns.CNS + "description", ns.CNS + "broader", ns.CNS + "nameSource"}
#: Nodes whose name is enough in the sentence or number they carry.
UNLABELLED = {
    ns.CNS + c for c in ("Citation", "Placement", "Rendering", "Passage", "Omission", "Proposition", "Comparison")
}
#: What a file describes itself as.
OWN = {Kind.PASSAGE: ("Passage", "Omission"), Kind.BACKGROUND: ("BackgroundSource",), Kind.QUESTIONS: ("Question",)}
MADE_BY = {
    Kind.PASSAGE: "Make the file with `cnskg new passage`, or copy the head of another.",
    Kind.BACKGROUND: "Make the file with `cnskg new background`; cards belong in data/entities/.",
    Kind.QUESTIONS: "Make the file with `cnskg new question`; cards belong in data/entities/.",
}
CLAIM = ("sentence", "claimant")
#: What takes a class or a property.
OF_TERMS = {ns.CNS + name for name in ("relation", "finding", "countOf", "proposedKind")}
#: How a thing is linked to what is the same, or near, in other data.
LINKS = {OWL + "sameAs", RDFS + "seeAlso", ns.PREFIXES["schema"] + "sameAs"}
LINKS |= {f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related")}
NAME_IT = "Name the thing by its IRI, or use a property that describes."
#: What stands in place of a claimant where the text names none.
UNNAMED = ns.CNS + "claimantUnnamed"


@check("unknown-term", cases=("class", "property", "thing"))
def unknown_term(content: Content) -> Iterator[Fault]:
    """Every class and property that a data file uses, and whatever else is called cns:, stands in the ontology."""
    for source, t in judged(content, *DATA):
        typed = t.predicate.value == TYPE
        iri = t.object.value if typed else t.predicate.value
        kinds = ("class",) if typed else ("object", "data", "annotation")
        if not built_in(iri) and content.ontology.kinds.get(iri) not in kinds:
            what = "class" if typed else "property"
            yield at(source, t, f"there is no {what} {ns.compact(iri)}", _term_meant(content, iri, *kinds))
        for node in (t.subject,) if typed else (t.subject, t.object):
            if isinstance(node, ox.NamedNode) and node.value.startswith(ns.CNS) and not _declared(content, node.value):
                hint = _term_meant(content, node.value)
                yield at(source, t, f"there is nothing called {ns.compact(node.value)}", hint)


def _declared(content: Content, iri: str) -> bool:
    return iri in content.ontology.kinds or iri in content.types


def _term_meant(content: Content, iri: str, *kinds: str) -> str:
    """What was meant by a name that the ontology does not have: one of the other prefix, or a name that is near."""
    name = next((iri.removeprefix(start) for start in (ns.CNS, ns.ID) if iri.startswith(start)), "")
    other = next((one for one in (ns.ID + name, ns.CNS + name) if name and one != iri and _declared(content, one)), "")
    if other:
        return f"Did you mean {ns.compact(other)}? Terms are called cns:, things are called id:."
    near = content.ontology.nearest(iri, *kinds) if iri.startswith(ns.CNS) else ()
    return f"Did you mean {', '.join(near)}?" if near else "See ontology/ for the terms there are."


@check("undescribed", cases=("subject", "object"))
def undescribed(content: Content) -> Iterator[Fault]:
    """Everything that a statement speaks of has a type somewhere."""
    for source, t in judged(content, *DATA):
        for node in (t.subject, t.object) if t.predicate.value != TYPE else ():  # of classes unknown_term tells
            if isinstance(node, ox.NamedNode) and _untyped(content, node.value):
                near = content.near(node.value)
                hint = f"Did you mean {' or '.join(near)}? If not, " if near else ""
                hint += "describe it in this file, or make a card with `cnskg new entity`."
                hint = hint[0].upper() + hint[1:]
                yield at(source, t, f"{ns.compact(node.value)} has no type anywhere", hint)


def _untyped(content: Content, iri: str) -> bool:
    return iri.startswith(ns.ID) and iri not in content.types and not content.unsure(iri)


@check("foreign-thing", cases=("subject", "object", "link"))
def foreign_thing(content: Content) -> Iterator[Fault]:
    """What a data file speaks of is a thing of ours; those of other data are linked to by data/links/."""
    for source, t in judged(content, *DATA):
        if t.predicate.value in LINKS:
            message = f"{ns.compact(t.predicate.value)} links to other data, and would count as what the source states"
            yield at(source, t, message, "Make it a row of data/links/; two cards for one thing become one card.")
            continue
        links = t.predicate.value.startswith(ns.CNS) and content.ontology.kinds.get(t.predicate.value) == "object"
        for node in (t.subject, *[t.object] * links):
            if isinstance(node, ox.NamedNode) and not node.value.startswith(ns.BASE):
                message = f"<{node.value}> is no thing of ours, which all begin with {ns.BASE}"
                yield at(
                    source, t, message, "Write id: before its name; what it is called elsewhere, into data/links/."
                )


@check("term-as-thing", cases=("a class", "a property"), allowed=map(ns.compact, sorted(OF_TERMS)))
def term_as_thing(content: Content) -> Iterator[Fault]:
    """What a data file speaks of is a thing, not a class or property: these stand where a property takes them alone."""
    for source, t in judged(content, *DATA):
        of_things = content.ontology.kinds.get(t.predicate.value) == "object" and t.predicate.value not in OF_TERMS
        if of_things and isinstance(t.object, ox.NamedNode) and t.object.value in content.ontology.kinds:
            kind = "class" if content.ontology.kinds[t.object.value] == "class" else "property"
            message = f"{ns.compact(t.object.value)} is a {kind}, and {ns.compact(t.predicate.value)} takes a thing"
            yield at(source, t, message, "Name the thing by its id: IRI.")


@check("wrong-kind", cases=("literal on a link", "IRI on a description", "IRI on a value"))
def wrong_kind(content: Content) -> Iterator[Fault]:
    """Properties that link take IRIs, those that describe take literals."""
    for source, t in judged(content, Kind.ONTOLOGY, *DATA):
        predicate = t.predicate.value
        kind = content.ontology.kinds.get(predicate)
        literal = isinstance(t.object, ox.Literal)
        if kind == "object" and literal:
            same = sorted(
                {o.subject.value for _, o in content.stating([PREF, ALT], *DATA) if o.object.value == t.object.value}
            )
            hint = f"Write {ns.compact(same[0])}." if len(same) == 1 else NAME_IT
            if ns.CNS + "TimeSpan" in content.ontology.ranges.get(predicate, ()):
                time = timespans.guess(t.object.value)
                hint = f"Write span:{time}." if time else f"Write a time, such as {timespans.EXAMPLES}."
                hint += " The words of the text go into cns:timeText."
            yield at(source, t, f"{ns.compact(predicate)} takes an IRI, not a literal", hint)
        if source.kind == Kind.ONTOLOGY and not literal and t.object.value in content.ontology.kinds:
            continue  # what the ontology says of one term by another
        if not literal and (kind == "data" or (kind == "annotation" and predicate.startswith(ns.CNS))):
            hint = "Write a literal, or use a property that links."
            yield at(source, t, f"{ns.compact(predicate)} takes a literal, not an IRI", hint)


@once
def labelled(content: Content) -> set[str]:
    """Everything that has a preferred name."""
    return {t.subject.value for _, t in content.stating([PREF], *DATA)}


@check("no-label", allowed=map(ns.compact, UNLABELLED))
def no_label(content: Content) -> Iterator[Fault]:
    """Whatever has a type has a name to show."""
    for source, t in judged(content, *DATA):
        if t.predicate.value != TYPE or not t.subject.value.startswith(ns.ID) or content.unsure(t.subject.value):
            continue
        if t.subject.value not in labelled(content) and t.object.value not in UNLABELLED:
            hint = "Add skos:prefLabel, in English at least."
            yield at(source, t, f"{ns.compact(t.subject.value)} has no skos:prefLabel", hint)


@check("bad-time")
def bad_time(content: Content) -> Iterator[Fault]:
    """A time IRI ends in an EDTF form that can be computed with."""
    for source, t in judged(content, *DATA):
        if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(ns.TIME):
            slug = t.object.value.removeprefix(ns.TIME)
            try:
                timespans.read(slug)
            except ValueError as error:
                said = str(error) if slug in str(error) else f"{slug}: there is no such day"  # Python's words vary
                yield at(source, t, said, f"Write a time that there is, such as {timespans.EXAMPLES}.")


@check("facts-in-card", allowed=map(ns.compact, CARD - {TYPE}))
def facts_in_card(content: Content) -> Iterator[Fault]:
    """Cards name; facts stand in passages, with their evidence."""
    for source, t in judged(content, Kind.ENTITIES):
        if t.predicate.value not in CARD:
            message = f"a card may not state {ns.compact(t.predicate.value)}"
            yield at(source, t, message, "Move the statement to the passage that states it.")


@once
def spoken_of(content: Content) -> set[str]:
    """Everything of which a passage, a document or a background source says something."""
    ends = {n for _, t in content.statements(*SAYING) for n in (t.subject, t.object)}
    return {n.value for n in ends if isinstance(n, ox.NamedNode)}


@check("no-evidence")
def no_evidence(content: Content) -> Iterator[Fault]:
    """Every card is of something that a passage or a background source speaks of, or is a stage of our own review."""
    for source, t in judged(content, Kind.ENTITIES):
        if t.predicate.value != TYPE or t.object.value == ns.CNS + "ReviewStatus":
            continue
        if t.subject.value not in spoken_of(content) and not content.unsure(t.subject.value):
            message = f"no passage or background source states anything of {ns.compact(t.subject.value)}"
            missing = (iri.removeprefix(ns.ID) for iri in spoken_of(content) if _untyped(content, iri))
            was = nearest(t.subject.value.removeprefix(ns.ID), missing, 1)
            renamed = (
                f"If it was id:{was[0]}, which passages speak of, rename it there, too; else state" if was else "State"
            )
            yield at(source, t, message, f"{renamed} it in a passage, or remove the card.")


@check("own-node", cases=("a passage", "a background file", "a question", "of another document"))
def own_node(content: Content) -> Iterator[Fault]:
    """A passage, background file or question describes itself, under the name and document that its place gives."""
    for source in judged_files(content, *OWN):
        node = ns.BASE + "question/" + source.path.stem if source.kind == Kind.QUESTIONS else source.graph
        wanted = OWN[source.kind]
        given = {t.object.value for t in source.triples if t.subject.value == node and t.predicate.value == TYPE}
        if not given & {ns.CNS + w for w in wanted}:
            message = f"the file does not describe <{node}> as a cns:{wanted[0]}"
            yield Fault(source.name, 1, message, MADE_BY[source.kind])
        document = ns.ID + source.path.parent.name
        for t in source.triples if source.kind == Kind.PASSAGE else ():
            if t.subject.value == node and t.predicate.value == ns.CNS + "document" and t.object.value != document:
                message = f"the file lies among the passages of {ns.compact(document)}"
                yield at(source, t, message, "Move the file to the folder of its document, or mend cns:document.")


@check("blank-node")
def blank_node(content: Content) -> Iterator[Fault]:
    """A data file has no blank nodes; of propositions, which `cnskg fmt` names, another rule tells."""
    for source in judged_files(content, *DATA):
        unnamed = {node for node in described(source.triples) if isinstance(node, ox.BlankNode)}
        for t in source.triples:
            if any(isinstance(node, ox.BlankNode) and node not in unnamed for node in (t.subject, t.object)):
                yield at(source, t, "there is a blank node", "Give the node an id: IRI.")


@check("not-canonical", cases=("on one line", "a note"))
def not_canonical(content: Content) -> Iterator[Fault]:
    """A data file is in the one canonical form, and its comments stand above subjects."""
    for source in judged_files(content, *DATA):
        for comment in source.comments.elsewhere:
            hint = "Move it to a line of its own above a subject; `cnskg fmt` takes it away and says so."
            yield Fault(source.name, comment.line, "a comment for which the canonical form has no place", hint)
        if source.comments.elsewhere:
            continue
        try:
            wanted = canonical(source.triples, source.graph, source.comments.above)
        except ValueError:  # a blank node, which has its own check
            continue
        if wanted != source.text and wanted != with_numbers(source.text):  # of what shows nothing, `unseen` tells
            rows, form = source.text.split("\n"), wanted.split("\n")
            line = next((i for i, pair in enumerate(zip(rows, form, strict=False), 1) if pair[0] != pair[1]), len(rows))
            yield Fault(source.name, line, "from here on not in canonical form", f"Run `cnskg fmt {source.name}`.")


@check("incomplete-claim", cases=CLAIM)
def incomplete_claim(content: Content) -> Iterator[Fault]:
    """A claim has its sentence and its claimant, where it is made."""
    for source in judged_files(content, *DATA):
        stated: dict[str, set[str]] = defaultdict(set)
        for t in source.triples:
            stated[t.subject.value].add(t.predicate.value)
        for t in source.triples:
            if t.predicate.value == TYPE and content.ontology.is_a([t.object.value], ns.CNS + "Claim"):
                for needed in CLAIM:
                    told = stated[t.subject.value] | (
                        {ns.CNS + "claimant"} if UNNAMED in stated[t.subject.value] else set()
                    )
                    if ns.CNS + needed not in told:
                        hint = "Say in one sentence of your own what is claimed, and who claims it."
                        yield at(source, t, f"{ns.compact(t.subject.value)} has no cns:{needed}", hint)


CHECKS: tuple[Check, ...] = (
    unknown_term, undescribed, foreign_thing, term_as_thing, wrong_kind, wrong_subject, wrong_object, two_sorts,
    no_label, bad_time, facts_in_card, no_evidence, own_node, blank_node, not_canonical, incomplete_claim,
)  # fmt: skip
