"""What can be compared: the subjects of several documents by kind, those so called, and where the documents dispute."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template

from .. import namespaces as ns
from ..query.result import Row
from ..search import groups
from ..search.searcher import of_release
from . import answers, compare_tables, page_queries
from .listing import has_words
from .naming import Name, Names
from .pages import words
from .ready import asking
from .state import here


@dataclass(frozen=True)
class Subject:
    """A subject: its name, how much is said of it, and whether claims on it are at odds ("odds") or differ ("some")."""

    slug: str
    name: Name
    documents: str
    claims: str
    dispute: str


def subjects(find: str, table: bool) -> str | Response:
    """All that can be compared, or what has these words in a name, as a page or a table."""
    rows, names = here().ask(page_queries.COMPARED, answers.budget()), Names()
    names.add(asking(), (row["thing"].value for row in rows))
    found = [row for row in rows if has_words(" ".join(names.labels[row["thing"].value].values()), find)]
    if table:
        return compare_tables.subjects(found, names)
    disputed = _disputed()
    kinds = {entry.iri: entry.group for entry in of_release(here().release.path).entries}
    told: dict[str, list[Subject]] = {}
    for row in found:
        told.setdefault(kinds.get(row["thing"].value, groups.OTHER), []).append(_subject(row, names, disputed))
    by_kind = {kind: told[kind] for kind in groups.ALL if kind in told}
    return render_template(
        "compare.html", subjects=by_kind, find=find, all=len(rows), total=len(found), disputed=disputed
    )


def _disputed() -> dict[str, str]:
    """What documents dispute, and whether they are at odds or only differ."""
    rows = here().ask(page_queries.DISPUTED, answers.budget())
    return {row["thing"].value: "odds" if words(row, "odds") == "true" else "some" for row in rows if "thing" in row}


def _subject(row: Row, names: Names, disputed: dict[str, str]) -> Subject:
    iri = row["thing"].value
    numbers = words(row, "documents"), words(row, "claims")
    return Subject(iri.removeprefix(ns.ID), names.of(row["thing"]), *numbers, disputed.get(iri, ""))
