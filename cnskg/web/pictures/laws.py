"""Laws: by which of their provisions they bind or empower whom, and how far they reach."""

from __future__ import annotations

from ...query.result import Row
from ...rdf import Node
from ..sections import Line
from . import chains
from .svg import Words
from .told import Picture, Said, Shown, line

QUERY = """SELECT ?law ?adopted ?provision ?effect ?whom ?in ?beyond {
  { ?law a cns:Law OPTIONAL { ?law cns:adoptedMostPrecise ?adopted . ?adopted cns:earliest ?from }
    OPTIONAL { ?law cns:appliesIn ?in } OPTIONAL { ?law cns:hasProvision ?beyond . ?beyond a cns:ExtraterritorialProvision }
    OPTIONAL { VALUES (?effect ?p) { ("obliges" cns:obliges) ("empowers" cns:empowers) ("usedAgainst" cns:usedAgainst) ("enforcedBy" cns:enforcedBy) }
      { ?law cns:hasProvision ?provision . ?provision ?p ?whom }
      UNION { ?law ?p ?whom FILTER NOT EXISTS { ?law cns:hasProvision ?one . ?one ?p ?whom } } } }
  UNION { VALUES (?effect ?p) { ("obliges" cns:obliges) ("empowers" cns:empowers) }
    ?provision a cns:Provision ; ?p ?whom FILTER NOT EXISTS { ?any cns:hasProvision ?provision } }
} ORDER BY DESC(BOUND(?law)) ?from ?law ?effect ?provision ?whom ?in ?beyond"""


def make(rows: list[Row], said: Said) -> Shown:
    """A chain and a line for each law and what it does to whom: several provisions may do the same."""
    found: dict[tuple[Node | None, ...], Line] = {}
    for row in rows:
        key = (row.get("law"), row.get("effect"), None if "law" in row else row["provision"])
        told = line(PICTURE, row, effect=said.words["effects"][row["effect"].value]) if "effect" in row else line(PICTURE, row)
        if key in found:
            for name, nodes in told.cells.items():
                found[key].take({name: nodes[0]}, told.facts)
        else:
            found[key] = told
    heads = [said.words["heads"][name] for name in ("law", "effect", "whom", "reach")]
    drawn = [chains.Chain(None, _boxes(one, said)) for one in found.values()]
    return Shown(chains.draw(heads, drawn, said.words["nothing"]), list(found.values()))


def _boxes(one: Line, said: Said) -> list[list[Words]]:
    law = [said.link(node, bold=True) for node in one.cells.get("law", ())]
    law += [Words(f"{said.words['adopted']} {said.name(node)}", soft=True) for node in one.cells.get("adopted", ())]
    effect = [Words(said.name(node), bold=True) for node in one.cells.get("effect", ())]
    effect += [said.link(node) for node in one.cells.get("provision", ())]
    reach = [Words(f"{said.words['within']} {said.name(node)}", said.href(node)) for node in one.cells.get("in", ())]
    reach += [Words(f"{said.words['beyond']}: {said.name(node)}", said.href(node)) for node in one.cells.get("beyond", ())]
    return [law, effect, [said.link(node) for node in one.cells.get("whom", ())], reach]


PICTURE = Picture(
    name="laws",
    query=QUERY,
    columns=("law", "adopted", "effect", "provision", "whom", "in", "beyond"),
    plain=frozenset({"effect"}),
    facts=(
        "?law cns:adopted ?adopted", "?law cns:hasProvision ?provision", "?provision cns:obliges ?whom", "?provision cns:empowers ?whom",
        "?provision cns:usedAgainst ?whom", "?law cns:enforcedBy ?whom", "?law cns:usedAgainst ?whom", "?law cns:appliesIn ?in",
        "?law cns:hasProvision ?beyond",
    ),
    make=make,
)  # fmt: skip
