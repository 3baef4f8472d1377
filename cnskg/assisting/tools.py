"""The tools as assistants see them: their arguments, their limits, and when to take which."""

from __future__ import annotations

from typing import Annotated, Any, Protocol

from pydantic import Field

from .door import Door
from .shapes import (
    Answer,
    AskAnswer,
    DisputedAnswer,
    EntityAnswer,
    ExplainAnswer,
    FindAnswer,
    ReadyAnswer,
    SaidAnswer,
)

Name = Annotated[str, Field(max_length=1_000, description="A name in any language and spelling, or an id")]
Maybe = Annotated[str, Field(max_length=1_000, description="A name or an id; may be left out")]
Words = Annotated[str, Field(max_length=1_000, description="Words, in English or Chinese")]
Start = Annotated[int, Field(ge=0, le=1_000_000, description="How many to skip, to read on")]
Limit = Annotated[int, Field(ge=1, le=100, description="The most that are told")]
Sparql = Annotated[str, Field(max_length=60_000, description="SELECT, ASK, CONSTRUCT or DESCRIBE")]


class Call(Protocol):
    """What a tool does."""

    __name__: str

    def __call__(self, *args: Any, **kwargs: Any) -> Answer: ...


class Tools:
    """Each method is a tool; its docstring is what an assistant reads of it."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.all: list[Call] = [
            self.find, self.entity, self.ask, self.ready_questions, self.explain, self.who_says, self.contends_denies
        ]  # fmt: skip

    def find(self, text: Words, kind: Maybe = "", start: Start = 0, limit: Limit = 10) -> FindAnswer:
        """Find things by name or words, in any script: hanzi, pinyin, English, abbreviations.

        `kind` keeps to one of people, organisations, places, security, laws, posts, documents, events, policies, terms,
        topics, claims, sections, questions, ontology. Each thing comes with a passage that speaks of it.
        """
        return self._door.find(text, kind, start, limit)

    def entity(self, name: Name, start: Start = 0, limit: Limit = 30) -> EntityAnswer:
        """Tell what is known of one thing: statements with their passages, asserted before inferred.

        A name that several things bear is refused with their ids; take one of these.
        """
        return self._door.entity(name, start, limit)

    def ask(self, sparql: Sparql, start: Start = 0, limit: Limit = 30) -> AskAnswer:
        """Answer a SPARQL query, read-only; each row comes with the passages behind it.

        The prefixes cns: (terms), id: (things), psg: (passages), span: (times), graph:, skos:, rdfs: are known. The
        default graph has all facts, inferred ones too; `GRAPH ?g { … }` with ?g a passage says who states them.
        Read the resource cnskg://outline for the terms first. Hints on the answer say what may be misspelt.
        """
        return self._door.asker.ask(sparql, start, limit)

    def ready_questions(
        self, words: Words = "", answer: Maybe = "", start: Start = 0, limit: Limit = 30
    ) -> ReadyAnswer:
        """Find a ready question near to your `words`, with its answer where it is surely the one that was meant.

        With `answer`, the id of a ready question, that one is answered. Without either, all are listed by subject.
        """
        asker = self._door.asker
        if answer.strip():
            return asker.answer(answer.strip(), start, limit)
        return asker.near(words, start, limit) if words.strip() else asker.list_ready(start, limit)

    def explain(self, subject: Name, relation: Name, object: Name) -> ExplainAnswer:
        """Say why a statement holds, step by step down to the passages; or what is missing where it does not hold.

        `relation` may be `a` (is a), an id such as cns:heads, or its name.
        """
        return self._door.explain(subject, relation, object)

    def who_says(
        self, subject: Name, who: Maybe = "", document: Maybe = "", start: Start = 0, limit: Limit = 20
    ) -> SaidAnswer:
        """Tell what authors and others say on a subject: who, in one sentence, which stance they take, where.

        `who` and `document` keep to one claimant and one document. All of it is argued, none of it a fact.
        """
        return self._door.who_says(subject, who, document, start, limit)

    def contends_denies(
        self,
        proposition: Maybe = "",
        subject: Maybe = "",
        relation: Maybe = "",
        object: Maybe = "",
        start: Start = 0,
        limit: Limit = 15,
    ) -> DisputedAnswer:
        """Tell who contends and who denies something: a proposition by its id, or those with these ends.

        For example subject "China", relation "cns:weakens". Those that are both contended and denied come first.
        """
        return self._door.contends_denies(proposition, subject, relation, object, start, limit)
