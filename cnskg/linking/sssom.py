"""Mapping files (SSSOM) as text: proposals with a column for the curator's decision, and those under data/links/."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .. import namespaces as ns
from ..content.characters import tidy
from ..content.mappings import MODIFIER
from .ours import Target
from .proposing import Proposal

DECISION = "decision"
YES, NO = "yes", "no"
#: The column of the day on which somebody decided; proposals have none.
DATE = "mapping_date"
#: The columns of a mapping file, in their order; some are there only if a row has them.
COLUMNS = ("subject_id", "subject_label", "predicate_id", MODIFIER, "object_id", "object_label",
           "mapping_justification", DATE, "confidence", "object_source", "comment")  # fmt: skip
OPTIONAL = (MODIFIER, DATE, "confidence")
_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PREFIXES = {"semapv": "https://w3id.org/semapv/vocab/", "id": ns.ID} | {
    name: ns.PREFIXES[name] for name in ("rdfs", "schema", "skos")
}
Cells = dict[str, str]


def proposals(found: Iterable[Proposal], target: Target, source: str) -> str:
    """Proposals as a mapping file, whose column `decision` is empty."""
    rows = [_row(one, target, source) for one in found]
    about = f"Proposed mappings to {target.name}; none holds yet"
    head = head_of(f"proposals/{target.name}", {**PREFIXES, target.prefix: target.base}, about)
    return text_of(head, (DECISION, *(name for name in COLUMNS if name != DATE)), rows)


def _row(one: Proposal, target: Target, source: str) -> Cells:
    iri = one.thing.iri
    node = f"{target.prefix}:{iri.removeprefix(target.base)}" if iri.startswith(target.base) else iri
    return {
        "subject_id": ns.compact(one.ours.iri),
        "subject_label": one.ours.entry.label,
        "predicate_id": "skos:exactMatch" if one.ours.concept else "schema:sameAs",
        "object_id": node,
        "object_label": tidy(one.thing.label),
        "mapping_justification": "semapv:LexicalMatching",
        "confidence": f"{one.confidence:.2f}",
        "object_source": source if "://" in source else Path(source).name,  # a path is nobody else's business
        "comment": tidy("; ".join(one.reasons)),
    }


def columns_of(rows: Sequence[Cells], there: Sequence[str]) -> list[str]:
    """The columns that the file has or the rows need, those that SSSOM knows in their order."""
    needed = {name for name in COLUMNS if name not in OPTIONAL or any(cells.get(name) for cells in rows)} | {*there}
    return [name for name in COLUMNS if name in needed] + [name for name in there if name not in COLUMNS]


def header_of(text: str) -> list[str]:
    """The lines of a header, its version being of today."""
    lines = [line for line in text.split("\n") if line.startswith("#")]
    return [_version() if line.startswith("#mapping_set_version") else line for line in lines]


def today() -> str:
    """The day, as mapping files have it."""
    return datetime.now(UTC).date().isoformat()


def _version() -> str:
    return f'#mapping_set_version: "{today()}"'


def head_of(name: str, prefixes: dict[str, str], about: str) -> list[str]:
    """The lines of a header for a file of that name, with its prefixes."""
    head = [f"#mapping_set_id: {ns.BASE}links/{name}", _version(), f"#mapping_set_description: {about}"]
    return [*head, f"#license: {_LICENSE}", "#curie_map:", *(f"#  {k}: {v}" for k, v in sorted(prefixes.items()))]


def text_of(head: Iterable[str], columns: Sequence[str], rows: Iterable[Cells]) -> str:
    """A mapping file: its header, the names of its columns, its rows."""
    lines = ["\t".join(columns), *("\t".join(cells.get(name, "") for name in columns) for cells in rows)]
    return "\n".join([*head, *lines]) + "\n"
