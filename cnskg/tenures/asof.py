"""What is known of a tenure as of a date: named then, held from then on, last named before, or nothing yet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import UsageError
from ..query.result import Row
from ..rdf import Node

_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


@dataclass(frozen=True, order=True)
class Span:
    """A time: its first and its last day, and what is known of it besides. Days as text are in the order of time."""

    first: str
    last: str
    time: str = ""

    def meets(self, other: Span) -> bool:
        """Whether the two may be the same time."""
        return self.first <= other.last and other.first <= self.last


@dataclass
class Held:
    """All that is said of one person in one post: when it began and ended, when the two are named together."""

    rows: list[Row] = field(default_factory=list)
    starts: set[Span] = field(default_factory=set)
    ends: set[Span] = field(default_factory=set)
    named: set[Span] = field(default_factory=set)

    def take(self, row: Row) -> None:
        """Take in what a row says."""
        self.rows.append(row)
        for name in ("starts", "ends", "named"):
            if (span := _span(row, name)) is not None:
                getattr(self, name).add(span)

    def status(self, then: Span) -> tuple[str, list[Span]]:
        """What is known as of a time, and from which times: a word of `words.toml`, or nothing where all is later."""
        if named := sorted(span for span in self.named if span.meets(then)):
            return "named", named
        if begins := sorted(span for span in self.starts if span.meets(then)):
            return "from", begins
        earlier = sorted(span for span in self.named if span.last < then.first)
        if ended := sorted(span for span in self.ends if span.last < then.first):
            return "until", ended[-1:]
        if begun := sorted(span for span in self.starts if span.last < then.first):
            return "since", begun[-1:]
        later = sorted(span for span in self.named if span.first > then.last)
        if earlier:
            return ("between", [earlier[-1], later[0]]) if later else ("last", earlier[-1:])
        return ("", []) if later or self.starts or self.ends else ("undated", [])


def _span(row: Row, name: str) -> Span | None:
    if f"{name}_first" not in row:
        return None
    return Span(row[f"{name}_first"].value[:10], row[f"{name}_last"].value[:10], row[name].value)


def stops(held: Iterable[Held]) -> list[Span]:
    """The times that the texts give, in order."""
    return sorted({span for one in held for span in (*one.starts, *one.ends, *one.named)})


def asked(text: str, known: list[Span]) -> Span | None:
    """The time that is asked for: a known one by the end of its IRI, any day, month or year, else the last one.

    Raises UsageError.
    """
    if not text:
        return known[-1] if known else None
    for span in known:
        if local(span) == text:
            return span
    if not _DATE.fullmatch(text):
        told = ", ".join(map(local, known)) or "none: no text dates a post"
        raise UsageError(
            f"{text[:20]} is no date", hint=f"Write 2022, 2022-06 or 2022-06-30. The texts date posts at: {told}."
        )
    year = len(text) == len("2022")
    return Span((text + ("-01-01" if year else "-01"))[:10], (text + ("-12-31" if year else "-31"))[:10], text)


def local(span: Span) -> str:
    """The end of the IRI of a time."""
    return span.time.rpartition("/")[2]


def grouped(rows: Iterable[Row]) -> dict[tuple[Node, Node], Held]:
    """What the rows say, by person and post."""
    found: dict[tuple[Node, Node], Held] = {}
    for row in rows:
        found.setdefault((row["person"], row["post"]), Held()).take(row)
    return found
