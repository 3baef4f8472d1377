"""Mapping files: whole, of known predicates, about entities and terms of ours, each mapping once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.characters import mended, oddities, told
from ..content.files import DATA, Content
from ..content.listing import shown
from ..content.mappings import MODIFIER, NOT, MappingFile, Row, mapping_paths, read
from ..folding import fold
from ..rdf import ALT, PREF
from .check import Check, Fault, check, once

HEADER = ("mapping_set_id", "license", "mapping_set_version", "curie_map")
COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification")
#: Between concepts, and between terms of vocabularies; SKOS makes concepts of both ends.
BETWEEN_CONCEPTS = {f"skos:{p}Match" for p in ("exact", "close", "related", "broad", "narrow")}
#: Between other things: the same one, or one that is near it.
BETWEEN_THINGS = {"schema:sameAs", "rdfs:seeAlso"}
#: Of those, what says that both are one.
SAME = {"skos:exactMatch", "schema:sameAs"}
PREDICATES = BETWEEN_CONCEPTS | BETWEEN_THINGS
JUSTIFICATIONS = {"semapv:ManualMappingCuration", "semapv:MappingReview", "semapv:LexicalMatching"}
IDENTIFIERS = ("subject_id", "object_id")
#: What identifiers look like, by the namespace that they stand in, each with an example.
FORMS = {
    "http://www.wikidata.org/entity/": (r"[QP][1-9]\d*", "wd:Q148"),
    "https://sws.geonames.org/": (r"[1-9]\d*/", "geonames:1814991/"),
    "https://ror.org/": (r"0[0-9a-hj-km-np-tv-z]{6}\d{2}", "ror:0135c5n64"),
    "http://id.loc.gov/authorities/names/": (r"n[a-z]?\d{8,10}", "lcnaf:n79091151"),
    "http://eurovoc.europa.eu/": (r"[1-9]\d*|c_[0-9a-f]+", "eurovoc:261"),
}
CONCEPT = ns.CNS + "Concept"
LIKE_THE_OTHERS = "See the other files under data/links/."


@once
def files(content: Content) -> list[MappingFile]:
    """The mapping files of the content that can be read."""
    paths = [path for path in mapping_paths(content.root) if not content.is_unread(shown(content.root, path))]
    return [read(content.root, path) for path in paths]


def rows(content: Content) -> Iterator[tuple[MappingFile, Row]]:
    """Each row, with its file."""
    return ((file, row) for file in files(content) for row in file.rows)


@check("sssom-header", cases=HEADER)
def header(content: Content) -> Iterator[Fault]:
    """The header of a mapping file says what it is, of which version, under which licence, with which prefixes."""
    for file in files(content):
        for name in HEADER:
            if name not in file.header:
                yield Fault(file.name, 1, f"the header lacks {name}", LIKE_THE_OTHERS)


@check("sssom-empty")
def empty(content: Content) -> Iterator[Fault]:
    """A mapping file holds a mapping."""
    for file in files(content):
        if not file.rows:
            yield Fault(file.name, 1, "there is no mapping", "Remove the file, or fill it.")


@check("sssom-columns", cases=COLUMNS)
def columns(content: Content) -> Iterator[Fault]:
    """A mapping file has all columns."""
    for file in files(content):
        for name in COLUMNS:
            if file.rows and name not in file.columns:
                yield Fault(file.name, file.first, f"the column {name} is missing", LIKE_THE_OTHERS)


@check("sssom-cell", cases=COLUMNS)
def cell(content: Content) -> Iterator[Fault]:
    """Every column of a mapping is filled."""
    for file, row in rows(content):
        for name in COLUMNS:
            if name in file.columns and not row.cells[name].strip():
                yield Fault(file.name, row.line, f"{name} is empty", "Fill it, or remove the row.")


@check("sssom-predicate", allowed=PREDICATES)
def predicate(content: Content) -> Iterator[Fault]:
    """A mapping is of a known predicate."""
    for file, row in rows(content):
        found = row.cells.get("predicate_id", "")
        if found and found not in PREDICATES:
            hint = f"Use one of {', '.join(sorted(PREDICATES))}."
            yield Fault(file.name, row.line, f"{found} is no mapping predicate", hint)


@check("sssom-sort", cases=("a thing mapped as a concept", "a concept mapped as a thing", "a term mapped as a thing"))
def sort(content: Content) -> Iterator[Fault]:
    """Concepts and terms are mapped with SKOS, all else with schema:sameAs or rdfs:seeAlso."""
    for file, row in rows(content):
        iri, found = file.expand(row.cells.get("subject_id", "")), row.cells.get("predicate_id", "")
        types = content.types.get(iri, set())
        as_concept = content.ontology.is_a(types, CONCEPT) or iri in content.ontology.kinds
        right = BETWEEN_CONCEPTS if as_concept else BETWEEN_THINGS
        if found in PREDICATES - right and (types or as_concept):  # what is not known, another check tells
            said = "is a concept or a term" if as_concept else "is no concept"
            hint = f"Use one of {', '.join(sorted(right))}."
            yield Fault(file.name, row.line, f"{found} does not suit {ns.compact(iri)}, which {said}", hint)


@check("sssom-justification", allowed=JUSTIFICATIONS)
def justification(content: Content) -> Iterator[Fault]:
    """A mapping has a known justification."""
    for file, row in rows(content):
        found = row.cells.get("mapping_justification", "")
        if found and found not in JUSTIFICATIONS:
            hint = f"Use one of {', '.join(sorted(JUSTIFICATIONS))}."
            yield Fault(file.name, row.line, f"the justification {found} is not known", hint)


@check("sssom-curie", cases=(*IDENTIFIERS, "no IRI"))
def curie(content: Content) -> Iterator[Fault]:
    """The prefix of an identifier stands in the curie_map, or is one of ours, and makes an IRI of it."""
    for file, row in rows(content):
        for name in IDENTIFIERS:
            found = row.cells.get(name, "")
            if found and not file.expand(found):
                message = f"the prefix {found.partition(':')[0]!r} of {name} is not in the curie_map"
                yield Fault(file.name, row.line, message, "Add the prefix to the header, or mend the identifier.")
            elif found and not is_iri(file.expand(found)):
                message = f"{file.expand(found)!r} is no IRI"
                yield Fault(file.name, row.line, message, "Mend the identifier, or the prefix in the header.")


@check("sssom-form", cases=FORMS)
def form(content: Content) -> Iterator[Fault]:
    """An identifier of Wikidata, GeoNames, ROR, LCNAF or EuroVoc has the form that identifiers have there."""
    for file, row in rows(content):
        for name in IDENTIFIERS:
            found = row.cells.get(name, "")
            iri = file.expand(found)
            for namespace, (wanted, example) in FORMS.items():
                if iri.startswith(namespace) and not re.fullmatch(wanted, iri.removeprefix(namespace)):
                    hint = f"Write it like {example}."
                    yield Fault(file.name, row.line, f"{found} cannot be an identifier of {namespace}", hint)


def is_iri(text: str) -> bool:
    """Whether a text can be the name of a thing."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


