"""The files of a release over HTTP: whole, in part, compressed, known again; and the page that tells of them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import html
import io
import json
import re
import sys
import types
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.release.dumps import DUMPS
from cnskg.release.folder import Release
from tests.support.content import Small
from tests.support.http import fetch
from tests.support.releases import app_for
from tests.support.service import Service, running

PAGE = {"Accept": "text/html"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}
NAME = "cnskg-facts.nq"


def file(sample: Release, name: str = NAME) -> bytes:
    """The bytes of a dump on the disk."""
    return (sample.dumps / name).read_bytes()


@pytest.mark.parametrize("name", [*DUMPS, *(f"{name}.gz" for name in DUMPS)])
def test_each_dump_is_sent(client: FlaskClient, sample: Release, name: str) -> None:
    """The bytes of the file in its media type, tagged with their SHA-256; HEAD tells the same without them."""
    body = file(sample, name)
    with client.get(f"/dumps/{name}") as got, client.head(f"/dumps/{name}") as head:
        assert (got.status_code, got.data, head.data) == (200, body, b"")
        kind = "application/gzip" if name.endswith(".gz") else DUMPS[name].form.media_type
        for one in (got, head):
            assert (one.mimetype, one.content_length) == (kind, len(body))
            assert one.headers["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"'
            assert one.headers["Accept-Ranges"] == "bytes"
            assert one.headers["X-Cnskg-Release"] == "sample"
            assert "Content-Encoding" not in one.headers
            assert "Last-Modified" not in one.headers


def test_who_takes_gzip_is_sent_it(client: FlaskClient, sample: Release) -> None:
    """The compressed file of the release is sent as it is; a file that is compressed itself is not packed again."""
    with client.get(f"/dumps/{NAME}", headers={"Accept-Encoding": "gzip"}) as got:
        assert (got.data, got.headers["Content-Encoding"]) == (file(sample, f"{NAME}.gz"), "gzip")
        assert gzip.decompress(got.data) == file(sample)
        assert (got.mimetype, got.content_length) == ("application/n-quads", len(got.data))
        assert got.headers["ETag"] == f'"{hashlib.sha256(file(sample)).hexdigest()}-gzip"'
    with client.get(f"/dumps/{NAME}.gz", headers={"Accept-Encoding": "gzip"}) as got:
        assert (got.data, "Content-Encoding" in got.headers) == (file(sample, f"{NAME}.gz"), False)
    with client.get(f"/dumps/{NAME}", headers={"Accept-Encoding": "gzip;q=0"}) as got:
        assert got.data == file(sample)


@pytest.mark.parametrize("packed", ["identity", "gzip"])
def test_who_holds_a_dump_is_told_so(client: FlaskClient, packed: str) -> None:
    """Its tag, got with or without compression, gives 304."""
    with client.get(f"/dumps/{NAME}", headers={"Accept-Encoding": packed}) as first:
        tag = first.headers["ETag"]
    for again in ("identity", "gzip"):
        got = client.get(f"/dumps/{NAME}", headers={"Accept-Encoding": again, "If-None-Match": tag})
        assert (got.status_code, got.data) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=10-19", 10, 20), ("bytes=100-", 100, None), ("bytes=-7", -7, None)]
)
@pytest.mark.parametrize("packed", ["identity", "gzip"])
def test_a_part_is_sent(
    client: FlaskClient, sample: Release, asked: str, first: int, last: int | None, packed: str
) -> None:
    """A range gives that part of the plain file, also to who takes gzip, so that a broken download can go on."""
    body = file(sample)
    with client.get(f"/dumps/{NAME}", headers={"Range": asked, "Accept-Encoding": packed}) as got:
        assert (got.status_code, got.data) == (206, body[first:last])
        start = first % len(body) if first < 0 else first
        end = start + len(got.data) - 1
        assert got.headers["Content-Range"] == f"bytes {start}-{end}/{len(body)}"
        assert got.headers["ETag"] == f'"{hashlib.sha256(body).hexdigest()}"'


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=x"])
def test_what_is_no_single_range_gives_the_whole(client: FlaskClient, sample: Release, asked: str) -> None:
    """Several ranges, other units and nonsense are passed over, as RFC 9110 lets a server do."""
    with client.get(f"/dumps/{NAME}", headers={"Range": asked}) as got:
        assert (got.status_code, got.data) == (200, file(sample))


def test_a_part_of_another_file_is_not_sent(client: FlaskClient, sample: Release) -> None:
    """If-Range with the tag of a release before gives the whole new file; with its own tag, the part."""
    tag = hashlib.sha256(file(sample)).hexdigest()
    for held, status in ((tag, 206), ("0" * 64, 200)):
        with client.get(f"/dumps/{NAME}", headers={"Range": "bytes=5-9", "If-Range": f'"{held}"'}) as got:
            assert got.status_code == status


def test_a_range_behind_the_end_is_refused(client: FlaskClient, sample: Release) -> None:
    """416 with the size, as a problem like all others."""
    got = client.get(f"/dumps/{NAME}", headers={"Range": "bytes=99999999-"})
    assert (got.status_code, got.mimetype) == (416, "application/problem+json")
    assert got.headers["Content-Range"] == f"bytes */{len(file(sample))}"


@pytest.mark.parametrize(
    "name",
    ["../manifest.json", "..%2Fmanifest.json", "%2e%2e/void.ttl", "%2e%2e%2fvoid.ttl", "/etc/passwd", "%2Fetc%2Fpasswd",
     "cnskg.ttl/", "cnskg.ttl%00", "CNSKG.TTL", ".", "nothing"],
)  # fmt: skip
def test_only_dumps_are_sent(client: FlaskClient, name: str) -> None:
    """No spelling of a path leads to another file of the release or of the machine."""
    got = client.get(f"/dumps/{name}", follow_redirects=True)
    assert got.status_code == 404
    assert got.json["title"]


def test_the_list_is_json_for_programs(client: FlaskClient, sample: Release) -> None:
    """The list has each file with address, size, checksum and what it holds; its addresses answer."""
    told = client.get("/dumps/").json
    assert (told["release"], [one["name"] for one in told["files"]]) == ("sample", list(DUMPS))
    for one in told["files"]:
        assert one["holds"] == DUMPS[one["name"]].holds
        for entry in (one, one["gzip"]):
            body = file(sample, entry["name"])
            assert (entry["size"], entry["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
            with client.get(entry["url"]) as got:
                assert got.data == body
    assert client.get("/dumps/", headers={"Accept": "text/turtle"}).status_code == 406


@pytest.mark.parametrize("address", ["/dumps/", "/dataset"])
def test_the_pages_have_the_list(client: FlaskClient, sample: Release, address: str) -> None:
    """The pages show each file with a link, its size, its checksum and what it holds."""
    text = html.unescape(client.get(address, headers=PAGE).text)
    for name, dump in DUMPS.items():
        assert dump.holds in text
        for one in (name, f"{name}.gz"):
            body = file(sample, one)
            assert f'href="/dumps/{one}"' in text
            assert f"{len(body):,}" in text
            assert hashlib.sha256(body).hexdigest() in text


def test_the_description_leads_to_the_files(client: FlaskClient, sample: Release) -> None:
    """VoID and DCAT give the address of each file and graph at the service that was asked, wherever that is."""
    got = client.get("/.well-known/void", headers={"Accept": "text/turtle", "Host": "kg.example.org"})
    store = ox.Store()
    store.load(got.data, format=ox.RdfFormat.TURTLE)
    found = store.query("SELECT ?url { [] dcat:downloadURL|void:dataDump ?url }", prefixes=ns.PREFIXES)
    urls = {row["url"].value for row in found}  # type: ignore[union-attr]
    expected = {f"http://kg.example.org/dumps/{name}{end}" for name in DUMPS for end in ("", ".gz")}
    assert {url for url in urls if "/dumps/" in url} == expected
    for url in urls:
        assert url.startswith("http://kg.example.org/")
        with client.get(url.removeprefix("http://kg.example.org")) as answer:
            assert answer.status_code == 200
    assert store.query("ASK { ?d void:sparqlEndpoint <http://kg.example.org/sparql> }", prefixes=ns.PREFIXES)


@pytest.mark.parametrize("accept", ["text/html", BROWSER["Accept"], "text/html;q=0.1, image/png"])
def test_browsers_are_led_to_the_page(client: FlaskClient, accept: str) -> None:
    """What the header of each page calls Dataset is a page; the address that VoID prescribes leads people there."""
    [address] = re.findall(r'<a href="([^"]+)">Dataset</a>', client.get("/", headers=BROWSER).text)
    for one in (address, "/.well-known/void"):
        got = client.get(one, headers={"Accept": accept}, follow_redirects=True)
        assert (got.status_code, got.mimetype, got.request.path) == (200, "text/html", "/dataset")


def test_the_page_says_how_to_cite(client: FlaskClient) -> None:
    """The citation has version, release and address; licence and counts stand on the page."""
    text = client.get("/dataset", headers=PAGE).text
    [cite] = re.findall(r'<p class="cite">(.*?)</p>', text, re.S)
    assert all(word in cite for word in ("0.0.test", "release sample", ns.DATASET))
    assert "CC BY 4.0" in text
    assert "<strong>15</strong> facts" in text


@pytest.fixture(scope="module")
def service(built_once: Small) -> Iterator[Service]:
    """A service on the small release."""
    with running(build=built_once.settings.build) as service:
        yield service


def sample_code(service: Service, name: str) -> str:
    """A code sample of the page, as somebody copies it."""
    page = fetch(urllib.request.Request(f"{service.url}/dataset", headers=PAGE)).body.decode()
    [found] = re.findall(rf'<pre class="sample" id="{name}" tabindex="0">(.*?)</pre>', page, re.S)
    return html.unescape(found)


def test_the_samples_run(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The samples in Python do what they say: a table of laws with its columns, and all facts as a graph."""
    pandas = types.ModuleType("pandas")

    def read_csv(url: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(fetch(url).body.decode())))

    pandas.read_csv = read_csv  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    known: dict[str, object] = {}
    exec(sample_code(service, "pandas"), known)
    assert known["laws"][0] == ["law", "name"]  # type: ignore[index]
    exec(sample_code(service, "rdflib"), known)
    counts = json.loads(fetch(f"{service.url}/dumps/").body)
    assert len(known["graph"]) > 100, counts  # type: ignore[arg-type]


