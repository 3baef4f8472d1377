"""Which things of ours another graph has, by the mappings that say so exactly; and what is known of such graphs."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from .. import addresses
from .. import namespaces as ns
from ..content.mappings import ENDING, mapping_paths, read
from ..errors import ContentError, UsageError
from ..nearest import nearest

#: The predicates that say that both are the same.
EXACT = {"schema:sameAs", "skos:exactMatch", "owl:sameAs"}


class Known(NamedTuple):
    """Which mappings go with an endpoint, and under which licence its data are."""

    links: str
    licence: str


#: By the host of an endpoint.
KNOWN = {"query.wikidata.org": Known("wikidata", "https://creativecommons.org/publicdomain/zero/1.0/")}


def known(endpoint: str) -> Known:
    """What is known of an endpoint; empty words where nothing is. Raises UsageError for what is no address."""
    addresses.require(endpoint, "an endpoint")
    return KNOWN.get(urlsplit(endpoint).netloc, Known("", ""))


def mapped(root: Path, links: str) -> dict[str, list[str]]:
    """Names there -> our things, in order. Raises UsageError for a file that is not there, ContentError if empty."""
    paths = {path.name.removesuffix(ENDING): path for path in mapping_paths(root)}
    if links not in paths:
        near = nearest(links, paths) or sorted(paths)
        raise UsageError(
            f"there are no mappings data/links/{links}{ENDING}" if links else "which mappings go with this endpoint?",
            hint=f"Name them with --links: {', '.join(near)}." if near else "data/links/ has none.",
        )
    file = read(root, paths[links])
    found: dict[str, list[str]] = defaultdict(list)
    for row in file.rows:
        ours, theirs = (file.expand(row.cells.get(f"{end}_id", "")) for end in ("subject", "object"))
        exact = row.cells.get("predicate_id") in EXACT and not row.cells.get("predicate_modifier", "").strip()
        if exact and ours.startswith(ns.ID) and theirs:
            found[theirs].append(ours)
    if not found:
        raise ContentError(f"{file.name} maps no thing of ours exactly", hint="Add rows, or name others with --links.")
    return dict(sorted(found.items()))
