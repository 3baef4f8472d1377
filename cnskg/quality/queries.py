"""The queries that lie beside this module: each a file of SPARQL, with what is to be known of it in its first lines.

    # title: what holds where the check finds nothing
    # reason: why that matters
    # source: the checks of others that it follows
    # severity: error or warning

A check, in `queries/`, finds a `?node` where something is wrong, and may tell a `?detail`. A figure, in `figures/`,
gives for each `?document` a `?value` and of how many, `?of`. The project's prefixes are known, as they are to the
service.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent
_HEAD = re.compile(r"^# (\w+): (.+)$", re.M)


class Query(NamedTuple):
    """One query: its name, its text, and what its head says, by key."""

    name: str
    text: str
    head: dict[str, str]


@cache
def checks() -> tuple[Query, ...]:
    """The checks, sorted by name."""
    return _read("queries")


@cache
def figures() -> tuple[Query, ...]:
    """The figures, sorted by name."""
    return _read("figures")


def _read(folder: str) -> tuple[Query, ...]:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((_HERE / folder).glob("*.rq"))}
    return tuple(Query(name, text, dict(_HEAD.findall(text))) for name, text in texts.items())