def test_the_addresses_of_the_samples_answer(service: Service, small: Small) -> None:
    """R and curl get what the sample says: CSV of the query, and the facts with their graphs."""
    r = sample_code(service, "r")
    [query] = re.findall(r"query <- '(.*?)'", r, re.S)
    [endpoint] = re.findall(r'paste0\("([^"]+)"', r)
    assert fetch(endpoint + urllib.request.quote(query)).headers["Content-Type"].startswith("text/csv")  # type: ignore[attr-defined]
    [url] = re.findall(r"http\S+", sample_code(service, "curl"))
    assert fetch(url).body == (small.release / "dumps" / url.rpartition("/")[2]).read_bytes()


def test_a_server_gets_the_file_itself(sample: Release) -> None:
    """The server is handed the open file to send from the disk, and no part of it is read before."""
    wrapped: list[IO[bytes]] = []

    class Wrapper:
        """What a server offers for sending files."""

        def __init__(self, file: IO[bytes], *_: int) -> None:
            wrapped.append(file)
            self.file = file

        def __iter__(self) -> Iterator[bytes]:
            yield from self.file

        def close(self) -> None:
            self.file.close()

    def start(status: str, headers: list[tuple[str, str]], info: object = None) -> object:
        assert status == "200 OK"
        return None

    with app_for(sample) as app:
        environ = app.test_request_context("/dumps/cnskg.trig").request.environ
        answer: Iterable[bytes] = app.wsgi_app(environ | {"wsgi.file_wrapper": Wrapper}, start)
        assert isinstance(answer, Wrapper)
        assert (Path(wrapped[0].name), wrapped[0].tell()) == (sample.dumps / "cnskg.trig", 0)
        answer.close()


