"""What `cnskg export` made for the service is listed, described in the catalogue and sent, also in part."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg.exporting.folder import place
from cnskg.release.folder import current_release
from tests.support.cli import Cli
from tests.support.content import Small
from tests.support.releases import app_for


@pytest.fixture
def client(small_copy: Small, run: Cli) -> Iterator[FlaskClient]:
    """A service on a release of which something was exported to where it looks."""
    assert run("export", "turtle", "csv", "sqlite").code == 0
    with app_for(current_release(small_copy.settings)) as app, app.test_client() as client:
        yield client


def test_files_are_listed_described_and_sent(client: FlaskClient, small_copy: Small) -> None:
    """Each file is in the list and in DCAT with size and checksum, and comes whole or in part, by its address."""
    folder = place(current_release(small_copy.settings))
    listed = client.get("/dumps/").json["files"]
    told = {one["name"]: one for one in listed}
    assert {"tables/organs.csv", "datapackage.json", "cnskg.sqlite", "cnskg.ttl"} <= told.keys()
    assert [one["name"] for one in listed].count("cnskg.ttl") == 1
    described = client.get("/.well-known/void", headers={"Accept": "text/turtle"}).text
    addresses = {
        t.object.value for t in ox.parse(described, format=ox.RdfFormat.TURTLE) if "downloadURL" in t.predicate.value
    }
    for name in ("tables/organs.csv", "datapackage.json", "cnskg.sqlite"):
        body = (folder / name).read_bytes()
        with client.get(f"/dumps/{name}") as got, client.get(f"/dumps/{name}", headers={"Range": "bytes=5-9"}) as part:
            assert (got.status_code, got.data, got.mimetype) == (200, body, told[name]["media_type"])
            assert (part.status_code, part.data) == (206, body[5:10])
            tag = got.headers["ETag"]
        assert tag == f'"{hashlib.sha256(body).hexdigest()}"'
        assert client.get(f"/dumps/{name}", headers={"If-None-Match": tag}).status_code == 304
        assert (told[name]["sha256"], told[name]["size"]) == (tag.strip('"'), len(body))
        assert told[name]["sha256"] in described
        assert f"http://localhost/dumps/{name}" in addresses
    assert "tables/organs.csv" in client.get("/dumps/", headers={"Accept": "text/html"}).text


def test_nothing_else_is_sent(client: FlaskClient) -> None:
    """What no list has is not there, however it is spelled."""
    for name in ("export.json", "tables/", "tables/../../../releases", "../export.json", "tables/none.csv"):
        assert client.get(f"/dumps/{name}").status_code == 404


def test_the_package_is_read_from_its_address(client: FlaskClient) -> None:
    """The paths in the Data Package are addresses beside its own."""
    with client.get("/dumps/datapackage.json") as got:
        told = json.loads(got.data)
    for one in told["resources"][:3]:
        with client.get(f"/dumps/{one['path']}") as got:
            assert f"sha256:{hashlib.sha256(got.data).hexdigest()}" == one["hash"]
