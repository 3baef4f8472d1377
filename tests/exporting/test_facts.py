"""The facts of an export are those of the release: each once, with its status and its evidence; and no claims."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pyoxigraph as ox
from pyarrow import parquet

from cnskg import namespaces as ns
from cnskg.release.folder import Release
from tests.support.exported import broken_references, by_status, graphs, package, said, stated, table


def statements_of(folder: Path) -> dict[str, list[tuple[str, str, str]]]:
    """The statements of a folder by status."""
    found: dict[str, list[tuple[str, str, str]]] = {"asserted": [], "editorial": [], "inferred": []}
    for row in table(folder, "statements"):
        found[row["status"]].append(said(row))
    return found


def test_each_fact_stands_once_with_its_status(release: Release, exported: Path) -> None:
    """The statements of each status are those of the graphs that have it, none twice."""
    found, wanted = statements_of(exported), by_status(stated(release))
    assert {status: sorted(said) for status, said in wanted.items()} == {s: sorted(f) for s, f in found.items()}
    assert all(found.values())


def test_each_stated_fact_has_its_passages(release: Release, exported: Path) -> None:
    """The evidence of a statement are the graphs that have it; an inferred one has none."""
    rows = {row["id"]: said(row) for row in table(exported, "statements")}
    found = {(rows[row["statement"]], row["source"]) for row in table(exported, "evidence")}
    kinds = (ns.PSG, ns.BG, ns.GRAPH_ENTITIES, ns.GRAPH_DOCUMENTS, ns.GRAPH_CALENDAR)
    assert found == {(t, name) for name, said in stated(release).items() if name.startswith(kinds) for t in said}
    twice = ("<https://w3id.org/cnskg/id/council>", f"<{ns.CNS}starts>", f"<{ns.TIME}2001-40>")
    assert len([source for triple, source in found if triple == twice]) == 2


def test_what_is_claimed_is_no_fact(release: Release, exported: Path) -> None:
    """What a claim says stands in `claimed` with its stance, and not among the statements."""
    (row,) = table(exported, "claimed")
    assert (row["claim"], row["stance"]) == (f"{ns.ID}claim-rules", "contends")
    assert row["subject_name"] == "Ann Author"
    claims = graphs(release.dumps / "cnskg-claims.nq", ox.RdfFormat.N_QUADS)
    assert {said(row)} == set().union(*(claims[name] for name in claims if name.startswith(ns.ID)))
    assert said(row) not in set().union(*statements_of(exported).values())


def test_a_kind_has_a_row_for_each_of_its_things(exported: Path) -> None:
    """Names in both languages, values by name and by IRI, passages; what follows stands in columns of its own."""
    (organ,) = table(exported, "organs")
    assert (organ["iri"], organ["name_en"], organ["name_zh"]) == (
        f"{ns.ID}council",
        "Council of Examples",
        "示例委员会",
    )
    assert organ["starts_iri"] == f"{ns.TIME}2001-40"
    assert organ["sources_iri"] == f"{ns.PSG}report/p001 | {ns.PSG}report/p002"
    assert organ["name_source_editorial"] == "https://example.org/council"
    assert organ["starts_most_precise_inferred_iri"] == f"{ns.TIME}2001-40"
    assert [row["name_en"] for row in table(exported, "people")] == ["Ann Author"]


def test_every_thing_is_in_one_table(exported: Path) -> None:
    """Each row of `things` names the table that has its row."""
    named = {(row["table_name"], row["iri"]) for row in table(exported, "things")}
    tables = {name for name, _ in named}
    assert named == {(name, row["iri"]) for name in tables for row in table(exported, name)}


def test_the_tables_are_a_data_package(exported: Path) -> None:
    """Every table is described column by column; keys lead to rows, and cells fit their types."""
    told = package(exported)
    files = {f"tables/{path.name}" for path in (exported / "tables").iterdir()}
    assert {one["path"] for one in told["resources"]} == files
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for one in told["resources"]:
        head = (exported / one["path"]).read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert [field["name"] for field in one["schema"]["fields"]] == head
        assert one["bytes"] == (exported / one["path"]).stat().st_size
    assert list(broken_references(exported)) == []
    assert sum(len(one["schema"].get("foreignKeys", ())) for one in told["resources"]) > 10


def test_sqlite_has_the_same_tables(exported: Path) -> None:
    """The database has the rows of the files, its foreign keys hold, and what is looked up has an index."""
    base = sqlite3.connect(exported / "cnskg.sqlite")
    try:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for one in package(exported)["resources"]:
            name = Path(one["path"]).stem
            ((count,),) = base.execute(f'SELECT count(*) FROM "{name}"')
            assert count == len(table(exported, name))
        plan = base.execute("EXPLAIN QUERY PLAN SELECT * FROM statements WHERE subject = ''").fetchall()
        assert "USING INDEX" in plan[0][3]
    finally:
        base.close()


def test_parquet_has_the_same_rows(exported: Path) -> None:
    """Each table has its Parquet file with the same columns and rows, numbers and truth as such."""
    for one in package(exported)["resources"]:
        name = Path(one["path"]).stem
        read = parquet.read_table(exported / "parquet" / f"{name}.parquet")
        rows = [{head: _spelled(cell) for head, cell in row.items()} for row in read.to_pylist()]
        assert rows == table(exported, name)
    kinds = {field.name: str(field.type) for field in parquet.read_schema(exported / "parquet" / "claimed.parquet")}
    assert (kinds["qualified"], kinds["claim"]) == ("bool", "string")


def _spelled(cell: object) -> str:
    """A cell as CSV has it."""
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


def test_json_ld_is_read_as_the_same_facts(release: Release, exported: Path) -> None:
    """With the context in it, each graph of the readable JSON-LD is the one of the release."""
    found, wanted = graphs(exported / "cnskg-compact.jsonld", ox.RdfFormat.JSON_LD), stated(release)
    status = by_status(wanted)
    assert found[ns.GRAPH_ASSERTED] == status["asserted"] | status["editorial"]
    assert found[ns.GRAPH_INFERRED] == status["inferred"]
    assert found[ns.GRAPH_LABELS] == wanted[ns.GRAPH_LABELS]
    text = (exported / "cnskg-compact.jsonld").read_text(encoding="utf-8")
    assert '"prefLabel": {"en": "Council of Examples", "zh-hans": "示例委员会"}' in text


def test_the_ontology_is_whole_in_rdf_xml(release: Release, exported: Path) -> None:
    """The ontology in RDF/XML is that of the release, blank nodes aside."""
    found = ox.Dataset(ox.parse(path=str(exported / "ontology.owl"), format=ox.RdfFormat.RDF_XML))
    quads = ox.parse(path=str(release.dumps / "cnskg-facts.nq"), format=ox.RdfFormat.N_QUADS)
    wanted = ox.Dataset(ox.Quad(*q.triple) for q in quads if q.graph_name == ox.NamedNode(ns.GRAPH_ONTOLOGY))
    for one in (found, wanted):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert found == wanted
