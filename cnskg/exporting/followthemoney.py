"""People, organisations, posts, tenures and sanctions in FollowTheMoney, as entities and as statements.

Which class or property of ours is which of theirs stands among the links of the release (data/links/), and nowhere
here; what has no counterpart there is left out. Only what is stated is taken, nothing inferred and nothing claimed;
what is named are schemas of FollowTheMoney 4, whose library is not needed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .. import namespaces as ns
from ..content import timespans
from ..rdf import TYPE
from .facts import Facts

FTM = "https://schema.followthemoney.tech/#"
DATASET = "cnskg"
#: The schemas that are written, of the many that have counterparts; and theirs for who is a target and nothing else.
SCHEMAS = ("Person", "Company", "PublicBody", "Organization", "Position", "Occupancy", "Sanction")
OTHER = "LegalEntity"
#: Types of properties (theirs), and what of ours they are besides the links.
TYPES = {
    "name": "name", "alias": "name", "summary": "text", "wikidataId": "identifier", "sourceUrl": "url",
    "holder": "entity", "post": "entity", "organization": "entity", "entity": "entity", "authority": "string",
    "startDate": "date", "endDate": "date", "date": "date",
}  # fmt: skip
_LANGUAGES = {"en": "eng", "zh-hans": "zho", "zh-hant": "zho"}
#: Intervals have no names, so that the words of ours on them are a summary.
_NAMELESS = ("Occupancy", "Sanction")
_DATES = {"startDate", "endDate", "date"}
COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip


class Value(NamedTuple):
    """A value of an entity: of which property, where it comes from, in which language."""

    prop: str
    value: str
    origin: str
    language: str = ""


@dataclass
class Entity:
    """An entity of theirs."""

    id: str
    schema: str
    values: list[Value] = field(default_factory=list)

    def add(self, prop: str, value: str, origin: str, language: str = "") -> None:
        """One more value, unless it has it already."""
        if all((one.prop, one.value, one.language) != (prop, value, language) for one in self.values):
            self.values.append(Value(prop, value, origin, language))


def write(folder: Path, facts: Facts) -> list[Path]:
    """Write entities (a JSON object a line) and statements (CSV)."""
    place = folder / "followthemoney"
    place.mkdir()
    paths = [place / "entities.ftm.json", place / "statements.csv"]
    with paths[0].open("w", encoding="utf-8") as lines, paths[1].open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table, dialect=csv.unix_dialect)
        writer.writerow(COLUMNS)
        for entity in entities(facts):
            lines.write(json.dumps(_told(entity), ensure_ascii=False) + "\n")
            writer.writerows(_statements(entity))
    return paths


def entities(facts: Facts) -> Iterator[Entity]:
    """The entities, sorted by what they are of."""
    base, theirs = facts.base, _mapped(facts.base)
    base.execute("CREATE TEMP TABLE theirs (iri PRIMARY KEY, schema)")
    for schema in reversed(SCHEMAS):  # of several the first one, which is the narrowest
        for (cls,) in base.execute("SELECT thing FROM links WHERE target = ?", (FTM + schema,)).fetchall():
            of_class = "SELECT subject FROM statements WHERE property = ? AND object = ?"
            base.execute(f"INSERT OR REPLACE INTO theirs SELECT subject, ? FROM ({of_class})", (schema, TYPE, cls))
    targets = "SELECT object FROM statements JOIN theirs ON iri = subject WHERE schema = 'Sanction' AND property = ?"
    base.execute(f"INSERT OR IGNORE INTO theirs SELECT DISTINCT object, ? FROM ({targets})", (OTHER, ns.CNS + "target"))
    for iri, schema in base.execute("SELECT iri, schema FROM theirs ORDER BY iri").fetchall():
        made = _entity(base, iri, schema, theirs)
        yield from _sanctions(base, iri, made) if schema == "Sanction" else [made]
    base.execute("DROP TABLE temp.theirs")


def mapped(base: sqlite3.Connection) -> bool:
    """Whether there are links to their schemas at all."""
    return base.execute("SELECT 1 FROM links WHERE substr(target, 1, length(?1)) = ?1", (FTM,)).fetchone() is not None


def _mapped(base: sqlite3.Connection) -> dict[str, set[str]]:
    """The properties of ours, and what theirs are called."""
    found: dict[str, set[str]] = {}
    for thing, target in base.execute(
        "SELECT thing, target FROM links WHERE substr(target, 1, length(?1)) = ?1", (FTM,)
    ):
        _, colon, prop = target.removeprefix(FTM).partition(":")
        if colon and prop in TYPES:
            found.setdefault(thing, set()).add(prop)
    found.setdefault(ns.CNS + "asOf", set()).add("date")  # no counterpart, but dates of an interval all the same
    found.setdefault(ns.CNS + "when", set()).add("date")
    return found


#: What is stated of a thing; values that are things only where they are among the entities.
_SAID = """
SELECT property, object, status, EXISTS (SELECT 1 FROM theirs WHERE iri = object) FROM statements
WHERE subject = ? AND status != 'inferred' AND object IS NOT NULL ORDER BY id
"""
_NAMES = "SELECT kind, language, label FROM labels WHERE thing = ? ORDER BY kind DESC, language, label"
_WIKIDATA = "http://www.wikidata.org/entity/"
_SOURCES = """
SELECT DISTINCT source FROM evidence JOIN statements ON statement = id WHERE subject = ? AND kind != 'ours' ORDER BY 1
"""


def _entity(base: sqlite3.Connection, iri: str, schema: str, mapped: dict[str, set[str]]) -> Entity:
    """What is stated of a thing, as an entity."""
    made = Entity(_id(iri), schema)
    for kind, language, label in base.execute(_NAMES, (iri,)):
        prop = "summary" if schema in _NAMELESS else "name" if kind == "preferred" else "alias"
        prop = "alias" if prop == "name" and language == "zh-latn-pinyin" else prop
        made.add(prop, label, "editorial", _LANGUAGES.get(language, ""))
    for (text,) in base.execute("SELECT description FROM things WHERE iri = ? AND description > ''", (iri,)):
        made.add("summary", text, "editorial", "eng")
    for name, thing, status, known in base.execute(_SAID, (iri,)):
        for prop in sorted(mapped.get(name, ())):
            _add(made, prop, thing, status, bool(known))
    same = "SELECT target FROM links WHERE thing = ? AND substr(target, 1, length(?2)) = ?2 ORDER BY 1"
    if schema not in _NAMELESS:
        for (target,) in base.execute(same, (iri, _WIKIDATA)):
            made.add("wikidataId", target.removeprefix(_WIKIDATA), "editorial")
    for (source,) in base.execute(_SOURCES, (iri,)):
        made.add("sourceUrl", source, "asserted")
    return made


def _add(made: Entity, prop: str, thing: str, status: str, known: bool) -> None:
    """A value that is a time or an entity; what is neither is left out, and so are dates of what has none."""
    if prop in _DATES:
        if made.schema in _NAMELESS and (day := date(thing, last=prop == "endDate")):
            made.add(prop, day, status)
    elif TYPES[prop] == "entity" and known and prop != "entity":
        made.add(prop, _id(thing), status)


def date(span: str, last: bool = False) -> str:
    """A time span as their dates are, as precise as it can be said; nothing for what is wider than a year."""
    slug = span.removeprefix(ns.TIME)
    try:
        timespans.read(slug)
    except ValueError:
        return ""
    ends = slug.split("--")
    end = ends[-1] if last else ends[0]
    year, _, rest = end.partition("-")
    if "X" in year:
        return ""
    month = rest.partition("-")[0]
    return end if not month or int(month) <= 12 else year  # seasons, quarters and halves have higher numbers


def _sanctions(base: sqlite3.Connection, iri: str, whole: Entity) -> Iterator[Entity]:
    """An act of sanctions as one entity a target, as theirs are; who imposes it stands there by name."""
    said = "SELECT object, value, status FROM statements WHERE subject = ? AND property = ? AND status != 'inferred'"
    imposed = base.execute(f"{said} ORDER BY id", (iri, ns.CNS + "actor")).fetchall()
    for target, _, status in base.execute(f"{said} ORDER BY id", (iri, ns.CNS + "target")).fetchall():
        made = Entity(f"{whole.id}--{target.removeprefix(ns.ID)}", whole.schema)
        made.add("entity", _id(target), status)
        for _, name, origin in imposed:
            made.add("authority", name, origin)
        for value in whole.values:
            made.add(*value)
        yield made


def _id(iri: str) -> str:
    return f"{DATASET}-{iri.removeprefix(ns.ID)}"


def _told(entity: Entity) -> dict[str, object]:
    """An entity in JSON."""
    properties: dict[str, list[str]] = {}
    for value in entity.values:
        held = properties.setdefault(value.prop, [])
        if value.value not in held:
            held.append(value.value)
    return {"id": entity.id, "schema": entity.schema, "properties": properties, "datasets": [DATASET]}


def _statements(entity: Entity) -> Iterator[tuple[str, ...]]:
    """An entity as statements, the last of which has the digest of the others."""
    numbers = []
    for one in entity.values:
        said = f"{DATASET}.{entity.id}.{one.prop}.{one.value}" + (f"@{one.language}" if one.language else "")
        numbers.append(_sha1(said))
        yield _row(entity, one, TYPES[one.prop], numbers[-1])
    whole = _sha1(entity.schema + "".join(sorted(numbers)))
    yield _row(entity, Value("id", whole, ""), "checksum", _sha1(f"{DATASET}.{entity.id}.id.{whole}"))


def _row(entity: Entity, one: Value, type: str, number: str) -> tuple[str, ...]:
    start = (entity.id, entity.id, one.prop, type, entity.schema, one.value, DATASET)
    return (*start, one.origin, one.language, "", "f", "", "", number)


def _sha1(text: str) -> str:
    """The digest by which theirs are called."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
