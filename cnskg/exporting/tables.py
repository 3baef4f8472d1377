"""The tables of an export: the columns of those that every release has, and which classes have tables of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .. import namespaces as ns

#: Between several values of a cell.
BETWEEN = " | "
OTHERS = "others"


@dataclass(frozen=True)
class Column:
    """A column: its name, what is in it, its type (of Table Schema), and of which table it names a row."""

    name: str
    about: str
    type: str = "string"
    rows_of: str = ""  # the table whose key the values are


@dataclass(frozen=True)
class Table:
    """A table: its name, what a row of it is, its columns; the first is its key where `keyed`."""

    name: str
    about: str
    columns: tuple[Column, ...]
    keyed: bool = True

    @property
    def heads(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]


class Kind(NamedTuple):
    """A class with a table of its own: classes whose things are in it, those below included."""

    table: str
    classes: tuple[str, ...]
    about: str


#: A thing is in the first table that fits; what fits none is in `others`.
KINDS = (
    Kind("people", ("Person",), "a person"),
    Kind("organs", ("Organ", "InternationalOrgan"), "an organ of a party, a state, its forces or courts"),
    Kind("organisations", ("Organisation",), "an organisation that is no organ"),
    Kind("groups", ("Collective",), "a group of people or of organisations"),
    Kind("places", ("Place", "State"), "a state, region, city or site"),
    Kind("laws", ("Law",), "a law"),
    Kind("provisions", ("Provision",), "a provision of a law"),
    Kind("posts", ("Post",), "a post in an organ or organisation"),
    Kind("tenures", ("Tenure",), "somebody's time in a post"),
    Kind("security_types", ("SecurityConcern",), "a type of security, or another concern"),
    Kind("security_lists", ("SecurityList", "Era"), "a list of types of security"),
    Kind("placements", ("Placement",), "a type's place in a list"),
    Kind("tiers", ("Tier",), "a tier of types of security"),
    Kind("documents", ("Document",), "a document that is a source, or that one cites"),
    Kind("citations", ("Citation",), "a citation in a document"),
    Kind("sanctions", ("Sanction",), "an act of sanctions"),
    Kind("coercion_episodes", ("CoercionEpisode",), "an episode of coercion"),
    Kind("events", ("Event",), "an event"),
    Kind("policies", ("Undertaking",), "a policy, initiative or campaign"),
    Kind("formulations", ("Formulation", "Doctrine"), "a term, slogan or doctrine"),
    Kind("renderings", ("Rendering",), "a rendering of a term in another language"),
    Kind("concepts", ("Concept",), "what claims and facts are about: an issue, idea, good, conduct"),
    Kind("claims", ("Claim",), "a claim: that somebody makes it is a fact, what it says is none"),
    Kind("propositions", ("Proposition",), "a proposition, which nobody states as a fact"),
    Kind("comparisons", ("Comparison",), "a finding of ours about two claims"),
    Kind("passages", ("Passage",), "a passage of a source document"),
    Kind("background_sources", ("BackgroundSource",), "a source beyond the documents"),
    Kind("time_spans", ("TimeSpan",), "a day, month, year or longer span"),
    Kind(OTHERS, (), "a thing of any other class"),
)
_STATUS = Column("status", "asserted: passages or sources state it; editorial: ours; inferred: it follows by rules")
_SUBJECT = (
    Column("subject", "IRI of what it is about", rows_of="things"),
    Column("subject_name", "its name in English"),
)
_SAID = (
    Column("property", "IRI of the property"),
    Column("property_name", "its name in English"),
    Column("object", "IRI of the value; empty for a literal"),
    Column("value", "the value in words: a name in English, or a literal"),
    Column("datatype", "IRI of the literal's datatype; empty for an IRI and for text in a language"),
    Column("language", "language tag of a text"),
)

ABOUT = Table("about", "what this export is of", (Column("key", "what is told"), Column("value", "the same")))
THINGS = Table(
    "things",
    "anything that statements are about",
    (
        Column("iri", "IRI"),
        Column("table_name", "the table that has its own row"),
        Column("class", "classes that are stated of it, in English"),
        Column("name_en", "name in English"),
        Column("name_zh", "name in Chinese, simplified characters"),
        Column("pinyin", "name in pinyin"),
        Column("description", "one line on what it is, by the editors"),
    ),
)
LABELS = Table(
    "labels",
    "a name of a thing",
    (
        Column("thing", "IRI of the thing", rows_of="things"),
        Column("kind", "preferred, other, or made (by the build, for what has no name of its own)"),
        Column("language", "language tag"),
        Column("label", "the name"),
    ),
    keyed=False,
)
STATEMENTS = Table(
    "statements",
    "a fact, once, with its status",
    (Column("id", "number within this release", "integer"), *_SUBJECT, *_SAID, _STATUS),
)
EVIDENCE = Table(
    "evidence",
    "a graph that has a statement; inferred ones have none",
    (
        Column("statement", "number of the statement", "integer", "statements"),
        Column("source", "IRI of the passage, the background source or the graph of ours"),
        Column("source_name", "its name in English"),
        Column("kind", "passage, background or ours"),
    ),
    keyed=False,
)
TERMS = Table(
    "terms",
    "a class or property of the ontology",
    (
        Column("iri", "IRI"),
        Column("kind", "class, object, data or annotation"),
        Column("name_en", "name in English"),
        Column("name_zh", "name in Chinese"),
        Column("definition", "definition in English"),
        Column("definition_zh", "definition in Chinese"),
    ),
)
CLAIMED = Table(
    "claimed",
    "what a claim says: no fact",
    (
        Column("claim", "IRI of the claim", rows_of="things"),
        Column("claim_name", "its name in English"),
        Column("stance", "contends, denies, leavesOpen, callsFor or callsAgainst"),
        Column("qualified", "whether a hedge, a condition or a qualifier goes with it", "boolean"),
        Column("subject", "IRI of what it is about"),
        Column("subject_name", "its name in English"),
        *_SAID,
    ),
    keyed=False,
)
LINKS = Table(
    "links",
    "a mapping to other open data",
    (
        Column("thing", "IRI of a thing or term of ours"),
        Column("thing_name", "its name in English"),
        Column("relation", "IRI of the relation"),
        Column("target", "IRI of the counterpart"),
    ),
    keyed=False,
)
FIXED = (ABOUT, THINGS, LABELS, STATEMENTS, EVIDENCE, TERMS, CLAIMED, LINKS)


def create(table: Table) -> str:
    """The table in SQL."""
    types = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
    lines = [f'"{c.name}" {types.get(c.type, "TEXT")}' for c in table.columns]
    if table.keyed:
        lines[0] += " PRIMARY KEY" + ("" if table.columns[0].type == "integer" else " NOT NULL")
    for c in table.columns:
        if c.rows_of:
            lines.append(f'FOREIGN KEY ("{c.name}") REFERENCES "{c.rows_of}" ("{KEYS[c.rows_of]}")')
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


#: The keys of the tables whose rows others name.
KEYS = {THINGS.name: "iri", STATEMENTS.name: "id"}


def classes(kind: Kind) -> list[str]:
    """The IRIs of the classes of a kind."""
    return [ns.CNS + name for name in kind.classes]
