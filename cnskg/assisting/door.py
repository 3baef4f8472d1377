"""What the tools do: each asks the graph as Python has it, and tells with which status and by which passages."""

from __future__ import annotations

import sys
from functools import lru_cache

import pyoxigraph as ox

from .. import namespaces as ns
from ..api.entities import Claim, Entity, Fact, Proposition, Stance
from ..api.graph import KnowledgeGraph
from ..api.naming import Match
from ..api.queries import portions
from ..api.reading import together
from ..api.source import Local
from ..errors import UsageError
from ..query.result import Row
from ..search.asked import MOST_ASKED
from . import queries
from .asking import Asker
from .packing import Pack, others, short, thing, value
from .proofs import steps
from .shapes import (
    Disputed,
    DisputedAnswer,
    EntityAnswer,
    ExplainAnswer,
    FindAnswer,
    Found,
    Named,
    Position,
    Said,
    SaidAnswer,
    Status,
    Taken,
    Thing,
)
from .status import ORDER, Statuses

#: Letters of a proof that are told: what is longer is asked for step by step.
MOST_WORDS = 6_000
#: Things whose statements are kept while somebody reads through them.
MOST_KEPT = 32


class Door:
    """One release, as assistants ask it. Each method is a tool; it may raise a CnskgError."""

    def __init__(self, source: Local) -> None:
        self.kg = KnowledgeGraph(source)
        self.dataset = source.runner.release.dataset
        self.statuses = Statuses(self.kg)
        self.asker = Asker(self.kg, source.runner, self.statuses)
        self._facts = lru_cache(MOST_KEPT)(self._said_of)
        self._claims = lru_cache(MOST_KEPT)(self.kg.claims)

    def find(self, text: str, kind: str, start: int, limit: int) -> FindAnswer:
        """What bears a name or holds the words."""
        answer = FindAnswer()
        pack = Pack(self.kg, answer)
        hits = self.kg.find(text, kind, most=sys.maxsize)  # all, so that what is told of their number is true
        shown = [one.iri for one in hits[start : start + limit]]
        spoken = self._spoken_of(shown)
        self.kg.marks.know(shown)

        def made(one: Match) -> Found:
            said, cited = short(one.description), pack.cite(spoken.get(one.iri, ()))
            status: Status = "argued" if self.kg.marks.is_argued(one.iri) else "editorial"
            return Found(thing(one), one.kind, short(one.matched), one.tier, one.score, said, status, cited)

        answer.found = pack.take(hits, made, start, limit)
        answer.meant = pack.things(hits.meant[:limit])
        answer.unread = max(0, len(text) - MOST_ASKED)
        return answer

    def _spoken_of(self, iris: list[str]) -> dict[str, list[str]]:
        rows = [row for query in portions(queries.SPOKEN_OF, iris) for row in self.kg.source.rows(query)]
        return {row["x"].value: [row["passage"].value] for row in rows if "passage" in row}

    def entity(self, name: str, start: int, limit: int) -> EntityAnswer:
        """A thing with what is said of it."""
        found = self.kg[name]
        answer = EntityAnswer(thing=thing(found), kinds=[thing(kind) for kind in found.kinds])
        answer.description, pack = short(found.description), Pack(self.kg, answer)
        if found.iri.startswith(ns.CNS):
            self._term(found.iri, answer)
        answer.names = [Named(short(one), one.language) for one in found.names]
        answer.claims = len(self._claims(found.iri))
        said = self._facts(found.iri)
        answer.statements = pack.take(said, pack.statement, start, limit)
        return answer

    def _term(self, iri: str, answer: EntityAnswer) -> None:
        """Of a term of the ontology say what it is, and how it is defined."""
        rows = self.kg.source.rows(queries.TERM, entity=ox.NamedNode(iri))
        answer.kinds = [self._called(kind) for kind in together(rows, "kind")] or answer.kinds
        answer.description = short(next((row["definition"].value for row in rows if "definition" in row), ""))

    def _said_of(self, iri: str) -> list[Fact]:
        """All statements with a thing at either end, by where they come from."""
        every = [*self.kg.facts(iri), *self.kg.mentions(iri)]
        return sorted(every, key=lambda fact: ORDER.index(fact.status))  # stable: its own first

    def explain(self, subject: str, relation: str, value: str) -> ExplainAnswer:
        """Why a statement holds, or what the nearest rules lack."""
        answer = ExplainAnswer()
        pack = Pack(self.kg, answer)
        why = self.kg.explain(self._end(subject), relation, self._end(value))
        answer.holds, told = why.holds, why.to_dict()
        if why.holds:
            answer.steps, left = steps(told["proofs"][0]["proof"], pack, self.kg.marks)
            answer.more = "the proof has more steps: explain the last ones told, one by one" if left else ""
            answer.statement, answer.status = answer.steps[0].words, answer.steps[0].status
            answer.words = _cut(str(why))
        else:
            answer.why_not = _cut(why.why_not)
        return answer

    def _end(self, word: str) -> Entity | str:
        return word if word == "a" else self.kg[word]

    def who_says(self, subject: str, who: str, document: str, start: int, limit: int) -> SaidAnswer:
        """What claims say on a subject, and who makes them."""
        about = self.kg[subject]
        answer = SaidAnswer(subject=thing(about))
        pack = Pack(self.kg, answer)
        wanted = [self.kg[one] if one else None for one in (who, document)]
        self._require_sense(about, wanted[1])
        claims = [one for one in self._claims(about.iri) if _is_of(one, *wanted)]
        taken = self._taken([one.entity.iri for one in claims[start : start + limit]])

        def made(one: Claim) -> Said:
            rows = taken.get(one.entity.iri, [])
            stances = [
                Taken(row["stance"].value, self._called(row["proposition"].value)) for row in rows if len(row) > 2
            ]
            return Said(
                Thing(short(one.sentence, 80), one.entity.curie),
                short(one.sentence),
                pack.things(one.who),
                pack.things(one.documents),
                bool(rows) and rows[0]["advanced"].value == "false",
                stances,
                evidence=pack.evidence(one.evidence),
                others=others(one.evidence),
            )

        answer.said = pack.take(claims, made, start, limit)
        return answer

    def _require_sense(self, about: Entity, document: Entity | None) -> None:
        """Raises UsageError where it looks as if nobody said anything, for it is asked in the wrong place."""
        if document and not self.kg.source.rows(queries.IS_DOCUMENT, entity=ox.NamedNode(document.iri)):
            raise UsageError(
                f"{short(document.name, 60)} ({document.curie}) is no document",
                hint="The resource cnskg://documents lists them; `who` takes those who speak.",
            )
        if self.kg.marks.is_argued(about.iri) and not self._claims(about.iri):
            raise UsageError(
                f"{about.curie} is itself argued, a proposition or a claim",
                hint="contends_denies tells who takes which stance on a proposition, entity who makes a claim.",
            )

    def _taken(self, iris: list[str]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for query in portions(queries.TAKEN, iris):
            for row in self.kg.source.rows(query):
                found.setdefault(row["x"].value, []).append(row)
        self.kg.names(row["proposition"].value for rows in found.values() for row in rows if "proposition" in row)
        return found

    def _called(self, iri: str) -> Thing:
        return Thing(short(self.kg.names([iri])[iri]), ns.compact(iri))

    def contends_denies(
        self, proposition: str, subject: str, relation: str, object: str, start: int, limit: int
    ) -> DisputedAnswer:
        """Who contends and who denies a proposition, or those with these ends."""
        if not (proposition or subject or relation or object):
            raise UsageError(
                "nothing is given on which stances are taken",
                hint="Give a proposition's id, or a subject, relation or object by name.",
            )
        ends = [self.kg[one] if one else None for one in (subject, object)]
        found = self._one(proposition) if proposition else self.kg.propositions(ends[0], relation or None, ends[1])
        found = sorted(found, key=lambda one: not (one.contended_by and one.denied_by))
        answer = DisputedAnswer()
        pack = Pack(self.kg, answer)
        answer.propositions = pack.take(found, lambda one: _disputed(one, pack), start, limit)
        return answer

    def _one(self, name: str) -> list[Proposition]:
        """A proposition with its stances. Raises UsageError for what is none."""
        wanted = self.kg[name]
        found = self.kg.propositions(wanted["cns:subject"][0]) if wanted["cns:subject"] else []
        if not (one := [each for each in found if each.entity == wanted]):
            raise UsageError(
                f"{wanted.curie} is no proposition on which a claim takes a stance",
                hint="Ask with subject, relation or object instead.",
            )
        return one


def _is_of(claim: Claim, who: Entity | None, document: Entity | None) -> bool:
    return (who is None or who in claim.who) and (document is None or document in claim.documents)


def _disputed(one: Proposition, pack: Pack) -> Disputed:
    return Disputed(
        thing(one.entity),
        thing(one.subject),
        thing(one.relation),
        value(one.object),
        pack.things(one.contended_by),
        pack.things(one.denied_by),
        [_position(each, pack) for each in one.stances],
    )


def _position(one: Stance, pack: Pack) -> Position:
    who, documents = pack.things(one.who), pack.things(one.documents)
    told = Position(one.stance, who, thing(one.claim), documents, one.reported, one.plain)
    told.evidence, told.others = pack.evidence(one.evidence), others(one.evidence)
    return told


def _cut(text: str) -> str:
    """As many whole lines as one reads."""
    if len(text) <= MOST_WORDS:
        return text
    return text[:MOST_WORDS].rpartition("\n")[0] + "\n… (explain the premises one by one for the rest)"
