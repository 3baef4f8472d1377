"""The export of the real release: what no sample has in it comes out whole, too."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from cnskg.exporting import export
from cnskg.release.folder import Release
from tests.support.exported import broken_references, nanopublications, table

#: What is made of the facts; the others are copies of dumps, or the same tables again.
FORMS = ("jsonld", "functional", "csv", "sqlite", "followthemoney", "nanopublications")


@pytest.fixture(scope="module")
def whole(real: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One export of the real release: some fifteen seconds of one processor."""
    folder = tmp_path_factory.mktemp("real") / "facts"
    export.run(real, FORMS, folder, lambda _: None)
    return folder


@pytest.mark.slow
def test_the_tables_hold_together(real: Release, whole: Path) -> None:
    """Each cell that names a row names one that is there, the database agrees, and statements are as many as facts."""
    assert list(broken_references(whole)) == []
    rows = table(whole, "statements")
    found, counts = Counter(row["status"] for row in rows), real.manifest["counts"]
    assert (found["asserted"] + found["editorial"], found["inferred"]) == (counts["asserted"], counts["inferred"])
    assert found["editorial"] > 0
    with closing(sqlite3.connect(whole / "cnskg.sqlite")) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("SELECT count(*) FROM statements").fetchone() == (len(rows),)


@pytest.mark.slow
def test_what_is_for_others_is_whole(whole: Path) -> None:
    """Asserted facts of things are nanopublications; ends of FollowTheMoney's statements are entities."""
    asserted = {row["id"] for row in table(whole, "statements") if row["status"] == "asserted"}
    assert 0.4 * len(asserted) < len(nanopublications(whole)) <= len(asserted)
    folder = whole / "followthemoney"
    lines = (folder / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    known = {json.loads(line)["id"] for line in lines}
    with (folder / "statements.csv").open(encoding="utf-8", newline="") as file:
        ends = {one["value"] for one in csv.DictReader(file, dialect=csv.unix_dialect) if one["prop_type"] == "entity"}
    assert ends
    assert ends <= known
    assert (whole / "ontology.ofn").read_text(encoding="utf-8").count("\nSubClassOf(") > 100
