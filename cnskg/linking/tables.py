"""Things of other data out of a file: a table with a column of identifiers and one of names, or triples."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from ..checks.mappings import is_iri
from ..curation.tables import BETWEEN, Row, read_table
from ..errors import ContentError, UsageError
from .things import BORN, DATE, KIND, MAIN, MOVED, OTHER, Thing, of_triples

#: How the column of identifiers may be headed, and what others tell; a language may follow: name@zh, name_zh.
IDS = ("id", "iri", "uri", "item", "object_id", "identifier")
HEADS = {
    **dict.fromkeys(("name", "label", "title", "itemlabel", "object_label", "preflabel"), MAIN),
    **dict.fromkeys(("alias", "aliases", "altlabel", "other-name", "alternatename"), OTHER),
    **dict.fromkeys(("type", "class", "kind", "instance_of", "typelabel"), KIND),
    **dict.fromkeys(("date", "founded", "inception", "adopted", "starts", "when"), DATE),
    **dict.fromkeys(("born", "birthdate", "date_of_birth"), BORN),
    **dict.fromkeys(("moved", "redirect", "replaced_by"), MOVED),
}
_LANGUAGE = re.compile(r"[@_](?:en|zh|mul)(?:[-_]\w+)*$")
_TRIPLES = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}
_WANTED = "It needs a column id and one called name (or label); others may be alias, type, date, born, moved."


def read(path: Path, base: str, most: int, target: str = "") -> list[Thing]:
    """The things of a CSV or Turtle file; `base` stands before identifiers that are no IRIs.

    `target` is whose they are said to be, for who has no base for it.
    Raises UsageError for a file of more than `most` MiB, ContentError for one that is no such file.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}", hint="Give a CSV or Turtle file, or the address of an endpoint.")
    if path.stat().st_size > most << 20:
        raise UsageError(f"{path.name} is larger than {most} MiB", hint="Take the rows out of it that can be ours.")
    if kind := _TRIPLES.get(path.suffix.lower()):
        try:
            return of_triples(quad.triple for quad in ox.parse(path=str(path), format=kind))
        except (SyntaxError, ValueError) as error:
            raise ContentError(f"{path.name} cannot be read: {error}", hint="Mend it, or give a CSV file.") from None
    heads, rows = read_table(path.name, path.read_bytes())
    return _things(path.name, heads, rows, base, target)


def _things(name: str, heads: list[str], rows: list[Row], base: str, target: str) -> list[Thing]:
    roles = {head: HEADS.get(_LANGUAGE.sub("", head.casefold()), "") for head in heads}
    ids = next((head for head in heads if head.casefold() in IDS), "")
    if not ids or MAIN not in roles.values():
        lacks = "column of identifiers" if not ids else "column of names"
        raise ContentError(f"{name} has no {lacks}, but {', '.join(heads)[:200]}", hint=_WANTED)
    if twice := next((head for head in heads if (roles[head] or head == ids) and heads.count(head) > 1), ""):
        hint = "Take one out, or call it something else; several values of a cell have ` | ` between them."
        raise ContentError(f"{name} has two columns {twice}", hint=hint)
    found: dict[str, Thing] = {}
    for row in rows:
        iri = _iri(name, row, ids, base, target)
        thing = found.setdefault(iri, Thing(iri))
        for head, text in row.cells.items():
            for value in text.split(BETWEEN.strip()) if roles.get(head) else ():
                if value.strip():
                    thing.take(roles[head], value.strip())
    return list(found.values())


def _iri(name: str, row: Row, ids: str, base: str, target: str) -> str:
    told = row.cells.get(ids, "")
    iri = told if "://" in told else base + told
    if not told or "://" not in iri or not is_iri(iri):
        said = f"{told!r} is no identifier" if told else "there is no identifier"
        hint = "Write whole IRIs, or say --target, so that a bare identifier is known as one of it."
        if target and not base:
            hint = (
                f"Write whole IRIs: there is no data/links/{target}.sssom.tsv that tells what those of it begin with."
            )
        raise ContentError(f"{name}: row {row.number}: {said}", hint=hint)
    return iri