def test_robots_are_told(client: FlaskClient) -> None:
    """Crawlers may have pages and files, not the addresses that hold a question; they may keep that answer."""
    got = client.get("/robots.txt")
    closed = (
        "*?*find=",
        "*?*sort=",
        "*?*view=",
        "ask",
        "compare?",
        "explain",
        "graph?",
        "pictures/network*?",
        "q/",
        "query",
        "r/",
        "reconcile",
        "search",
        "sparql",
        "suggest",
    )
    told = {f"Disallow: /{tongue}{path}" for tongue in ("", "en/", "zh/") for path in closed}
    assert set(got.text.split("\n")[1:-1]) == told | {"Sitemap: http://localhost/sitemap.xml"}
    assert got.cache_control.max_age == 86_400


def test_crawlers_are_told_where_the_pages_are(client: FlaskClient) -> None:
    """The map names each thing by its address on this host, and what it names is there."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)
    places = [one.text or "" for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "http://localhost/id/cnsc" in places
    for place in places:
        with client.get(place, headers=PAGE) as got:
            assert got.status_code == 200


def test_pages_have_an_icon(client: FlaskClient) -> None:
    """The icon is there where browsers look for it, is one, and need not be asked for each time."""
    with client.get("/favicon.ico") as got:
        assert got.data.startswith(b"\x00\x00\x01\x00")
        assert got.cache_control.max_age == 86_400
    [linked] = re.findall(r'<link rel="icon" href="([^"]+)">', client.get("/", headers=PAGE).text)
    assert linked == "/favicon.ico"
