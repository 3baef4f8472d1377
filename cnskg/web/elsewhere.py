"""What was fetched from elsewhere on a thing, for its page, where it is marked as such; of most releases nothing."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from .. import namespaces as ns
from ..query.result import Row
from . import answers, description, page_queries
from .pages import link
from .state import here


def groups(iri: str) -> list[dict[str, Any]]:
    """Properties and values by the endpoint that told them. A release without any is asked nothing."""
    parts = description.parts(here().release.path)
    if not any(part.startswith(ns.GRAPHS_ENRICHMENT) for part in parts):
        return []
    found: dict[str, list[Row]] = {}
    for row in here().ask(page_queries.FETCHED, answers.budget(), entity=ox.NamedNode(iri)):
        found.setdefault(row["source"].value, []).append(row)
    return [
        {"subject": link(rows[0]["source"]), "rows": [(link(row["p"]), link(row["o"])) for row in rows]}
        for rows in found.values()
    ]
