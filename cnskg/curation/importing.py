"""A table of facts into the curated files: read, checked as a whole, and written only where nothing is wrong.

What is there stays: a row adds statements, and a table that says nothing new changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from .. import namespaces as ns
from ..checks import like_names, quick
from ..checks.check import run_all
from ..checks.statements import CARD
from ..content.files import Content, CuratedFile
from ..errors import CnskgError, ContentError
from ..findings import Finding
from ..rdf import PREF, TYPE
from .cells import Column, Reader
from .checking import shape_checks
from .form import with_comments
from .tables import CLASS_COLUMN, FORMS, LINK, PASSAGE_COLUMN, SLUG_COLUMN, Form, Row, Wrong, read_table
from .writing import locked, write_all

#: What a spreadsheet puts into a cell that it cannot work out.
FAULT = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!)")


class Imported(NamedTuple):
    """What became of a table: the files that were written, how many statements are new, and what is wrong."""

    files: list[Path]
    statements: int
    wrong: list[Wrong]


@dataclass(frozen=True)
class Stated:
    """A statement that a row makes: in which column, and in which file it belongs."""

    row: int
    column: str
    triple: ox.Triple
    file: CuratedFile


def import_table(root: Path, name: str, data: bytes, form: str, passage: str) -> Imported:
    """Take a CSV file over. Raises UsageError for a passage that there is not; what is wrong with rows is returned."""
    heads, rows = read_table(name, data)
    with locked(root):
        content = Content.read(root)
        stated, wrong = read_rows(content, form, heads, rows, passage)
        if wrong:
            return Imported([], 0, wrong)
        new = [one for one in stated if one.triple not in one.file.triples]
        if not new:
            return Imported([], 0, [])
        files = changed(new)
        wrong = judged(content, files, stated)
        if wrong:
            return Imported([], 0, wrong)
        write_all({file.path: file.text for file in files})
    return Imported([f.path for f in files], len({(one.file.name, one.triple) for one in new}), [])


def read_rows(
    content: Content, form: str, heads: list[str], rows: list[Row], passage: str
) -> tuple[list[Stated], list[Wrong]]:
    """What the rows state, and all that is wrong with them."""
    spoilt = _spoilt(heads, rows)
    if spoilt:
        return [], spoilt
    reader = Reader(content, {row.cells.get(SLUG_COLUMN, "").removeprefix("id:") for row in rows})
    if passage:
        reader.place(passage)
    columns, wrong = _columns(reader, form, heads)
    found: list[Stated] = []
    for row in rows if not wrong else ():
        one = Reading(reader, FORMS[form], row, passage, wrong)
        found += one.link() if form == "links" else one.thing(columns)
    return found, wrong + repeated(found) + clashing(found)


def _spoilt(heads: list[str], rows: list[Row]) -> list[Wrong]:
    """The heads that stand twice, of which only one could be read; and the cells where a spreadsheet tells a fault."""
    twice = [head for head, n in Counter(heads).items() if n > 1 and head]
    found = [Wrong(1, head, "the column stands twice", "Remove one, or give it another head.") for head in twice]
    for row in rows:
        for head, text in row.cells.items():
            if FAULT.fullmatch(text):
                hint = "Mend the formula in the spreadsheet, and save the table anew."
                found.append(Wrong(row.number, head, f"{text} is the spreadsheet's word for a fault", hint))
    return found


def repeated(stated: list[Stated]) -> list[Wrong]:
    """The rows that say nothing beside what another one of the same thing says."""
    said: dict[int, set[tuple[str, ox.Triple]]] = defaultdict(set)
    rows: dict[str, list[int]] = defaultdict(list)
    for one in stated:
        said[one.row].add((one.file.name, one.triple))
        if one.row not in rows[one.triple.subject.value]:
            rows[one.triple.subject.value].append(one.row)
    found = []
    for same in rows.values():
        for row in same:
            whole = next((o for o in same if said[row] < said[o] or (said[row] == said[o] and o < row)), 0)
            if whole:
                found.append(Wrong(row, "", f"the row says what row {whole} says", "Remove one of the two."))
    return found


def clashing(stated: list[Stated]) -> list[Wrong]:
    """The rows that give one thing another name or time than an earlier row does: most often two things, one slug."""
    first: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
    found = []
    for one in stated:
        earlier = first[one.file.name, one.triple.subject.value, one.triple.predicate.value]
        other = next((o for o in earlier if o.row != one.row and _excludes(o.triple, one.triple)), None)
        if other:
            said = f"row {other.row} is of {ns.compact(one.triple.subject.value)}, too, and has "
            said += f"{ns.compact(other.triple.object.value)} there"
            found.append(Wrong(one.row, one.column, said, "Give one of the two another slug, or mend the cell."))
        earlier.append(one)
    return found


def _columns(reader: Reader, form: str, heads: list[str]) -> tuple[list[Column], list[Wrong]]:
    """The columns of a table, and what is wrong with their heads."""
    found, wrong = [], []
    needed = LINK if form == "links" else (SLUG_COLUMN,)
    for head in needed:
        if head not in heads:
            wrong.append(Wrong(1, "", f"there is no column {head!r}", f"Such a table has {', '.join(needed)}."))
    for head in heads:
        try:
            if form != "links":
                found.append(reader.column(head))
            elif head not in (*LINK, PASSAGE_COLUMN):
                wrong.append(Wrong(1, head, "no such column", f"Links have {', '.join((*LINK, PASSAGE_COLUMN))}."))
        except CnskgError as error:
            wrong.append(Wrong(1, head, error.message, error.hint))
    return found, wrong


@dataclass
class Reading:
    """One row while it is read."""

    reader: Reader
    form: Form
    row: Row
    passage: str
    wrong: list[Wrong]

    def refuse(self, column: str, message: str, hint: str) -> None:
        """Take down what is wrong with the row."""
        self.wrong.append(Wrong(self.row.number, column, message, hint))

    def place(self) -> CuratedFile | None:
        """The file of the passage of this row; none where it has none."""
        text = self.row.cells.get(PASSAGE_COLUMN, self.passage)
        try:
            return self.reader.place(text) if text else None
        except CnskgError as error:
            self.refuse(PASSAGE_COLUMN, error.message, error.hint)
            return None

    def link(self) -> Iterator[Stated]:
        """The one statement of a row of links."""
        thing, named, value = (self.row.cells.get(head, "") for head in LINK)
        place = self.place()
        head = LINK[0]
        try:
            subject = self.reader.thing(thing)
            head = LINK[1]
            column = self.reader.column(named)
            head = LINK[2]
            nodes = self.reader.nodes(column, value)
        except CnskgError as error:
            return self.refuse(head, error.message, error.hint)
        yield from self.stated(subject, column, nodes, place)

    def thing(self, columns: list[Column]) -> Iterator[Stated]:
        """The statements of a row that is of one thing."""
        place = self.place()
        try:
            subject = self.reader.subject(self.row.cells.get(SLUG_COLUMN, ""))
        except CnskgError as error:
            return self.refuse(SLUG_COLUMN, error.message, error.hint)
        for column in columns:
            text = self.row.cells.get(column.head, "")
            try:
                if text and column.iri:
                    yield from self.stated(subject, column, self.reader.nodes(column, text), place)
            except CnskgError as error:
                self.refuse(column.head, error.message, error.hint)
        try:
            classes = self.reader.classes(self.row.cells.get(CLASS_COLUMN, self.form.cls))
        except CnskgError as error:
            return self.refuse(CLASS_COLUMN, error.message, error.hint)
        known = self.reader.content.types.get(subject, set())
        if not known or CLASS_COLUMN in self.row.cells:
            if not self.reader.content.ontology.is_a(classes, ns.CNS + self.form.cls):
                self.refuse(CLASS_COLUMN, f"this is no cns:{self.form.cls}", "Another table takes it.")
            nodes = [ox.NamedNode(cls) for cls in classes if cls not in known]
            yield from self.stated(subject, Column(CLASS_COLUMN, TYPE), nodes, place)

    def stated(
        self, subject: str, column: Column, nodes: Sequence[ox.NamedNode | ox.Literal], place: CuratedFile | None
    ) -> Iterator[Stated]:
        """Statements, each with the file in which it belongs."""
        on_card = self.form.cards and column.iri in CARD
        file = self.reader.card(subject, self.form.cards) if on_card else place
        if not nodes:
            return
        if file is None:
            return self.refuse(column.head, "the row has no passage", "Fill in its column, or say --passage.")
        for node in nodes:
            triple = ox.Triple(ox.NamedNode(subject), ox.NamedNode(column.iri), node)
            other = next((t for t in file.triples if _excludes(t, triple)), None)
            if other and triple not in file.triples:
                hint = f"Change {file.name}:{file.places.line_of(other)}, or the cell."
                self.refuse(column.head, f"the file says {ns.compact(other.object.value)!r} already", hint)
            yield Stated(self.row.number, column.head, triple, file)


def _excludes(there: ox.Triple, new: ox.Triple) -> bool:
    """Whether a statement that is there leaves no room for a new one: another name of the language, another time."""
    if (there.subject, there.predicate) != (new.subject, new.predicate) or there.object == new.object:
        return False
    if isinstance(there.object, ox.Literal) and isinstance(new.object, ox.Literal):
        return new.predicate.value == PREF and there.object.language == new.object.language
    return bool(new.object.value.startswith(ns.TIME) and there.object.value.startswith(ns.TIME))


def changed(new: list[Stated]) -> list[CuratedFile]:
    """The files with the new statements in them, in canonical form. Raises ContentError where one cannot be written."""
    added: dict[str, set[ox.Triple]] = defaultdict(set)
    files = {one.file.name: one.file for one in new}
    for one in new:
        added[one.file.name].add(one.triple)
    found = []
    for name, file in sorted(files.items()):
        triples = file.triples | added[name]
        try:
            text = with_comments(file, triples)
        except ValueError:
            raise ContentError(f"{name} has a blank node", hint="Run `cnskg fmt`, which names it.") from None
        found.append(CuratedFile(file.path, file.name, file.kind, file.graph, text, frozenset(triples)))
    return found


def judged(content: Content, files: list[CuratedFile], stated: list[Stated]) -> list[Wrong]:
    """What the checks find in the changed files that they did not find before, by row."""
    fresh = {file.name: file for file in files}
    after = replace(content, files=(*(f for f in content.files if f.name not in fresh), *files))
    touched = frozenset(fresh)
    before = {(f.rule, f.file, f.message) for f in _findings(replace(content, chosen=touched))}
    found = []
    for one in _findings(replace(after, chosen=touched)):
        if one.severity == "error" and (one.rule, one.file, one.message) not in before:
            row = _row(one, [told for told in stated if told.file.name in fresh], fresh)
            said = f"{one.message} [{one.rule}]"
            told_at = (
                Wrong(row.row, row.column, said, one.hint) if row else Wrong(0, "", f"{one.file}: {said}", one.hint)
            )
            found.append(told_at)
    return sorted(found)


def _row(finding: Finding, stated: list[Stated], fresh: dict[str, CuratedFile]) -> Stated | None:
    """The statement of the table that a finding is about: the one on its line, else the first on what it names."""
    for one in stated:
        if (one.file.name, fresh[one.file.name].places.line_of(one.triple)) == (finding.file, finding.line):
            return one
    named = {word.rstrip(":,.") for word in finding.message.split()}
    return next((one for one in stated if ns.compact(one.triple.subject.value) in named), None)


def _findings(content: Content) -> list[Finding]:
    """What the checks and the shapes find in the chosen files, and by them elsewhere."""
    found = quick.run(content) + run_all(content, like_names.CHECKS)
    asked, _ = shape_checks(content, found)
    return found + run_all(content, asked)
