"""What the competency questions are answered now, held against what their files expect; and those files written anew.

A right new fact alters right answers. That is no fault: a curator looks at the rows and takes them over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import parse
from ..content.questions import QUESTION, Question
from ..content.turtle import canonical
from ..errors import ContentError
from .writing import locked, write

#: What answers a query: its rows, as the question files write them, sorted.
Ask = Callable[[str], list[str]]
#: What a thing is called, by its IRI.
Name = Callable[[str], str]
EXPECTS = ns.CNS + "expects"


@dataclass(frozen=True)
class Answer:
    """A question and the rows that it is answered with, in order; `trouble` says why there are none."""

    question: Question
    rows: tuple[str, ...]
    trouble: str = ""

    @property
    def came(self) -> list[str]:
        """The rows that the file does not expect; one that comes twice, too."""
        return sorted((Counter(self.rows) - Counter(self.question.expects)).elements())

    @property
    def went(self) -> list[str]:
        """The rows that the file expects in vain."""
        return sorted((Counter(self.question.expects) - Counter(self.rows)).elements())

    @property
    def stands(self) -> bool:
        """Whether it is the answer that the file expects."""
        return not (self.trouble or self.came or self.went)

    @property
    def change(self) -> str:
        """How it differs from what is expected, in a few words; nothing where it stands."""
        counted = [f"{len(rows)} {what}" for rows, what in ((self.came, "came"), (self.went, "went")) if rows]
        return self.trouble or ", ".join(counted)

    @property
    def misfit(self) -> str:
        """Why the answer cannot be what a file expects; empty where it can."""
        if self.trouble:
            return f"{self.trouble}; mend its cns:sparql"
        if not self.rows:
            return "it has no answer any more; mend the facts or its cns:sparql, or take the file away"
        if len(set(self.rows)) < len(self.rows):
            return "a row comes more than once; ask with SELECT DISTINCT"
        return ""


def compare(ask: Ask, questions: Iterable[Question]) -> list[Answer]:
    """The answers to the questions; a query that cannot be answered is one that differs."""
    return [_answer(ask, question) for question in questions]


def _answer(ask: Ask, question: Question) -> Answer:
    try:
        return Answer(question, tuple(ask(question.query)))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return Answer(question, (), f"it cannot be asked: {' '.join(str(error).split())}")


def told(answer: Answer, name: Name = ns.compact) -> str:
    """How an answer differs: the question, the rows that came (+) and went (-), with the names of things."""
    marked = [("-", row) for row in answer.went] + [("+", row) for row in answer.came]
    rows = [f"  {mark} {_named(row, name)}" for mark, row in sorted(marked, key=lambda pair: pair[1])]
    trouble = [f"  {answer.trouble}"] if answer.trouble else []
    return "\n".join([answer.question.wording, *trouble, *rows])


def remedy(slugs: str = "SLUG…") -> str:
    """What to do about answers that differ."""
    return f"If the facts are right, `cnskg questions --accept {slugs}` takes over what they answer; if not, mend them."


def _named(row: str, name: Name) -> str:
    """A row with the name of each thing behind its CURIE, where that does not hold it already."""
    return " | ".join(_with_name(cell, name) for cell in row.split(" | "))


def _with_name(cell: str, name: Name) -> str:
    iri = ns.expand(cell)
    called = name(iri) if iri != cell else cell
    return cell if cell.endswith(called) or called == iri else f"{cell} ({called})"


def accept(root: Path, answers: Iterable[Answer]) -> None:
    """Write the rows of the answers into the files of their questions, in canonical form.

    Raises ContentError, and writes nothing, where one of the answers cannot be what a file expects.
    """
    taken = list(answers)
    odd = [f"{answer.question.path.name}: {answer.misfit}" for answer in taken if answer.misfit]
    if odd:
        raise ContentError("\n".join(odd), hint="Nothing was written.")
    with locked(root):
        texts = [(answer.question.path, _file(root, answer)) for answer in taken]
        for path, text in texts:
            write(path, text)


def _file(root: Path, answer: Answer) -> str:
    """The text of a question's file with the rows of its answer."""
    source = parse(root, answer.question.path)
    subject, predicate = ox.NamedNode(QUESTION + answer.question.slug), ox.NamedNode(EXPECTS)
    kept = {t for t in source.triples if (t.subject, t.predicate) != (subject, predicate)}
    rows = {ox.Triple(subject, predicate, ox.Literal(row)) for row in answer.rows}
    return canonical(kept | rows, source.graph)
