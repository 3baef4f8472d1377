"""FollowTheMoney: what is stated of people, posts and sanctions, under their schemas and by their rules."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from cnskg import namespaces as ns
from cnskg.exporting import export, followthemoney
from cnskg.release.folder import Release
from tests.support.cli import Cli
from tests.support.content import Small
from tests.support.releases import make_release

FACTS = """
id:cai a cns:Person ; skos:prefLabel "Cai Qi"@en , "蔡奇"@zh-hans , "Cài Qí"@zh-latn-pinyin .
id:head a cns:Post ; skos:prefLabel "head"@en ; cns:postIn id:cnsc .
id:tenure a cns:Tenure ; cns:holder id:cai ; cns:post id:head ; cns:starts span:2023-05 ;
  cns:ends span:2024-40--2025-02-03 .
id:ban a cns:Sanction ; skos:prefLabel "a ban"@en ; cns:actor id:cai ; cns:target id:cnsc , id:experts ;
  cns:when span:2021-03 .
id:experts a cns:Group ; skos:prefLabel "experts"@en .
id:cnsc a cns:Organ ; skos:prefLabel "commission"@en .
"""
INFERRED = "id:cai cns:linkedTo id:head . id:other a cns:Person . id:tenure cns:post id:other ."
LINKS = """
cns:Person skos:exactMatch <https://schema.followthemoney.tech/#Person> .
cns:Organ skos:closeMatch <https://schema.followthemoney.tech/#PublicBody> .
cns:Post skos:exactMatch <https://schema.followthemoney.tech/#Position> .
cns:Tenure skos:exactMatch <https://schema.followthemoney.tech/#Occupancy> .
cns:Sanction skos:closeMatch <https://schema.followthemoney.tech/#Sanction> .
cns:holder skos:exactMatch <https://schema.followthemoney.tech/#Occupancy:holder> .
cns:post skos:exactMatch <https://schema.followthemoney.tech/#Occupancy:post> .
cns:postIn skos:closeMatch <https://schema.followthemoney.tech/#Position:organization> .
cns:starts skos:closeMatch <https://schema.followthemoney.tech/#Interval:startDate> .
cns:ends skos:closeMatch <https://schema.followthemoney.tech/#Interval:endDate> .
id:cai <https://schema.org/sameAs> <http://www.wikidata.org/entity/Q1> .
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The FollowTheMoney files of a release with these facts."""
    folder = tmp_path_factory.mktemp("ftm")
    graphs = {ns.PSG + "doc-c/p1": FACTS, ns.GRAPH_INFERRED: INFERRED, ns.GRAPH_LINKS: LINKS}
    release = make_release(folder / "build", "sample", FACTS, graphs=graphs)
    export.run(release, ["followthemoney"], folder / "out", lambda _: None)
    return folder / "out" / "followthemoney"


def entities(made: Path) -> dict[str, dict[str, Any]]:
    """The entities by their ids."""
    lines = (made / "entities.ftm.json").read_text(encoding="utf-8").splitlines()
    return {entity["id"]: entity for entity in map(json.loads, lines)}


def statements(made: Path) -> list[dict[str, str]]:
    """The statements."""
    with (made / "statements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect=csv.unix_dialect))


def test_what_is_stated_becomes_entities(made: Path) -> None:
    """A person with names in both scripts, the post, the tenure with dates; nothing that is only inferred."""
    found = entities(made)
    person = found["cnskg-cai"]
    assert (person["schema"], person["properties"]["name"]) == ("Person", ["Cai Qi", "蔡奇"])
    assert (person["properties"]["alias"], person["properties"]["wikidataId"]) == (["Cài Qí"], ["Q1"])
    tenure = found["cnskg-tenure"]["properties"]
    assert (tenure["holder"], tenure["post"]) == (["cnskg-cai"], ["cnskg-head"])
    assert (tenure["startDate"], tenure["endDate"]) == (["2023-05"], ["2025-02-03"])
    assert tenure["sourceUrl"] == [f"{ns.PSG}doc-c/p1"]
    assert found["cnskg-head"]["properties"]["organization"] == ["cnskg-cnsc"]


def test_sanctions_are_one_a_target(made: Path) -> None:
    """An act against two is two of theirs; a target that is neither person nor organisation is an entity, too."""
    found = entities(made)
    acts = [entity["properties"] for entity in found.values() if entity["schema"] == "Sanction"]
    assert sorted(act["entity"][0] for act in acts) == ["cnskg-cnsc", "cnskg-experts"]
    assert {(act["authority"][0], act["date"][0]) for act in acts} == {("Cai Qi", "2021-03")}
    assert (found["cnskg-cnsc"]["schema"], found["cnskg-experts"]["schema"]) == ("PublicBody", "LegalEntity")


def test_statements_are_called_as_theirs_are(made: Path) -> None:
    """Each has the digest that their library makes of it, the last of an entity that of all; ends are entities."""
    found, known = statements(made), entities(made)
    for one in found:
        text = f"cnskg.{one['entity_id']}.{one['prop']}.{one['value']}" + (f"@{one['lang']}" if one["lang"] else "")
        assert one["id"] == hashlib.sha1(text.encode()).hexdigest()
        assert one["prop_type"] != "entity" or one["value"] in known
    own = [one for one in found if one["entity_id"] == "cnskg-cai"]
    digest = hashlib.sha1(b"Person" + "".join(sorted(one["id"] for one in own[:-1])).encode()).hexdigest()
    assert (own[-1]["prop"], own[-1]["value"]) == ("id", digest)
    assert {one["origin"] for one in found} == {"asserted", "editorial", ""}


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [("2021-03-04", "2021-03-04", "2021-03-04"), ("2021-03", "2021-03", "2021-03"), ("2021-40", "2021", "2021"),
     ("2021--2023-05", "2021", "2023-05"), ("201X", "", ""), ("nonsense", "", "")],
)  # fmt: skip
def test_spans_become_dates(span: str, first: str, last: str) -> None:
    """As precise as they can be said; what is wider than a year has none."""
    found = (followthemoney.date(ns.TIME + span), followthemoney.date(ns.TIME + span, last=True))
    assert found == (first, last)


def test_without_a_mapping_there_is_no_such_form(small: Small, run: Cli, release: Release, tmp_path: Path) -> None:
    """Asked for, it is refused; among all, it is said to be left out."""
    refused = run("export", "followthemoney", "--to", str(tmp_path / "one"))
    assert (refused.code, "no links to FollowTheMoney" in refused.err) == (2, True)
    assert not (tmp_path / "one").exists()
    every = run("export", "all", "--to", str(tmp_path / "all"))
    assert (every.code, "left out: FollowTheMoney" in every.err) == (0, True)