@check("sssom-unseen")
def unseen_cell(content: Content) -> Iterator[Fault]:
    """No cell of a mapping has a character that nobody sees or takes for another."""
    for file, row in rows(content):
        for name, text in row.cells.items():
            for odd in oddities(text)[:1]:
                hint = f"Type it anew, in plain characters: {mended(text)!r}."
                yield Fault(file.name, row.line, f"{name} has {told(text, odd)}", hint)


@check("sssom-subject")
def subject(content: Content) -> Iterator[Fault]:
    """A mapping is of an entity or a term of ours."""
    for file, row in rows(content):
        iri = file.expand(row.cells.get("subject_id", ""))
        if content.unsure(iri):
            continue
        if iri and iri not in content.types and not (iri.startswith(ns.CNS) and iri in content.ontology.kinds):
            near = content.near(iri)
            hint = f"Did you mean {', '.join(near)}?" if near else "Mend the identifier, or remove the row."
            yield Fault(file.name, row.line, f"{ns.compact(iri)} is no entity or term of ours", hint)


@check("sssom-modifier")
def modifier(content: Content) -> Iterator[Fault]:
    """A mapping holds, or is refused by the modifier Not."""
    for file, row in rows(content):
        found = row.cells.get(MODIFIER, "")
        if found and not row.refused:
            yield Fault(file.name, row.line, f"{found} is no modifier", f"Leave {MODIFIER} empty, or write {NOT}.")


