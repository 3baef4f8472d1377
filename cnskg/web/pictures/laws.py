"""Laws: by which of their provisions they bind or empower whom, and how far they reach."""

from __future__ import annotations

from ...query.result import Row
from ...rdf import Node
from ..sections import Line
from . import chains
from .svg import Words
from .told import Picture, Said, Shown, line

QUERY = """SELECT ?law ?adopted ?effect ?provision ?whom ?in ?beyond {
  { ?law a cns:Law OPTIONAL { ?law cns:adoptedMostPrecise ?adopted . ?adopted cns:earliest ?from } }
  UNION { ?law a cns:Law ; cns:appliesIn ?in }
  UNION { ?law a cns:Law ; cns:hasProvision ?beyond . ?beyond a cns:ExtraterritorialProvision }
  UNION { VALUES (?p ?effect) { (cns:obliges "obliges") (cns:empowers "empowers") (cns:usedAgainst "usedAgainst")
      (cns:enforcedBy "enforcedBy") }
    { ?provision ?p ?whom ; a cns:Provision OPTIONAL { ?law cns:hasProvision ?provision ; a cns:Law } }
    UNION { ?law ?p ?whom ; a cns:Law FILTER NOT EXISTS { ?law cns:hasProvision ?one . ?one ?p ?whom } } }
} ORDER BY DESC(BOUND(?law)) (!BOUND(?from)) ?from ?law ?effect ?provision ?whom ?in ?beyond"""


def make(rows: list[Row], said: Said) -> Shown:
    """A chain and a line for each law and what it does to whom: several provisions may do the same."""
    found = [one for group in _by_law(rows) for one in _effects(group, said)]
    heads = [said.words["heads"][name] for name in ("law", "effect", "whom", "reach")]
    drawn = [chains.Chain(None, _boxes(one, said)) for one in found]
    return Shown(chains.draw(heads, drawn, said.words["nothing"]), found)


def _by_law(rows: list[Row]) -> list[list[Row]]:
    """The rows of each law; a provision of which no text says the law is by itself."""
    found: dict[Node, list[Row]] = {}
    for row in rows:
        found.setdefault(row.get("law") or row["provision"], []).append(row)
    return list(found.values())


def _effects(rows: list[Row], said: Said) -> list[Line]:
    """What a law is, with each thing that it does; one line where none is told."""
    lines: dict[str, Line] = {}
    for effect in dict.fromkeys(row["effect"].value for row in rows if "effect" in row) or [""]:
        lines[effect] = Line()
        for row in rows:
            if "effect" not in row or row["effect"].value == effect:
                told = (
                    line(PICTURE, row, effect=said.words["effects"][effect]) if "effect" in row else line(PICTURE, row)
                )
                lines[effect].take({name: nodes[0] for name, nodes in told.cells.items()}, told.facts)
    return list(lines.values())


def _boxes(one: Line, said: Said) -> list[list[Words]]:
    law = [said.link(node, bold=True) for node in one.cells.get("law", ())]
    law += [Words(f"{said.words['adopted']} {said.name(node)}", soft=True) for node in one.cells.get("adopted", ())]
    effect = [Words(said.name(node), bold=True) for node in one.cells.get("effect", ())]
    effect += [said.link(node) for node in one.cells.get("provision", ())]
    reach = [Words(f"{said.words['within']} {said.name(node)}", said.href(node)) for node in one.cells.get("in", ())]
    reach += [
        Words(f"{said.words['beyond']}: {said.name(node)}", said.href(node)) for node in one.cells.get("beyond", ())
    ]
    return [law, effect, [said.link(node) for node in one.cells.get("whom", ())], reach]


PICTURE = Picture(
    name="laws",
    query=QUERY,
    columns=("law", "adopted", "effect", "provision", "whom", "in", "beyond"),
    plain=frozenset({"effect"}),
    facts=(
        "?law cns:adopted ?adopted", "?law cns:hasProvision ?provision", "?provision cns:obliges ?whom",
        "?provision cns:empowers ?whom", "?provision cns:usedAgainst ?whom", "?law cns:enforcedBy ?whom",
        "?law cns:usedAgainst ?whom", "?law cns:appliesIn ?in",
        "?law cns:hasProvision ?beyond",
    ),
    make=make,
)  # fmt: skip
