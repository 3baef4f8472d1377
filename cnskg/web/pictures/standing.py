"""Where a concern stands in each list that places concerns: one row a list, its steps as boxes, its own one filled."""

from __future__ import annotations

from ...query.result import Row
from ...rdf import Node
from .svg import Canvas, Words
from .told import Said

#: All lists, with what each has on which step; those that are dated first, the oldest first.
QUERY = """SELECT ?list ?concern ?tier ?number ?step {
  ?p cns:inList ?list ; cns:placesConcern ?concern OPTIONAL { ?p cns:sequenceNumber|cns:rank ?number }
  OPTIONAL { ?p cns:atTier ?tier OPTIONAL { ?tier cns:sequenceNumber|cns:rank ?step } }
  OPTIONAL { { ?list cns:asOf ?t } UNION { ?list cns:listedBy/(cns:adopted|cns:published) ?t } ?t cns:earliest ?day }
} ORDER BY (!BOUND(?day)) ?day ?list ?number"""
#: Pixels: the column of names, a step, its box, a row, the size of text.
LAYOUT = {"names": 190, "step": 20, "box": 14, "row": 30, "size": 13}


def draw(rows: list[Row], concern: Node, said: Said) -> Canvas | None:
    """A row for each list; None where none has the concern."""
    lists: dict[Node, list[Row]] = {}
    for row in rows:
        lists.setdefault(row["list"], []).append(row)
    if not any(row["concern"] == concern for row in rows):
        return None
    canvas, y = Canvas(), 20.0
    for one, held in lists.items():
        low = canvas.paragraph(0, y, said.link(one), LAYOUT["names"] - 20, LAYOUT["size"])
        own = [row for row in held if row["concern"] == concern]
        x = LAYOUT["names"] + _steps(canvas, y, held, own)
        canvas.text(x, y, Words(_words(held, own, said), soft=not own, bold=bool(own)), LAYOUT["size"])
        y = max(y + LAYOUT["row"], low + 8)
    return canvas


def _order(held: list[Row]) -> list[Node]:
    """The steps of a list in order, tiers or places; none where its source gives no order."""
    if not any("number" in row for row in held):
        return []
    tiers = {row["tier"]: row["step"] for row in held if "tier" in row and "step" in row}
    found = tiers or {row["number"]: row["number"] for row in held if "number" in row}
    return sorted(found, key=lambda node: float(found[node].value))


def _place(row: Row, order: list[Node]) -> int:
    """On which step something stands, from 1; 0 for what stands on none."""
    at = next((row[name] for name in ("tier", "number") if row.get(name) in order), None)
    return order.index(at) + 1 if at is not None else 0


def _steps(canvas: Canvas, y: float, held: list[Row], own: list[Row]) -> float:
    """The boxes of a list, as many as it has steps; how far they reach."""
    order = _order(held)
    filled = {_place(row, order) for row in own}
    for number in range(1, len(order) + 1):
        x = LAYOUT["names"] + (number - 1) * LAYOUT["step"]
        if number in filled:
            canvas.bar(x, y - 11, LAYOUT["box"], LAYOUT["box"], faint=1)
        else:
            canvas.box(x, y - 11, LAYOUT["box"], LAYOUT["box"])
    return float(len(order) * LAYOUT["step"] + (8 if order else 0))


def _words(held: list[Row], own: list[Row], said: Said) -> str:
    """The same in words: its tier, its place, or that it is listed, or not."""
    if not own:
        return str(said.words["absent_there"])
    order, many = _order(held), len({row["concern"] for row in held})
    told = list(dict.fromkeys(said.name(row["tier"]) for row in own if "tier" in row))
    places = dict.fromkeys(_place(row, order) for row in own)
    told += [said.words["place"].format(n=place, all=len(order)) for place in places if place]
    return ", ".join(told) or str(said.words["one_of"].format(all=many))