@check("sssom-refused")
def refused(content: Content) -> Iterator[Fault]:
    """No mapping that is refused stands as one that holds, too."""
    said = {_ends(file, row): f"{file.name}:{row.line}" for file, row in rows(content) if row.refused}
    for file, row in rows(content):
        if not row.refused and _ends(file, row) in said:
            message = f"the mapping is refused in {said[_ends(file, row)]}"
            yield Fault(file.name, row.line, message, "Remove one of them.")


def _ends(file: MappingFile, row: Row) -> tuple[str, ...]:
    return tuple(file.expand(row.cells.get(f"{end}_id", "")) for end in ("subject", "predicate", "object"))


@check("sssom-twice")
def twice(content: Content) -> Iterator[Fault]:
    """No mapping stands twice."""
    seen: dict[tuple[str, ...], str] = {}
    for file, row in rows(content):
        mapping = _ends(file, row)
        if row.refused:
            continue
        if mapping in seen and all(mapping):
            yield Fault(file.name, row.line, f"the mapping stands in {seen[mapping]} already", "Remove one of them.")
        seen.setdefault(mapping, f"{file.name}:{row.line}")


@check("sssom-one-thing")
def one_thing(content: Content) -> Iterator[Fault]:
    """What is one thing elsewhere is the same as one thing of ours only."""
    seen: dict[str, tuple[str, str]] = {}
    for file, row in rows(content):
        mine, theirs = (file.expand(row.cells.get(name, "")) for name in IDENTIFIERS)
        if row.cells.get("predicate_id", "") in SAME and not row.refused and mine and theirs:
            other, place = seen.setdefault(theirs, (mine, f"{file.name}:{row.line}"))
            if other != mine:
                message = f"{row.cells['object_id']} is {ns.compact(other)} in {place}, and {ns.compact(mine)} here"
                hint = "Remove the wrong one; if it is one thing, merge the two cards; if it is only near, say so."
                yield Fault(file.name, row.line, message, hint)


@check("sssom-label", severity="warning")
def label(content: Content) -> Iterator[Fault]:
    """The label of what is mapped is one of its names: who sorts one column alone moves it to another row."""
    names: dict[str, set[str]] = defaultdict(set)
    for _, t in content.stating((PREF, ALT), *DATA):
        names[t.subject.value].add(t.object.value)
    for file, row in rows(content):
        iri, told = file.expand(row.cells.get("subject_id", "")), row.cells.get("subject_label", "")
        if not told or iri not in names or told in names[iri] or content.unsure(iri):
            continue  # folding takes long: only where the label is not the very name
        if fold(told) not in map(fold, names[iri]):
            message = f"{ns.compact(iri)} has no name {told!r}"
            yield Fault(file.name, row.line, message, "Mend the label, or look whether the columns lie awry.")


@check("sssom-two-things", severity="warning")
def two_things(content: Content) -> Iterator[Fault]:
    """One thing of ours is the same as one thing of Wikidata, of GeoNames and so on, which have each thing once."""
    seen: dict[tuple[str, str], Row] = {}
    for file, row in rows(content):
        mine, theirs = (file.expand(row.cells.get(name, "")) for name in IDENTIFIERS)
        if row.cells.get("predicate_id", "") in SAME and not row.refused and mine and theirs:
            space = next((one for one in FORMS if theirs.startswith(one)), "")
            first = seen.setdefault((mine, space), row)
            if space and first.cells["object_id"] != row.cells["object_id"]:
                message = f"{ns.compact(mine)} is {first.cells['object_id']} ({first.cells['object_label']}), and "
                message += f"{row.cells['object_id']} ({row.cells['object_label']}) here"
                hint = "Remove the wrong one; what is only near is a skos:closeMatch, or an rdfs:seeAlso."
                yield Fault(file.name, row.line, message, hint)


CHECKS: tuple[Check, ...] = (
    header, empty, columns, cell, predicate, sort, justification, curie, form, unseen_cell, subject, modifier,
    refused, twice, one_thing, label, two_things,
)  # fmt: skip
