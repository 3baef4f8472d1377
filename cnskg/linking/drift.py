"""What became of things that ours are mapped to: gone, moved, called otherwise, of another type, of another date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from ..content.files import Content
from ..content.mappings import MappingFile, Row
from ..folding import same
from ..search.words import bare
from .coverage import EXACT
from .ours import Links, beginnings, kinds_here
from .proposing import dates_agree
from .things import Thing, kinds_agree, local

#: The sorts of drift, in the order of how much they matter.
SORTS = ("gone", "moved", "type", "date", "label")


@dataclass(frozen=True)
class Drift:
    """One mapping that no longer is as it was: where it stands, its ends, the sort of drift, and what differs."""

    file: str
    line: int
    subject: str
    object: str
    sort: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sort}: {self.subject} = {self.object}: {self.message}"

    def as_dict(self) -> dict[str, str | int]:
        """It as values for a program."""
        return asdict(self)


def targets(links: Links, things: Iterable[Thing]) -> list[str]:
    """The targets whose identifiers a snapshot has."""
    return sorted({links.target_of(one.iri) for one in things} - {""})


def mapped(links: Links, chosen: Iterable[str]) -> list[tuple[MappingFile, Row]]:
    """The mappings to some targets, without those that are refused."""
    return [(links.files[name], row) for name in chosen for row in links.files[name].rows if not row.refused]


def drifted(
    content: Content, rows: Iterable[tuple[MappingFile, Row]], things: Iterable[Thing], partial: bool = False
) -> list[Drift]:
    """The mappings that differ from a snapshot, by sort of drift; a partial one tells of nothing that it is gone."""
    there = {one.iri: one for one in things}
    when = beginnings(content)
    found = []
    for file, row in rows:
        subject, node = file.expand(row.cells["subject_id"]), file.expand(row.cells["object_id"])
        exact = file.expand(row.cells["predicate_id"]) in EXACT
        for sort, message in _differences(content, row, subject, there.get(node), when.get(subject, set()), exact):
            if partial and sort == "gone":
                continue
            told = row.cells["subject_id"], row.cells["object_id"]
            found.append(Drift(file.name, row.line, *told, sort, message))
    return sorted(found, key=lambda one: (SORTS.index(one.sort), one.file, one.line))


def compared(rows: Iterable[tuple[MappingFile, Row]], things: Iterable[Thing], partial: bool = False) -> int:
    """How many of the mappings a snapshot tells something of; a whole one tells of what it lacks that it is gone."""
    there = {one.iri for one in things}
    return sum(1 for file, row in rows if not partial or file.expand(row.cells["object_id"]) in there)


def _differences(
    content: Content, row: Row, subject: str, thing: Thing | None, dates: set[str], exact: bool
) -> Iterator[tuple[str, str]]:
    if thing is None:
        yield "gone", "the snapshot does not know it"
    elif thing.moved:
        yield "moved", f"it is {local(thing.moved)} now"
    else:
        if exact:
            yield from _type(content, subject, thing)
            yield from _date(dates, thing)
        label = row.cells.get("object_label", "")
        if thing.names and not any(same(one, name) for name in thing.names for one in (label, bare(label))):
            yield "label", f"it is called {thing.label!r} now, and {label!r} is no name of it"


def _type(content: Content, subject: str, thing: Thing) -> Iterator[tuple[str, str]]:
    here = kinds_here(content, subject)
    if here and thing.kind and not kinds_agree(here, thing.kind):
        yield "type", f"there it is {', '.join(sorted(thing.kinds))}"


def _date(here: set[str], thing: Thing) -> Iterator[tuple[str, str]]:
    if here and thing.dates and not dates_agree(here, thing.dates):
        yield "date", f"there {', '.join(sorted(thing.dates))}, here {', '.join(sorted(here))}"
