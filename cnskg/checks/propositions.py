"""Propositions: whole, named for what they say, made of listed relations, used, and in no claim at odds with itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import propositions as props
from ..content.files import DATA, Content, CuratedFile, Kind
from ..content.propositions import ENDS, Proposition, Term, called, value
from ..errors import ContentError
from ..nearest import nearest
from ..rdf import TYPE
from .check import Check, Fault, at, check, once
from .literals import UNNAMED
from .scope import judged, judged_files

STANCES = tuple(ns.CNS + name for name in ("contends", "denies", "leavesOpen", "callsFor", "callsAgainst"))
#: Pairs of what is said of a thing that do not go together.
CONTRARY = (
    ("contends", "denies"),
    ("contends", "leavesOpen"),
    ("denies", "leavesOpen"),
    ("callsFor", "callsAgainst"),
    *((other, "unless") for other in ("onCondition", "onlyIf", "asLongAs")),
    *((other, "evenIf") for other in ("onCondition", "onlyIf", "asLongAs", "unless")),
)
#: What a claim says of other things than the one that it contends: what that hangs on, and why it is held.
LEANINGS = ("onCondition", "onlyIf", "asLongAs", "unless", "evenIf", "onGround")
#: What only a thing that exists can have.
OF_WHAT_IS = {ns.CNS + name for name in ("actor", "participant", "host", "place", "implementedBy", "establishedBy")}


class Known(NamedTuple):
    """A proposition in a file: its node, what the file says of it, and what that makes; None where an end is amiss."""

    source: CuratedFile
    node: Term
    said: list[ox.Triple]
    one: Proposition | None


@once
def known(content: Content) -> list[Known]:
    """Each proposition of each file."""
    described = ((f, node, said) for f in content.of(*DATA) for node, said in props.described(f.triples).items())
    return [Known(source, node, said, props.read(said)) for source, node, said in described]


@once
def whole(content: Content) -> dict[str, Proposition]:
    """The propositions that have a name and each of their ends once."""
    return {node.value: one for _, node, _, one in known(content) if one and isinstance(node, ox.NamedNode)}


@check("unnamed-proposition")
def unnamed_proposition(content: Content) -> Iterator[Fault]:
    """A proposition has a name, which `cnskg fmt` writes."""
    for source, node, said, _ in known(content):
        if isinstance(node, ox.BlankNode):
            first = min(said, key=source.places.line_of)
            yield at(source, first, "a proposition without a name", f"Run `cnskg fmt {source.name}`.")


@check("proposition-ends", cases=("one is missing", "one stands twice"))
def proposition_ends(content: Content) -> Iterator[Fault]:
    """A proposition has a subject, a relation and an object, each once."""
    for source, node, said, one in known(content):
        if one is None:
            counts = {end: sum(1 for t in said if t.predicate.value == end) for end in ENDS}
            wrong = ", ".join(f"{count} {ns.compact(end)}" for end, count in counts.items() if count != 1)
            twice = [t for t in said if counts.get(t.predicate.value, 0) > 1] or said
            hint = "Give each end once; what has two objects is two propositions."
            yield at(source, max(twice, key=source.places.line_of), f"{called(node)} has {wrong}", hint)


@check("proposition-name", cases=("after a card was renamed", "with a qualifier more"))
def proposition_name(content: Content) -> Iterator[Fault]:
    """The name of a proposition follows from its content."""
    for source in judged_files(content, *DATA):
        try:
            found = props.settled(source.triples)
        except ContentError:
            continue  # an end is missing, which has its own check
        for node, (name, _) in found.items():
            if isinstance(node, ox.NamedNode) and node != name:
                line = source.places.line(node.value)
                message = f"{ns.compact(node.value)} says what is called {ns.compact(name.value)}"
                yield Fault(source.name, line, message, f"Run `cnskg fmt {source.name}`.")


@check("two-contents")
def two_contents(content: Content) -> Iterator[Fault]:
    """No name of a proposition stands for two contents."""
    first: dict[Term, Proposition] = {}
    for source, node, _, one in known(content):
        if isinstance(node, ox.NamedNode) and one and first.setdefault(node, one) != one:
            line = source.places.line(node.value)
            hint = "Run `cnskg fmt` on both files; if it is the same still, rename a card."
            yield Fault(source.name, line, f"{called(node)} says something else in another file", hint)


@check("undefined-proposition")
def undefined_proposition(content: Content) -> Iterator[Fault]:
    """A file that uses a proposition says what it is, so that it can be read alone."""
    for source in judged_files(content, *DATA):
        defined = set(props.described(source.triples))
        for t in source.triples:
            if isinstance(t.object, ox.NamedNode) and props.is_name(t.object.value) and t.object not in defined:
                hint = "Write it in square brackets, with its ends, and run `cnskg fmt`."
                yield at(source, t, f"{called(t.object)} is not described in this file", hint)


@check("divided-name")
def divided_name(content: Content) -> Iterator[Fault]:
    """No card has two hyphens in its name, since they divide the parts of the names of propositions."""
    for source, t in judged(content, *DATA):
        iri = t.subject.value
        if t.predicate.value == TYPE and iri.startswith(ns.ID) and not props.is_name(iri) and props.DIVIDER in iri:
            yield at(source, t, f"{ns.compact(iri)} has {props.DIVIDER} in its name", "Use one hyphen.")


@check("unlisted-relation")
def unlisted_relation(content: Content) -> Iterator[Fault]:
    """The relation of a proposition is one of the closed list."""
    listed = {iri for iri, types in content.types.items() if ns.CNS + "Relation" in types}
    for source, _, said, _ in known(content):
        for t in said:
            if t.predicate.value == ENDS[1] and value(t.object) not in listed:
                near = nearest(value(t.object).removeprefix(ns.CNS), (one.removeprefix(ns.CNS) for one in listed))
                hint = f"Did you mean {', '.join(f'cns:{one}' for one in near)}? " if near else ""
                hint += "docs/relations.md has the list."
                yield at(source, t, f"{ns.compact(value(t.object))} is no relation of propositions", hint)


@check("proposition-kinds", cases=("subject", "object"))
def proposition_kinds(content: Content) -> Iterator[Fault]:
    """The ends of a proposition are of the classes that its relation stands between."""
    terms = content.ontology
    for source, _, said, one in known(content):
        if not one:
            continue
        relation = value(one.relation)
        for role, end, wanted in (("subject", one.subject, terms.domains), ("object", one.object, terms.ranges)):
            types = {cls for cls in content.types.get(value(end), ()) if cls in terms.kinds}
            for cls in sorted(wanted.get(relation, ())):
                if types and not terms.is_a(types, cls):
                    triple = next(t for t in said if t.predicate.value == ns.CNS + role)
                    kinds = ", ".join(sorted(map(ns.compact, types)))
                    message = f"the {role} of {ns.compact(relation)} must be a {ns.compact(cls)}; "
                    message += f"{called(end)} is a {kinds}"
                    yield at(source, triple, message, "Use another relation, or another end.")


@check("unused-proposition")
def unused_proposition(content: Content) -> Iterator[Fault]:
    """A proposition is there because a claim, a goal or another proposition speaks of it."""
    for source in judged_files(content, *DATA):
        spoken = {t.object for t in source.triples}
        for node in props.described(source.triples):
            if isinstance(node, ox.NamedNode) and node not in spoken:
                line = source.places.line(node.value)
                yield Fault(source.name, line, f"nothing in this file speaks of {called(node)}", "Remove it.")


@check("two-minds", cases=(f"{one}, {other}" for one, other in CONTRARY))
def two_minds(content: Content) -> Iterator[Fault]:
    """No claim says of one thing what cannot go together: that it is so and is not, or holds if and unless it is."""
    names = {name for pair in CONTRARY for name in pair}
    for source in judged_files(content, *DATA):
        said: dict[tuple[Term, Term], dict[str, ox.Triple]] = defaultdict(dict)
        for t in source.triples:
            name = t.predicate.value.removeprefix(ns.CNS)
            if name in names:
                said[t.subject, t.object][name] = t
        for (claim, _), known in said.items():
            for one, other in CONTRARY:
                if one in known and other in known:
                    hint = "Keep one; what held before and holds no more is cns:phase, or two with cns:atTime."
                    message = f"cns:{other} of {called(claim)} is what its cns:{one} is, too"
                    yield at(source, known[other], message, hint)


@check("leans-on-itself", cases=LEANINGS)
def leans_on_itself(content: Content) -> Iterator[Fault]:
    """No claim has what it contends as its own condition, exception or ground."""
    for source in judged_files(content, *DATA):
        contended = {(t.subject, t.object) for t in source.triples if t.predicate.value == ns.CNS + "contends"}
        for t in source.triples:
            name = t.predicate.value.removeprefix(ns.CNS)
            if name in LEANINGS and (t.subject, t.object) in contended:
                message = f"cns:{name} of {called(t.subject)} is what it contends"
                yield at(source, t, message, "Say what else it hangs on, or remove the statement.")


@check("argued-fact")
def argued_fact(content: Content) -> Iterator[Fault]:
    """What a claim contends is not stated as fact in the same passage."""
    for source in judged_files(content, Kind.PASSAGE):
        for t in source.triples:
            one = whole(content).get(value(t.object)) if t.predicate.value == ns.CNS + "contends" else None
            if one is None or one.qualifiers:
                continue
            ends = [n for n in (one.subject, one.relation, one.object) if isinstance(n, ox.NamedNode)]
            if len(ends) == len(ENDS) and ox.Triple(*ends) in source.triples:
                stated = ox.Triple(*ends)
                message = f"{ns.compact(t.subject.value)} contends what the passage states as a fact"
                yield at(source, stated, message, "Remove the fact, if it is argued; else the claim.")


@check("same-ends", severity="warning")
def same_ends(content: Content) -> Iterator[Fault]:
    """A proposition relates a thing to another one, unless the text says that it does so to itself."""
    for source, _, said, one in known(content):
        if one and one.subject == one.object:
            t = next(t for t in said if t.predicate.value == ENDS[2])
            yield at(
                source,
                t,
                f"{called(one.subject)} is subject and object",
                "If it does so to itself, leave it; else mend one.",
            )


@check("named-content")
def named_content(content: Content) -> Iterator[Fault]:
    """What a goal or portrayal has as its content is named by the card elsewhere, so that noun and clause meet."""
    cards = {t.object: t.subject for _, t in content.stating([ns.CNS + "content"], *DATA)}
    for source, t in judged(content, *DATA):
        if t.predicate.value == ENDS[2] and t.object in cards:
            card = ns.compact(cards[t.object].value)
            yield at(source, t, f"{called(t.object)} is the content of {card}", f"Write {card} as the object.")


@check("proposal-that-is")
def proposal_that_is(content: Content) -> Iterator[Fault]:
    """What is only proposed has no place, and nobody who takes part in it or carries it out."""
    for source, t in judged(content, *DATA):
        if t.predicate.value in OF_WHAT_IS and ns.CNS + "Proposal" in content.types.get(t.subject.value, ()):
            message = f"{ns.compact(t.subject.value)} is a proposal, and has {ns.compact(t.predicate.value)}"
            yield at(source, t, message, "Say who would do what in the claim that calls for it.")


@check("claim-without-content")
def claim_without_content(content: Content) -> Iterator[Fault]:
    """A claim contends, denies, leaves open, calls for or calls against something, or is made up of claims that do."""
    for source in judged_files(content, Kind.PASSAGE, Kind.BACKGROUND):
        with_content = {t.subject for t in source.triples if t.predicate.value in STANCES}
        with_content |= {t.object for t in source.triples if t.predicate.value == ns.CNS + "subClaimOf"}  # type: ignore[misc]
        for t in source.triples:
            is_claim = t.predicate.value == TYPE and content.ontology.is_a([value(t.object)], ns.CNS + "Claim")
            if is_claim and t.subject not in with_content:
                message = f"{ns.compact(value(t.subject))} says nothing in structure"
                yield at(source, t, message, "Say what it contends, denies, leaves open or calls for.")


@once
def voices(content: Content) -> dict[str, set[Term]]:
    """Who speaks in each document: authors, publisher, and who reports others there, as editors of a reprint do."""
    found: dict[str, set[Term]] = defaultdict(set)
    wanted = (ns.CNS + name for name in ("author", "publisher", "reportedBy"))
    for source, t in content.stating(wanted, Kind.DOCUMENTS, Kind.PASSAGE):
        if source.kind == Kind.DOCUMENTS and t.predicate.value in (ns.CNS + "author", ns.CNS + "publisher"):
            found[t.subject.value].add(t.object)
        elif source.kind == Kind.PASSAGE and t.predicate.value == ns.CNS + "reportedBy":
            found[document_of(source)].add(t.object)
    return found


def document_of(source: CuratedFile) -> str:
    """The document that a passage is of."""
    return ns.ID + source.graph.removeprefix(ns.PSG).split("/")[0]


@check("unreported-voice")
def unreported_voice(content: Content) -> Iterator[Fault]:
    """A claim of somebody who is no author of the document says who reports it."""
    for source in judged_files(content, Kind.PASSAGE):
        speaking = voices(content).get(document_of(source), set())
        reported = {t.subject for t in source.triples if t.predicate.value == ns.CNS + "reportedBy"}
        claims: dict[Term, list[ox.Triple]] = defaultdict(list)
        for t in source.triples:
            told = t.subject in reported or value(t.object).startswith(UNNAMED)  # that has its own check
            if t.predicate.value == ns.CNS + "claimant" and not told:
                claims[t.subject].append(t)
        for claim, stated in claims.items():
            if speaking and not any(t.object in speaking for t in stated):
                message = f"{called(stated[0].object)}, who makes {called(claim)}, is no author of the document"
                hint = "Say by cns:reportedBy which author reports it, or mend cns:claimant."
                yield at(source, min(stated, key=source.places.line_of), message, hint)


CHECKS: tuple[Check, ...] = (
    unnamed_proposition, proposition_ends, proposition_name, two_contents, undefined_proposition, divided_name,
    unlisted_relation, proposition_kinds, unused_proposition, two_minds, leans_on_itself, argued_fact,
    same_ends, named_content, proposal_that_is, claim_without_content, unreported_voice,
)  # fmt: skip
