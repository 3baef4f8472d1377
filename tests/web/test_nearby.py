"""What an address at which there is nothing may have been meant for: names that are near, and no noise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cnskg.release.folder import switch_release
from tests.support.releases import app_for, make_release, make_settings

THINGS = """
id:report-2022 a cns:SourceDocument ; rdfs:label "The Report of Somebody"@en .
id:crisis-in-spring a cns:Event ; rdfs:label "crisis of the banks in spring"@en .
id:wang-yi a cns:Person ; rdfs:label "Wang Yi"@en .
id:wang-wen a cns:Person ; rdfs:label "Wang Wen"@en .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The service on the sample and some things more."""
    build: Path = tmp_path_factory.mktemp("near")
    release = make_release(build, "0a", THINGS)
    switch_release(make_settings(build), release.path)
    with app_for(release) as app:
        yield app.test_client()


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("/id/xi-jinping/", ["xi-jinping"]),  # a slash at the end, and the thing is there
        ("/id/xi-jinpin", ["xi-jinping"]),
        ("/id/wang", ["wang-yi", "wang-wen"]),  # a whole word
        ("/id/wangs", []),
        ("/id/the-report-of-somebody", ["report-2022"]),  # by name
        ("/passage/report-2022", ["report-2022"]),  # a document, which has passages below it
        ("/passage/report-2023/p001", ["report-2022"]),
        ("/id/issue-in-general", []),
        ("/id/crisis-in-general-elections", []),  # a word in common makes nothing near
        ("/id/penguin", []),
    ],
)
def test_only_what_is_near_is_told(client: FlaskClient, address: str, near: list[str]) -> None:
    """Spelt alike or of the same whole words, best first, what bears the name alone; else nothing is told."""
    got = client.get(address)
    assert got.status_code == 404
    assert [one["iri"].rpartition("/")[2] for one in got.json.get("near", ())] == near


def test_the_page_leads_to_what_is_near(client: FlaskClient) -> None:
    """What is near is linked; where nothing is there is no heading for it."""
    assert '<a href="/id/report-2022">' in client.get("/passage/report-2023", headers={"Accept": "text/html"}).text
    assert "Near it" not in client.get("/id/penguin", headers={"Accept": "text/html"}).text
