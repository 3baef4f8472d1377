"""The properties that a spreadsheet may give as hints and take as columns: some readable ones, and the ontology's."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..errors import UsageError
from ..nearest import nearest
from ..query.result import Row
from ..rdf import Node

Ask = Callable[[str], Iterable[Row]]
#: Things of one query: their IRIs make a text of some 20 kB.
MOST_AT_ONCE = 400
_YEAR = re.compile(r"(?<!\d)\d{4}(?![\dX])")
_LOCAL = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_FILE = Path(__file__).with_name("properties.toml")


@dataclass(frozen=True)
class Property:
    """A property: its id, its name, which pattern binds ?value for ?thing, whether only years count."""

    pid: str
    name: str
    pattern: str
    years: bool = False


@cache
def readable() -> dict[str, Property]:
    """Those that have a pattern of their own."""
    told = tomllib.loads(_FILE.read_text("utf-8"))
    return {pid: Property(pid, one["name"], one["pattern"], one.get("years", False)) for pid, one in told.items()}


def by_id(pid: str, labels: Mapping[str, str]) -> Property:
    """A property by its id; `labels` has the names of the ontology's. Raises UsageError with the nearest ones."""
    if found := readable().get(pid):
        return found
    if pid in labels and _LOCAL.fullmatch(pid):
        return Property(pid, labels[pid], f"?thing cns:{pid} ?value")
    near = nearest(pid[:60], [*readable(), *labels])
    hint = f"Nearest: {', '.join(near)}." if near else f"Such as {', '.join(readable())}."
    raise UsageError(f"there is no property {pid[:60]}", hint=hint)


def iri(local: str) -> str:
    """The IRI of a thing by the id that it has here; nothing for what can be no id of ours."""
    return ns.ID + local if _LOCAL.fullmatch(local) else ""


def thing(told: str) -> str:
    """The IRI of a thing that is told by its id here, by its CURIE or by the IRI itself; nothing for any other."""
    return iri(told.removeprefix(ns.ID).removeprefix("id:"))


def values(ask: Ask, wanted: Property, things: Iterable[str]) -> dict[str, list[Node]]:
    """The values of a property by thing, each once: by rank where the pattern has one, else in an order that stays."""
    rank = "?rank" if "?rank" in wanted.pattern else ""
    every, found = sorted(set(things)), defaultdict[str, list[Node]](list)
    for at in range(0, len(every), MOST_AT_ONCE):
        listed = " ".join(f"<{one}>" for one in every[at : at + MOST_AT_ONCE])
        query = f"SELECT DISTINCT ?thing ?value {rank} {{ VALUES ?thing {{ {listed} }} {wanted.pattern} }}"
        for row in sorted(ask(query), key=lambda row: (str(row.get("rank", "")), str(row["value"]))):
            if not isinstance(row["value"], ox.BlankNode):
                found[row["thing"].value].append(row["value"])
    return {one: list(dict.fromkeys(nodes)) for one, nodes in found.items()}


def years(nodes: Iterable[Node]) -> list[int]:
    """The years that time spans begin and end in, in their order; of a decade (201X) none."""
    return sorted({int(year) for node in nodes for year in _YEAR.findall(node.value.rsplit("/", 1)[-1])})


def dated(texts: Iterable[str]) -> bool:
    """Whether one of the texts names a year."""
    return any(_YEAR.search(text) for text in texts)


def is_text(node: Node) -> bool:
    """Whether a value is a text or a number, and no thing."""
    return isinstance(node, ox.Literal)


def whole_number(node: Node) -> int | None:
    """The number that a value is, if it is a whole one."""
    whole = isinstance(node, ox.Literal) and node.datatype.value.endswith(("#integer", "#nonNegativeInteger"))
    return int(node.value) if whole else None
