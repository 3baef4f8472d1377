"""Chains of coercion and sanctions: what set them off, who acts, by which means, against whom, and what answered."""

from __future__ import annotations

from ...query.result import Row
from . import chains
from .told import Picture, Said, Shown, line

PARTS = ("trigger", "actor", "means", "target", "answer")

QUERY = """SELECT ?episode ?trigger ?actor ?means ?target ?answer ?when {
  VALUES ?kind { cns:CoercionEpisode cns:Sanction } ?episode a ?kind
  OPTIONAL { ?episode cns:whenMostPrecise ?when . ?when cns:earliest ?from }
  { ?episode cns:trigger ?trigger } UNION { ?episode cns:actor ?actor } UNION { ?episode cns:usesInstrument ?means }
  UNION { ?episode cns:target ?target } UNION { ?answer cns:responseTo ?episode } UNION { ?answer cns:trigger ?episode }
} ORDER BY ?from ?episode ?trigger ?actor ?means ?target ?answer"""


def make(rows: list[Row], said: Said) -> Shown:
    """A chain and a line of the table for each episode."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        found.setdefault(row["episode"], []).append(row)
    lines, drawn = [], []
    for held in found.values():
        one = line(PICTURE, held[0])
        for row in held[1:]:
            more = line(PICTURE, row)
            one.take({name: cells[0] for name, cells in more.cells.items()}, more.facts)
        lines.append(one)
        boxes = [[said.link(node) for node in one.cells.get(part, ())] for part in PARTS]
        title = said.link(one.cells["episode"][0], bold=True)
        drawn.append(chains.Chain(title, boxes))
    heads = [said.words["heads"][part] for part in PARTS]
    return Shown(chains.draw(heads, drawn, said.words["nothing"]), lines)


PICTURE = Picture(
    name="coercion",
    query=QUERY,
    columns=("episode", "when", *PARTS),
    plain=frozenset(),
    facts=(
        "?episode cns:when ?when", "?episode cns:trigger ?trigger", "?episode cns:actor ?actor",
        "?episode cns:usesInstrument ?means", "?episode cns:target ?target",
        "?answer cns:responseTo ?episode", "?answer cns:trigger ?episode",
    ),
    make=make,
)  # fmt: skip
