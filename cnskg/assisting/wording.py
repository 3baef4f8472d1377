"""Answers as text to read: each statement with its status in brackets and the numbers of its sources, which end it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from .shapes import (
    Answer,
    AskAnswer,
    DisputedAnswer,
    EntityAnswer,
    ExplainAnswer,
    FindAnswer,
    Line,
    Position,
    ReadyAnswer,
    SaidAnswer,
    Statement,
    Thing,
)


def text(answer: Answer) -> str:
    """The whole answer."""
    numbers = {source.passage: at for at, source in enumerate(answer.sources, 1)}
    rows = [*_rows(answer, numbers)]
    if answer.more:
        rows.append(f"({answer.more})")
    if answer.sources:
        rows += ["", "Sources:"]
        rows += [
            f"[{numbers[s.passage]}] {s.place}: {' '.join(filter(None, (s.passage, s.link)))}" for s in answer.sources
        ]
    return "\n".join(rows)


Numbers = dict[str, int]


def _cited(evidence: Iterable[str], numbers: Numbers) -> str:
    return "".join(f"[{numbers[one]}]" for one in evidence)


def _called(one: Thing) -> str:
    return f"{one.name} ({one.id})" if one.id and one.id != one.name else one.name


def _names(things: Iterable[Thing], otherwise: str = "") -> str:
    return ", ".join(one.name for one in things) or otherwise


def _behind(evidence: Iterable[str], others: int, numbers: Numbers) -> str:
    return _cited(evidence, numbers) + (f" and {others} more" if others else "")


def _statement(one: Statement, numbers: Numbers) -> Iterator[str]:
    yield f"- {one.words} [{_mark(one)}] {_behind(one.evidence, one.others, numbers)}".rstrip()
    yield from _holders(one, numbers)


def _mark(one: Statement | Line) -> str:
    return (one.status or "not checked") + (f" from what is {one.made_from}" if one.made_from else "")


def _holders(one: Statement | Line, numbers: Numbers) -> Iterator[str]:
    """Who takes which stance on what stands only in claims."""
    yield from (_position(each, numbers) for each in one.positions)
    if one.claims > len(one.positions):
        yield f"  and {one.claims - len(one.positions)} more claims: contends_denies tells them"


def _position(one: Position, numbers: Numbers) -> str:
    how = "".join([", as reported" if one.reported else "", "" if one.plain else ", not plainly"])
    who = f"{_names(one.who, 'nobody named')} in {_names(one.documents)}"
    return f"  {one.stance}{how}: {who} {_behind(one.evidence, one.others, numbers)}".rstrip()


@singledispatch
def _rows(answer: Answer, numbers: Numbers) -> Iterator[str]:
    raise NotImplementedError(type(answer).__name__)


@_rows.register
def _(answer: FindAnswer, numbers: Numbers) -> Iterator[str]:
    for one in answer.found:
        how = f"{one.kind}, by “{one.matched}”, {one.tier}. {one.description}"
        yield f"- {_called(one.thing)}: {how} [{one.status}] {_cited(one.evidence, numbers)}".rstrip()
    if not (answer.found or answer.more):
        yield "Nothing is found."
    if answer.unread:
        yield f"The last {answer.unread} characters of the text were not looked for: it is too long for a name."
    if answer.meant:
        yield f"Perhaps meant: {', '.join(map(_called, answer.meant))}"


@_rows.register
def _(answer: EntityAnswer, numbers: Numbers) -> Iterator[str]:
    yield f"{_called(answer.thing)}: {_names(answer.kinds, 'of no kind')}"
    if answer.description:
        yield f"{answer.description} [editorial]"
    if answer.names:
        yield "Names: " + ", ".join(f"{one.text} ({one.language})" for one in answer.names)
    for one in answer.statements:
        yield from _statement(one, numbers)
    if answer.claims:
        yield f"{answer.claims} claims are about it: who_says tells them."


@_rows.register
def _(answer: AskAnswer, numbers: Numbers) -> Iterator[str]:
    yield from _table(answer.columns, answer.rows, answer.truth, numbers)
    for one in answer.statements:
        yield from _statement(one, numbers)
    if not (answer.rows or answer.statements or answer.more):
        yield "Nothing answers the query."
    yield from (f"hint: {hint}" for hint in answer.hints)


@_rows.register
def _(answer: ReadyAnswer, numbers: Numbers) -> Iterator[str]:
    if answer.answered:
        yield answer.answered
        yield from _table(answer.columns, answer.rows, answer.truth, numbers)
        yield f"By the query: {' '.join(answer.query.split())}"
        yield ""
    if answer.questions:
        yield "Ready questions:"
    elif not answer.more:
        yield "No ready question is near; ask in SPARQL, or find the thing."
    for one in answer.questions:
        subject, near = f" ({one.subject})" if one.subject else "", f", {one.score:.2f} near" if one.score else ""
        yield f"- {one.question}{subject}: {one.id}{near}"


@_rows.register
def _(answer: ExplainAnswer, numbers: Numbers) -> Iterator[str]:
    if not answer.holds:
        yield answer.why_not
        return
    yield f"{answer.statement} [{answer.status}]. The proof:"
    yield answer.words
    yield "Its steps:"
    for one in answer.steps:
        yield from _statement(one, numbers)


@_rows.register
def _(answer: SaidAnswer, numbers: Numbers) -> Iterator[str]:
    yield f"On {_called(answer.subject)}, argued by authors and so no facts:"
    for one in answer.said:
        reported = ", as reported" if one.reported else ""
        who = f"{_names(one.who, 'nobody named')} in {_names(one.documents)}{reported}"
        yield f"- {who}: {one.sentence} [{one.status}] {_behind(one.evidence, one.others, numbers)}".rstrip()
        yield from (f"  {each.stance}: {each.proposition.name}" for each in one.stances)
    if not (answer.said or answer.more):
        yield "No claim is found."


@_rows.register
def _(answer: DisputedAnswer, numbers: Numbers) -> Iterator[str]:
    for one in answer.propositions:
        yield f"- {_called(one.proposition)} [{one.status}]"
        yield from (_position(each, numbers) for each in one.positions)
    if not (answer.propositions or answer.more):
        yield "No claim takes a stance on such a proposition."


def _table(columns: list[str], rows: list[Line], truth: bool | None, numbers: Numbers) -> Iterator[str]:
    if columns:
        yield " | ".join(columns)
    for row in rows:
        cells = {True: "yes", False: "no", None: " | ".join(map(_called, row.cells))}[truth]
        yield f"- {cells} [{_mark(row)}] {_behind(row.evidence, row.others, numbers)}".rstrip()
        yield from _holders(row, numbers)
