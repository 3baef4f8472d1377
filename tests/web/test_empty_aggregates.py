"""An aggregate that gives nothing is told why, in each format, and one that gives something is not."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

SPOILT = "SELECT (GROUP_CONCAT(STR(?x)) AS ?all) (SUM(?x) AS ?sum) { { BIND(BNODE() AS ?x) } UNION { BIND(1 AS ?x) } }"
WELL = "SELECT (GROUP_CONCAT(STR(?x)) AS ?all) { BIND(1 AS ?x) }"
FORMATS = ["json", "xml", "csv", "tsv"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_spoilt_aggregate_has_a_hint(client: FlaskClient, form: str) -> None:
    """One row without a value is no answer to be taken as it stands."""
    answer = client.get("/sparql", query_string={"query": SPOILT, "format": form})
    assert answer.status_code == 200
    assert "GROUP_CONCAT gives nothing" in answer.headers.get("X-Cnskg-Hint", "")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("query", [WELL, SPOILT.replace("SUM(?x)", "COUNT(?x)"), "SELECT ?y { VALUES ?y { UNDEF } }"])
def test_others_have_none(client: FlaskClient, form: str, query: str) -> None:
    """Neither where a cell has a value, nor where there is no aggregate."""
    answer = client.get("/sparql", query_string={"query": query, "format": form})
    assert answer.status_code == 200
    assert "gives nothing" not in answer.headers.get("X-Cnskg-Hint", "")
