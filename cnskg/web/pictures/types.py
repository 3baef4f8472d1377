"""The types of security in the lists that place them, of leaders or of authors; and what each era emphasised."""

from __future__ import annotations

from ...errors import UsageError
from ...query.result import Row
from ...rdf import Node
from ..sections import Line
from . import grid
from .svg import Words
from .told import Choice, Picture, Said, Shown, line

#: A list is an author's where a person made it who acts for no state, party or organ.
QUERY = """SELECT ?of ?list ?concern ?tier ?rank ?placement ?extended ?by {
  { ?placement cns:inList ?list ; cns:placesConcern ?concern
    OPTIONAL { ?placement cns:atTier ?tier } OPTIONAL { ?placement cns:rank ?rank }
    OPTIONAL { ?list cns:listedBy ?by . ?by a cns:Person } OPTIONAL { ?list cns:extendsList ?extended }
    BIND(IF(EXISTS { ?list cns:listedBy ?person . ?person a cns:Person
      FILTER NOT EXISTS { ?person cns:actsForTransitive ?whom } }, "authors", "official") AS ?of)
  } UNION { ?list a cns:Era ; cns:emphasises ?concern OPTIONAL { ?list cns:eraOf ?by } BIND("eras" AS ?of) }
} ORDER BY ?of ?list ?concern ?tier"""
OF = ("official", "authors", "eras")


def make(rows: list[Row], said: Said) -> Shown:
    """The lists of one kind as columns, and all that they place as rows."""
    of = said.asked.get("of", OF[0])
    if of not in OF:
        raise UsageError(f"there are no lists of the kind {of[:20]}", hint=f"Kinds: {', '.join(OF)}.")
    kept = [row for row in rows if row["of"].value == of]
    cells: dict[tuple[Node, Node], list[Row]] = {}
    for row in kept:
        cells.setdefault((row["concern"], row["list"]), []).append(row)
    before = {row["list"]: row["extended"] for row in kept if "extended" in row}
    lists = _ordered({row["list"] for row in kept}, before, said)
    concerns = sorted({row["concern"] for row in kept}, key=lambda c: (_place(c, lists, cells), said.name(c)))
    across = [grid.Across(said.link(c), [_cell(c, one, cells, before, said) for one in lists]) for c in concerns]
    canvas = grid.draw([said.link(one, bold=True) for one in lists], across)
    lines: dict[tuple[Node, Node, Node | None, Node | None], Line] = {}
    for row in kept:
        told = line(PICTURE, row, change=said.words["new"] if _new(row["concern"], row["list"], cells, before) else "")
        lines.setdefault((row["list"], row["concern"], row.get("tier"), row.get("rank")), told)
    choices = [
        Choice(said.words[name], {"of": name}, name == of) for name in OF if any(r["of"].value == name for r in rows)
    ]
    return Shown(
        canvas,
        [lines[key] for key in sorted(lines, key=lambda k: (lists.index(k[0]), concerns.index(k[1])))],
        choices=choices,
    )


def _ordered(lists: set[Node], before: dict[Node, Node], said: Said) -> list[Node]:
    """Those that extend one another first, the oldest first; then the others by name."""

    def depth(one: Node) -> int:
        return 1 + depth(before[one]) if one in before and before[one] != one else 0

    grown = {*before, *before.values()}
    return sorted(lists, key=lambda one: (one not in grown, depth(one), said.name(one)))


def _place(concern: Node, lists: list[Node], cells: dict[tuple[Node, Node], list[Row]]) -> tuple[int, int]:
    """Where a concern comes first: in which list, and if that gives a rank, on which."""
    first = next(number for number, one in enumerate(lists) if (concern, one) in cells)
    rank = cells[concern, lists[first]][0].get("rank")
    return first, int(rank.value) if rank is not None else 0


def _new(concern: Node, one: Node, cells: dict[tuple[Node, Node], list[Row]], before: dict[Node, Node]) -> bool:
    return one in before and (concern, before[one]) not in cells


def _cell(
    concern: Node, one: Node, cells: dict[tuple[Node, Node], list[Row]], before: dict[Node, Node], said: Said
) -> grid.Cell:
    """What a list says of a concern: its rank and tier, that it is there, that it is new there, or nothing."""
    held = cells.get((concern, one), [])
    tiers = list(dict.fromkeys(said.name(row["tier"]) for row in held if "tier" in row))
    ranks = list(dict.fromkeys(row["rank"].value for row in held if "rank" in row))
    if tiers or ranks:
        return grid.Cell(
            tuple(Words(text) for text in [*(f"{said.words['rank']} {rank}" for rank in ranks), *tiers]), framed=True
        )
    if held:
        return grid.Cell((Words(said.words["new_sign"] if _new(concern, one, cells, before) else said.words["there"]),))
    gone = one in before and (concern, before[one]) in cells
    return grid.Cell((Words(said.words["dropped"] if gone else said.words["absent"], soft=True),))


PICTURE = Picture(
    name="types",
    query=QUERY,
    columns=("list", "concern", "tier", "rank", "change", "by"),
    plain=frozenset({"rank", "change"}),
    facts=(
        "?placement cns:inList ?list",
        "?placement cns:placesConcern ?concern",
        "?placement cns:atTier ?tier",
        "?list cns:emphasises ?concern",
    ),
    make=make,
    parameters=("of",),
)
