"""What the tools answer, as plain values: statements with their status and passages. The schemas are made of these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

#: Whose word a statement is. argued: somebody claims it, which makes it no fact. What a query puts together or works
#: out itself, and no source has, is nobody's.
Status = Literal["asserted", "inferred", "argued", "editorial", "made by the query"]


@dataclass
class Source:
    """A passage or a source from elsewhere: its permanent address, where that is, a link into the publication."""

    passage: str
    place: str
    link: str = ""


@dataclass
class Thing:
    """What something is called, and its `id`, which every tool takes; a plain value has none."""

    name: str
    id: str = ""


@dataclass
class Position:
    """Who takes a stance on a proposition, by which claim; reported: not the document's own; plain: without hedge."""

    stance: str
    who: list[Thing]
    claim: Thing
    documents: list[Thing]
    reported: bool
    plain: bool
    evidence: list[str] = field(default_factory=list)
    others: int = 0


@dataclass
class Statement:
    """One statement in words. `evidence` are addresses of passages, told under `sources`; `others` how many more.

    Of what stands only in claims, `positions` say who takes which stance on it, and `claims` how many do.
    """

    words: str
    status: Status
    subject: Thing
    relation: Thing
    value: Thing
    evidence: list[str] = field(default_factory=list)
    others: int = 0
    made_from: Status | Literal[""] = ""
    positions: list[Position] = field(default_factory=list)
    claims: int = 0


@dataclass
class Answer:
    """What every answer has: the release that was asked, its sources, and how to have what was left out."""

    release: str = ""
    more: str = ""
    sources: list[Source] = field(default_factory=list)


@dataclass
class Found:
    """One thing found: by which name, how well (100 is the whole name), and a passage that speaks of it."""

    thing: Thing
    kind: str
    matched: str
    tier: str
    score: int
    description: str
    status: Status = "editorial"
    evidence: list[str] = field(default_factory=list)


@dataclass
class FindAnswer(Answer):
    """What bears a name or holds the words, best first; where nothing does, what may have been `meant`.

    `unread` is how many characters at the end of a long text were not looked for.
    """

    found: list[Found] = field(default_factory=list)
    meant: list[Thing] = field(default_factory=list)
    unread: int = 0


@dataclass
class Named:
    """A name and its language."""

    text: str
    language: str


@dataclass
class EntityAnswer(Answer):
    """A thing: what editors say it is, then statements, those that texts make first."""

    thing: Thing = field(default_factory=lambda: Thing(""))
    kinds: list[Thing] = field(default_factory=list)
    description: str = ""
    names: list[Named] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    claims: int = 0


@dataclass
class Line:
    """One row of a table: its cells in the order of the columns, and what is behind it, as a Statement has it.

    `made_from`: whose word that is of which the query made the row. `status` is empty where what is behind the row was
    not found in time, or cannot be told from the query.
    """

    cells: list[Thing]
    status: Status | Literal[""]
    evidence: list[str] = field(default_factory=list)
    others: int = 0
    made_from: Status | Literal[""] = ""
    positions: list[Position] = field(default_factory=list)
    claims: int = 0


@dataclass
class AskAnswer(Answer):
    """The answer to a query: rows, or a truth, or statements; `hints` say what may be wrong with the query."""

    columns: list[str] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    truth: bool | None = None
    statements: list[Statement] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


@dataclass
class Ready:
    """A ready question, its subject, and how near it is to the words (0 to 1)."""

    question: str
    id: str
    subject: str = ""
    score: float = 0.0


@dataclass
class ReadyAnswer(Answer):
    """Ready questions. Where one is asked for, or surely meant, `answered` is it, with its rows and its query."""

    questions: list[Ready] = field(default_factory=list)
    answered: str = ""
    query: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    truth: bool | None = None


@dataclass
class ExplainAnswer(Answer):
    """Why a statement holds: its steps from the statement down to what is asserted; or why it does not."""

    holds: bool = False
    statement: str = ""
    status: Status | Literal[""] = ""
    steps: list[Statement] = field(default_factory=list)
    words: str = ""
    why_not: str = ""


@dataclass
class Taken:
    """A stance that a claim takes on a proposition: contends, denies, leaves open, calls for, calls against."""

    stance: str
    proposition: Thing


@dataclass
class Said:
    """One claim: who says so (nobody named: empty), in one sentence of the editors, where; reported, if not its own."""

    claim: Thing
    sentence: str
    who: list[Thing]
    documents: list[Thing]
    reported: bool
    stances: list[Taken] = field(default_factory=list)
    status: Status = "argued"
    evidence: list[str] = field(default_factory=list)
    others: int = 0


@dataclass
class SaidAnswer(Answer):
    """What claims say on a subject."""

    subject: Thing = field(default_factory=lambda: Thing(""))
    said: list[Said] = field(default_factory=list)


@dataclass
class Disputed:
    """One proposition, its three ends, and who contends or denies it."""

    proposition: Thing
    subject: Thing
    relation: Thing
    object: Thing
    contended_by: list[Thing]
    denied_by: list[Thing]
    positions: list[Position]
    status: Status = "argued"


@dataclass
class DisputedAnswer(Answer):
    """Propositions, those on which claims take opposite stances first."""

    propositions: list[Disputed] = field(default_factory=list)
