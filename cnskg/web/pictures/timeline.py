"""Laws, meetings, undertakings, tenures, sanctions and coercion in time, each as precisely as the texts date it."""

from __future__ import annotations

from ...query.result import Row
from ...rdf import Node
from . import spans
from .spans import Lane, Mark, Track
from .told import Picture, Said, Shown, line

QUERY = """SELECT ?lane ?thing ?what ?time ?first ?last ?said ?event {
  { VALUES (?lane ?class ?what ?p ?said) {
      ("laws" cns:Law "adopted" cns:adoptedMostPrecise cns:adopted)
      ("laws" cns:Law "force" cns:entersIntoForceMostPrecise cns:entersIntoForce)
      ("meetings" cns:Meeting "when" cns:whenMostPrecise cns:when)
      ("meetings" cns:Meeting "named" cns:asOf cns:asOf)
      ("undertakings" cns:Undertaking "when" cns:whenMostPrecise cns:when)
      ("undertakings" cns:Undertaking "when" cns:period cns:period)
      ("undertakings" cns:Undertaking "starts" cns:startsMostPrecise cns:starts)
      ("undertakings" cns:Undertaking "ends" cns:endsMostPrecise cns:ends)
      ("undertakings" cns:Initiative "named" cns:asOf cns:asOf)
      ("tenures" cns:Tenure "starts" cns:startsMostPrecise cns:starts)
      ("tenures" cns:Tenure "ends" cns:endsMostPrecise cns:ends)
      ("tenures" cns:Tenure "named" cns:asOf cns:asOf)
      ("sanctions" cns:Sanction "when" cns:whenMostPrecise cns:when)
      ("sanctions" cns:CoercionEpisode "when" cns:whenMostPrecise cns:when) }
    ?thing a ?class ; ?p ?time }
  UNION { ?thing a cns:Undertaking ; cns:announcedAt ?event . ?event cns:whenMostPrecise ?time
    BIND("undertakings" AS ?lane) BIND("when" AS ?what) }
  ?time cns:earliest ?first ; cns:latest ?last
} ORDER BY ?lane ?first ?thing ?what ?time"""
LANES = ("laws", "meetings", "undertakings", "tenures", "sanctions")


def make(rows: list[Row], said: Said) -> Shown:
    """A lane for each kind, in it a track for each thing."""
    tracks: dict[tuple[str, Node], list[Row]] = {}
    for row in rows:
        tracks.setdefault((row["lane"].value, row["thing"]), []).append(row)
    lanes = []
    for lane in LANES:
        held = [
            Track(said.link(thing), list(dict.fromkeys(map(_mark, marks))), _dates(marks, said))
            for (name, thing), marks in tracks.items()
            if name == lane
        ]
        if held:
            lanes.append(Lane(said.words["lanes"][lane], held))
    lines = []
    for row in sorted(rows, key=lambda row: LANES.index(row["lane"].value)):  # stable: within a lane by time
        words = {"lane": said.words["lanes"][row["lane"].value], "what": said.words["what"][row["what"].value]}
        lines.append(line(PICTURE, row, **words))
    return Shown(spans.draw(lanes, said.words["legend"]), lines, narrow=spans.draw_narrow(lanes))


def _dates(marks: list[Row], said: Said) -> str:
    """The times of a thing in words, each once; before it what its mark means, where the sign alone would not tell."""
    dated, told = said.words["dated"], dict.fromkeys((row["what"].value, said.name(row["time"])) for row in marks)
    meant = {time for what, time in told if what in ("starts", "ends")}
    words = [
        dated[what].format(time=time) if what in dated else time
        for what, time in told
        if what not in ("when", "named") or time not in meant
    ]
    return str(said.words["between"]).join(words)


def _mark(row: Row) -> Mark:
    return Mark(row["what"].value, row["first"].value[:10], row["last"].value[:10])


PICTURE = Picture(
    name="timeline",
    query=QUERY,
    columns=("lane", "thing", "what", "time"),
    plain=frozenset({"lane", "what"}),
    facts=("?thing ?said ?time", "?event cns:when ?time", "?thing cns:announcedAt ?event"),
    make=make,
)
