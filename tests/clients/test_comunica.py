"""Comunica, a query engine in JavaScript, which reads our endpoint, our addresses and our documents."""

from __future__ import annotations

import pytest

from cnskg.namespaces import PREFIXES
from tests.support import node

pytestmark = [pytest.mark.slow, node.needed]

#: Prints the rows of a query on the sources that follow it, a line each.
ASK = """
import { QueryEngine } from "@comunica/query-sparql";
const [query, ...sources] = process.argv.slice(2);
const rows = await new QueryEngine().queryBindings(query, { sources });
const cells = (row) => [...row].map(([name, term]) => `${name.value}=${term.value}`);
for await (const row of rows) console.log(cells(row).sort().join(" "));
"""
HEAD = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in ("cns", "id", "rdfs"))


def rows(query: str, *sources: str) -> list[str]:
    """The rows that Comunica finds in these sources."""
    return sorted(node.run(ASK, HEAD + query, *sources).split("\n")[:-1])


def test_the_endpoint_is_known_by_its_description(endpoint: str) -> None:
    """Given the bare address, Comunica sees that it is an endpoint and sends it the query."""
    found = rows(
        "SELECT ?law ?name { ?law a cns:Law ; rdfs:label ?name FILTER(CONTAINS(?name, 'Espionage')) }", endpoint
    )
    assert found == [f"law={PREFIXES['id']}counter-espionage-law name=Counter-Espionage Law"]


def test_linked_data_is_read_from_its_addresses(base: str) -> None:
    """A query over what two addresses say: who chairs the commission, and what he is called."""
    query = "SELECT ?name { id:cnsc cns:chairedBy ?who . ?who rdfs:label ?name }"
    assert rows(query, f"{base}/id/cnsc", f"{base}/id/xi-jinping") == ["name=Xi Jinping", "name=习近平"]


def test_an_endpoint_and_a_document_join(base: str, endpoint: str) -> None:
    """The endpoint and a graph by its address are two sources of one query."""
    query = "SELECT DISTINCT ?name { ?who cns:chairs id:cnsc ; rdfs:label ?name FILTER(LANG(?name) = 'en') }"
    assert rows(query, endpoint, f"{base}/graph?graph=https://w3id.org/cnskg/graph/asserted") == ["name=Xi Jinping"]
