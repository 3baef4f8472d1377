"""Where the documents agree and where they do not: by subject, from the pairs of their claims that relate to one another."""

from __future__ import annotations

from collections import Counter

from ...query.result import Row
from ...rdf import Node
from ..sections import Line
from . import grid
from .svg import Words
from .told import Picture, Said, Shown, line

QUERY = """SELECT ?subject ?document ?claim ?relation ?other_document ?other_claim ?p ?sentence ?other_sentence {
  { VALUES (?p ?relation) { (cns:agrees "agree") (cns:agreesInSubstance "agree") (cns:nuances "nuance")
      (cns:differsInDetailFrom "nuance") (cns:atOddsWith "dispute") }
    ?claim ?p ?other_claim ; cns:statedIn ?document . ?other_claim cns:statedIn ?other_document FILTER(?document != ?other_document)
    FILTER(?p = cns:nuances || STR(?claim) < STR(?other_claim))
    ?claim cns:about ?subject ; cns:sentence ?sentence . ?other_claim cns:about ?subject ; cns:sentence ?other_sentence }
  UNION { { SELECT DISTINCT ?subject ?document { ?said cns:about ?subject ; cns:statedIn ?document } } }
} ORDER BY ?subject ?document ?other_document ?relation ?claim ?other_claim"""
KINDS = ("agree", "nuance", "dispute")
SHOWN = 40  # subjects of which most is said: more is no picture, and the table has all


def make(rows: list[Row], said: Said) -> Shown:
    """Subjects down, documents across; the table has the pairs of claims."""
    pairs = [row for row in rows if "relation" in row]
    spoken = {(row["subject"], row["document"]) for row in rows if "relation" not in row}
    counts: dict[tuple[Node, Node], Counter[str]] = {}
    for row in pairs:
        for document in (row["document"], row["other_document"]):
            counts.setdefault((row["subject"], document), Counter())[row["relation"].value] += 1
    documents = sorted({document for _, document in counts}, key=said.name)
    total = Counter(row["subject"] for row in pairs)
    subjects = sorted(total, key=lambda s: (-total[s], said.name(s)))
    across = [
        grid.Across(said.link(s), [_cell(counts.get((s, d)), (s, d) in spoken, said) for d in documents]) for s in subjects[:SHOWN]
    ]
    canvas = grid.draw([said.link(d, bold=True) for d in documents], across)
    notes = [said.words["cut"].format(shown=SHOWN, all=len(subjects))] if len(subjects) > SHOWN else []
    return Shown(canvas, _lines(pairs, said), notes)


def _cell(counts: Counter[str] | None, speaks: bool, said: Said) -> grid.Cell:
    """Sign and words: how many pairs agree, agree with a nuance, or are in dispute; that a document speaks alone, or not."""
    if not counts:
        return grid.Cell((Words(said.words["alone" if speaks else "silent"], soft=True),))
    told = tuple(Words(f"{said.words[kind]} {counts[kind]}", bold=kind == "dispute") for kind in KINDS if counts[kind])
    return grid.Cell(told, framed=bool(counts["dispute"]))


def _lines(pairs: list[Row], said: Said) -> list[Line]:
    """One line for each pair of claims and relation, with the subjects that both speak of; disputes first."""
    found: dict[tuple[Node, ...], Line] = {}
    for row in pairs:
        key = (row["relation"], row["claim"], row["other_claim"])
        told = line(PICTURE, row, relation=said.words[row["relation"].value])
        if key in found:
            found[key].take({"subject": row["subject"]}, told.facts)
        else:
            found[key] = told
    return [found[key] for key in sorted(found, key=lambda k: (-KINDS.index(k[0].value), said.name(k[1]), said.name(k[2])))]


PICTURE = Picture(
    name="agreement",
    query=QUERY,
    columns=("document", "claim", "relation", "other_document", "other_claim", "subject"),
    plain=frozenset({"relation"}),
    facts=("?claim ?p ?other_claim", "?claim cns:sentence ?sentence", "?other_claim cns:sentence ?other_sentence"),
    make=make,
)
