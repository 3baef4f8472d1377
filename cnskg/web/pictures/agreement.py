"""Where the documents agree and where they do not: by subject, from the pairs of claims that relate to one another."""

from __future__ import annotations

from collections import Counter

from ...query.result import Row
from ...rdf import Node
from ..sections import Line
from . import grid
from .svg import Words
from .told import Picture, Said, Shown, line

_PAIR = """VALUES (?p ?relation) { (cns:agrees "agree") (cns:agreesInSubstance "agree") (cns:nuances "nuance")
      (cns:differsInDetailFrom "nuance") (cns:atOddsWith "dispute") }
    ?claim ?p ?other_claim FILTER(?p = cns:nuances || STR(?claim) < STR(?other_claim))"""
QUERY = f"""SELECT ?subject ?document ?claim ?relation ?other_document ?other_claim ?p
    ?sentence ?other_sentence ?own ?other_own {{
  {{ {_PAIR}
    ?claim cns:statedIn ?document ; cns:sentence ?sentence .
    ?other_claim cns:statedIn ?other_document ; cns:sentence ?other_sentence FILTER(?document != ?other_document)
    BIND(EXISTS {{ ?document cns:advances ?claim }} AS ?own)
    BIND(EXISTS {{ ?other_document cns:advances ?other_claim }} AS ?other_own)
    OPTIONAL {{ ?claim cns:about ?subject . ?other_claim cns:about ?subject
      FILTER NOT EXISTS {{ ?subject a cns:Quality }} }} }}
  UNION {{ {{ SELECT DISTINCT ?subject {{ {_PAIR}
    ?claim cns:about ?subject . ?other_claim cns:about ?subject
      FILTER NOT EXISTS {{ ?subject a cns:Quality }} }} }}
    {{ SELECT DISTINCT ?subject ?document {{ ?said cns:about ?subject ; cns:statedIn ?document }} }} }}
}} ORDER BY ?subject ?document ?other_document ?relation ?claim ?other_claim"""
KINDS = ("agree", "nuance", "dispute")
SHOWN = 30  # subjects of which most is said: more is no picture, and the table has all


def make(rows: list[Row], said: Said) -> Shown:
    """Subjects down, documents across; the table has the pairs of claims."""
    pairs = [row for row in rows if "relation" in row]
    spoken = {(row["subject"], row["document"]) for row in rows if "relation" not in row}
    counts: dict[tuple[Node | None, Node], Counter[str]] = {}
    for row in pairs:
        for document, own in ((row["document"], row["own"]), (row["other_document"], row["other_own"])):
            kind = row["relation"].value if own.value == "true" else "reported"
            counts.setdefault((row.get("subject"), document), Counter())[kind] += 1
    documents = sorted({document for _, document in counts}, key=said.name)
    total = Counter(row["subject"] for row in pairs if "subject" in row)
    subjects = sorted(total, key=lambda s: (-total[s], said.name(s)))
    across = [
        grid.Across(said.link(s), [_cell(counts.get((s, d)), (s, d) in spoken, said) for d in documents])
        for s in subjects[:SHOWN]
    ]
    if any(subject is None for subject, _ in counts):
        cells = [_cell(counts.get((None, d)), False, said) for d in documents]
        across.append(grid.Across(Words(said.words["apart"]), cells))
    canvas = grid.draw([said.link(d, bold=True) for d in documents], across)
    notes = [said.words["cut"].format(shown=SHOWN, all=len(subjects))] if len(subjects) > SHOWN else []
    return Shown(canvas, _lines(pairs, said), notes)


def _cell(counts: Counter[str] | None, speaks: bool, said: Said) -> grid.Cell:
    """Sign and words: how many pairs agree, differ in a nuance or are in dispute; or whether the document speaks."""
    if not counts:
        return grid.Cell((Words(said.words["alone" if speaks else "silent"], soft=True),))
    kinds = [kind for kind in (*KINDS, "reported") if counts[kind]]
    told = tuple(Words(f"{said.words[kind]} {counts[kind]}", bold=kind == "dispute") for kind in kinds)
    return grid.Cell(told, framed=bool(counts["dispute"]))


def _lines(pairs: list[Row], said: Said) -> list[Line]:
    """One line for each pair of claims and relation, with the subjects that both speak of; disputes first."""
    found: dict[tuple[Node, ...], Line] = {}
    for row in pairs:
        key = (row["relation"], row["claim"], row["other_claim"])
        voices = {
            name: said.words["voices"][row[own].value] for name, own in (("voice", "own"), ("other_voice", "other_own"))
        }
        told = line(PICTURE, row, relation=said.words[row["relation"].value], **voices)
        if key in found:
            found[key].take({"subject": row["subject"]}, told.facts)  # only a pair that shares a subject has more rows
        else:
            found[key] = told
    return [
        found[key] for key in sorted(found, key=lambda k: (-KINDS.index(k[0].value), said.name(k[1]), said.name(k[2])))
    ]


PICTURE = Picture(
    name="agreement",
    query=QUERY,
    columns=("document", "voice", "claim", "relation", "other_document", "other_voice", "other_claim", "subject"),
    plain=frozenset({"voice", "relation", "other_voice"}),
    facts=("?claim ?p ?other_claim", "?claim cns:sentence ?sentence", "?other_claim cns:sentence ?other_sentence"),
    make=make,
)
