"""The cells of a table as nodes of the graph: names, times, things and values, as their properties take them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pyoxigraph as ox

from .. import namespaces as ns
from ..content import timespans
from ..content.files import DATA, Content, CuratedFile, Kind
from ..errors import ContentError, UsageError
from ..nearest import nearest
from ..rdf import ALT, PREF, XSD
from .tables import BETWEEN, CLASS_COLUMN, NAMES, PASSAGE_COLUMN, SLUG_COLUMN
from .writing import SLUG, name, plain

#: How spreadsheets count days, and from which: numbers of five digits are those of the years 1927 to 2173.
NUMBERED_DAY, DAY_NUMBER_0 = re.compile("[1-9][0-9]{4}"), date(1899, 12, 30)


@dataclass(frozen=True)
class Column:
    """A column: as it is headed, its property, and the language of its values; no property for those that place."""

    head: str
    iri: str = ""
    language: str = ""


@dataclass
class Reader:
    """Reads cells in the light of what is there, and of the slugs that the table brings along."""

    content: Content
    slugs: set[str]

    @cached_property
    def bearers(self) -> dict[str, set[str]]:
        """What bears a name."""
        found: dict[str, set[str]] = defaultdict(set)
        for _, t in self.content.statements(*DATA):
            if t.predicate.value in (PREF, ALT) and t.subject.value.startswith(ns.ID):
                found[straight(t.object.value)].add(t.subject.value)
        return found

    @cached_property
    def places(self) -> dict[str, CuratedFile]:
        """The files that facts go into: passages as DOCUMENT/NUMBER, other sources as background/NAME."""
        found = self.content.of(Kind.PASSAGE, Kind.BACKGROUND)
        return {f.graph.removeprefix(ns.PSG).removeprefix(ns.BASE): f for f in found}

    def place(self, text: str) -> CuratedFile:
        """The file of a passage. Raises UsageError where there is none."""
        if text not in self.places:
            near = ", ".join(nearest(text, self.places))
            hint = f"Did you mean {near}?" if near else "Write DOCUMENT/NUMBER, such as merics-2022/p012."
            raise UsageError(f"there is no passage {text!r}", hint=hint)
        return self.places[text]

    @cached_property
    def homes(self) -> dict[str, CuratedFile]:
        """The file of each thing's card."""
        return {t.subject.value: file for file, t in self.content.statements(Kind.ENTITIES)}

    def card(self, iri: str, stem: str) -> CuratedFile:
        """The file of a thing's card: where it is, or where a new one goes, perhaps a file that is not there yet."""
        wanted = f"data/entities/{stem}.ttl"
        there = self.homes.get(iri) or next((f for f in self.content.of(Kind.ENTITIES) if f.name == wanted), None)
        path = self.content.root / wanted
        return there or CuratedFile(path, wanted, Kind.ENTITIES, ns.GRAPH_ENTITIES, "", frozenset())

    def column(self, head: str) -> Column:
        """A column by its head. Raises ContentError where no property has that name."""
        bare, _, language = head.partition("@")
        if head in (SLUG_COLUMN, CLASS_COLUMN, PASSAGE_COLUMN):
            return Column(head)
        if bare in NAMES:
            if not language:
                raise ContentError(f"the column {head} has no language", hint=f"Write {head}@en, {head}@zh-hans, ….")
            return Column(head, NAMES[bare], language.lower())
        return Column(head, self.property(bare), language.lower())

    def property(self, text: str) -> str:
        """The IRI of a property of ours. Raises ContentError where there is none of the name."""
        iri = ns.CNS + text.removeprefix("cns:")
        if self.content.ontology.kinds.get(iri) not in ("object", "data", "annotation"):
            near = self.content.ontology.nearest(iri, "object", "data", "annotation")
            columns = nearest(text.lower(), (SLUG_COLUMN, CLASS_COLUMN, PASSAGE_COLUMN, *NAMES), 1)
            columns = [f"{one}@en" if one in NAMES else one for one in columns]
            meant = [*columns, *(one.removeprefix("cns:") for one in near)]
            hint = f"Did you mean {', '.join(meant)}?" if meant else "`cnskg find` knows properties by words for them."
            raise ContentError(f"there is no property {text[:60]!r}", hint=hint)
        return iri

    def classes(self, text: str) -> list[str]:
        """Classes by their names. Raises ContentError where there is none of the name."""
        found = [ns.CNS + one.strip().removeprefix("cns:") for one in text.split(BETWEEN.strip())]
        for iri in found:
            if self.content.ontology.kinds.get(iri) != "class":
                near = ", ".join(self.content.ontology.nearest(iri, "class"))
                raise ContentError(f"there is no class {ns.compact(iri)}", hint=f"Near: {near or 'none'}.")
        return found

    def subject(self, text: str) -> str:
        """The IRI of what a row is of. Raises UsageError for what is no slug."""
        bare = text.removeprefix("id:")
        if not SLUG.fullmatch(bare.replace("--", "-")):
            raise UsageError(f"{text!r} is no slug", hint="Use a-z, 0-9 and -.")
        return ns.ID + bare

    def nodes(self, column: Column, text: str) -> list[ox.NamedNode | ox.Literal]:
        """The values of a cell. Raises a CnskgError for one that cannot be read."""
        return [self.node(column, one.strip()) for one in text.split(BETWEEN)]

    def node(self, column: Column, text: str) -> ox.NamedNode | ox.Literal:
        """One value of a cell: a name, a time, a thing or a literal, as its property takes it."""
        if column.iri in NAMES.values():
            return name(column.language, text)
        ranges = self.content.ontology.ranges.get(column.iri, set())
        if self.content.ontology.kinds[column.iri] == "object":
            return ox.NamedNode(time(text) if ns.CNS + "TimeSpan" in ranges else self.thing(text))
        if column.language:
            return ox.Literal(plain(text), language=column.language)
        kind = next((one for one in sorted(ranges) if one.startswith(XSD)), XSD + "string")
        return ox.Literal(plain(text), datatype=ox.NamedNode(kind))

    def thing(self, text: str) -> str:
        """The IRI of a thing: by its slug or IRI, or by a name that only it bears. Raises ContentError for others."""
        prefix, colon, _ = text.partition(":")
        if colon and prefix in ns.PREFIXES:
            return ns.expand(text)
        if ns.ID + text in self.content.types or text in self.slugs:
            return ns.ID + text
        found = sorted(self.bearers.get(straight(text), ()))
        if len(found) == 1:
            return found[0]
        if found:
            raise ContentError(f"{text!r} names {', '.join(map(ns.compact, found))}", hint="Write the slug of one.")
        near = ", ".join(nearest(straight(text), self.bearers))
        hint = f"Did you mean {near}? If not, " if near else ""
        hint += "`cnskg find` finds cards; a new one is a row of its own."
        raise ContentError(f"nothing has the slug or the name {text!r}", hint=hint)


def time(text: str) -> str:
    """The IRI of a time span. Raises ContentError where it cannot be told."""
    slug = text.removeprefix("span:")
    slug = timespans.guess(slug) or slug
    try:
        timespans.read(slug)
    except ValueError as error:
        examples = timespans.EXAMPLES.replace("span:", "")
        hint = f"Write a time, year first, such as {examples}."
        if NUMBERED_DAY.fullmatch(text):
            day = DAY_NUMBER_0 + timedelta(days=int(text))
            hint = f"If a spreadsheet wrote it for {day}, format the column as text there, and write {day}."
        raise ContentError(str(error), hint=hint) from None
    return ns.TIME + slug


def straight(text: str) -> str:
    """A name with straight apostrophes, since a spreadsheet sets others."""
    return text.replace("\u2019", "'").replace("\u2018", "'")
