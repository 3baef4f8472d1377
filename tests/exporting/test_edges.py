"""What stands in several graphs, names what is not there, or is not as the context expects, comes out as it is."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg import namespaces as ns
from cnskg.exporting import export
from tests.support.exported import broken_references, graphs, nanopublications, table
from tests.support.releases import make_release

PASSAGE = """
id:cnsc a cns:Organ ; cns:chairedBy id:xi-jinping . id:cai a cns:Person ; cns:chairs id:not-in-the-graph .
id:cai skos:prefLabel "Cai Qi" .
"""
INFERRED = "id:cnsc cns:chairedBy id:xi-jinping ; cns:chairs id:cai ."
#: A source of ours: what it states is editorial.
OURS = f'bg:ours cns:url "{ns.BASE}comparisons" . id:cnsc cns:chairedBy id:cai .'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a release with such facts."""
    folder = tmp_path_factory.mktemp("edges")
    named = {ns.PSG + "doc-c/p1": PASSAGE, ns.GRAPH_INFERRED: INFERRED, ns.BG + "ours": OURS}
    release = make_release(folder / "build", "sample", graphs=named)
    export.run(release, ["csv", "jsonld", "nanopublications"], folder / "out", lambda _: None)
    return folder / "out"


def test_what_is_stated_is_stated_whatever_follows(made: Path) -> None:
    """A fact that a passage states and that follows, too, is asserted; what only follows, or only we say, is not."""
    found = {(row["subject"], row["property"], row["object"]): row["status"] for row in table(made, "statements")}
    chaired, chairs = ns.CNS + "chairedBy", ns.CNS + "chairs"
    assert found[ns.ID + "cnsc", chaired, ns.ID + "xi-jinping"] == "asserted"
    assert found[ns.ID + "cnsc", chairs, ns.ID + "cai"] == "inferred"
    assert found[ns.ID + "cnsc", chaired, ns.ID + "cai"] == "editorial"


def test_no_finding_of_ours_is_a_nanopublication(made: Path) -> None:
    """What only a source of ours says has none."""
    said = [q for quads in nanopublications(made).values() for q in quads if q.graph_name.value.endswith("#assertion")]
    ends = {(q.subject.value, q.object.value) for q in said}
    assert (ns.ID + "cnsc", ns.ID + "xi-jinping") in ends
    assert (ns.ID + "cnsc", ns.ID + "cai") not in ends


def test_a_column_that_names_what_is_not_there_is_no_key(made: Path) -> None:
    """Values that are no rows of the tables are kept, and the package does not promise that they are."""
    (person,) = (row for row in table(made, "people") if row["iri"] == ns.ID + "cai")
    assert person["chairs_iri"] == ns.ID + "not-in-the-graph"
    assert list(broken_references(made)) == []


def test_a_name_without_a_language_stays_one(made: Path) -> None:
    """JSON-LD gives a text that its context would read otherwise under a name that it does not read."""
    found = graphs(made / "cnskg-compact.jsonld", ox.RdfFormat.JSON_LD)[ns.GRAPH_ASSERTED]
    assert (f"<{ns.ID}cai>", f"<{ns.PREFIXES['skos']}prefLabel>", '"Cai Qi"') in found
