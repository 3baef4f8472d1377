"""Every route of the app has its row here: what it gives, to whom, and with which headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from cnskg.query.formats import GRAPHS, ROWS, Format
from cnskg.release.folder import current_release
from cnskg.web import listing, middleware, short
from cnskg.web.limits import Bounded, RateLimit
from tests.support.releases import app_for, app_with, make_settings
from tests.support.resources import GRAPHS_MORE, MORE

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
PAGE, TURTLE, JSON, TEXT = "text/html", "text/turtle", "application/json", "text/plain"


@dataclass(frozen=True)
class Route:
    """An address of the route that has an answer, and the kinds of it: for a browser, and for who takes anything."""

    address: str
    page: str
    data: str
    methods: str = "GET"


#: Rule of the app -> how it is asked.
ROUTES = {
    "/": Route("/", PAGE, PAGE),
    "/query": Route("/query?query=ASK%7B%7D", PAGE, PAGE),
    "/query/words": Route("/query/words", JSON, JSON),
    "/search": Route("/search?q=law", PAGE, PAGE),
    "/questions": Route("/questions", PAGE, PAGE),
    "/ask": Route("/ask?q=organ", PAGE, PAGE),
    "/ask.csv": Route("/ask.csv?q=What is the organ", "text/csv", "text/csv"),
    "/question/<slug>.csv": Route("/question/q.csv", "text/csv", "text/csv"),
    "/suggest": Route("/suggest?q=law", JSON, JSON),
    "/id/<path:name>": Route("/id/cnsc", PAGE, TURTLE),
    "/time/<path:name>": Route("/time/2020", PAGE, TURTLE),
    "/background/<path:name>": Route("/background/bg", PAGE, TURTLE),
    "/question/<path:name>": Route("/question/q", PAGE, TURTLE),
    "/passage/<path:name>": Route("/passage/doc-c/p1", PAGE, TURTLE),
    "/fact/<path:name>": Route("/fact/f", PAGE, TURTLE),
    "/inference/<path:name>": Route("/inference/i", PAGE, TURTLE),
    "/axiom/<path:name>": Route("/axiom/a", PAGE, TURTLE),
    "/rule/<path:name>": Route("/rule/r", PAGE, TURTLE),
    "/ontology": Route("/ontology", PAGE, TURTLE),
    "/ontology.<ending>": Route("/ontology.html", PAGE, PAGE),
    "/ontology/<path:name>": Route("/ontology/1.0", PAGE, TURTLE),
    "/term/<path:name>": Route("/term/Organ", PAGE, TURTLE),
    "/context.jsonld": Route("/context.jsonld", "application/ld+json", "application/ld+json"),
    "/graph/<path:name>": Route("/graph/asserted", PAGE, TURTLE),
    "/problem/<path:name>": Route("/problem/syntax", PAGE, TURTLE),
    "/dataset": Route("/dataset", PAGE, TURTLE),
    "/dataset.<ending>": Route("/dataset.html", PAGE, PAGE),
    "/dumps/": Route("/dumps/", PAGE, JSON),
    "/lists": Route("/lists", PAGE, PAGE),
    listing.RULE: Route("/laws", PAGE, PAGE),
    "/compare": Route("/compare", PAGE, PAGE),
    "/pictures": Route("/pictures", PAGE, PAGE),
    "/pictures/<name>": Route("/pictures/types", PAGE, PAGE),
    "/quality": Route("/quality", PAGE, JSON),
    "/about": Route("/about", PAGE, PAGE),
    "/releases": Route("/releases", PAGE, PAGE),
    "/releases.atom": Route("/releases.atom", "application/atom+xml", "application/atom+xml"),
    "/q/<packed>": Route(f"/q/{short.pack('ASK {}')}", PAGE, "application/sparql-results+json"),
    "/r/<path:name>": Route("/r/sample/id/cnsc", PAGE, TURTLE),
    "/cite/<name>": Route("/cite/dataset.bib", "application/x-bibtex", "application/x-bibtex"),
    "/dumps/<path:name>": Route("/dumps/cnskg.ttl", TURTLE, TURTLE),
    "/favicon.ico": Route("/favicon.ico", "image/vnd.microsoft.icon", "image/vnd.microsoft.icon"),
    "/static/<path:filename>": Route("/static/style.css", "text/css", "text/css"),
    "/sparql": Route("/sparql?query=ASK%7B%7D", "application/xml", "application/sparql-results+json", "GET POST QUERY"),
    "/graph": Route("/graph?default", "application/xml", TURTLE),
    "/explain": Route("/explain?s=id:cnsc&p=a&o=cns:Organ", PAGE, JSON),
    "/.well-known/void": Route("/.well-known/void", PAGE, TURTLE),
    "/healthz": Route("/healthz", JSON, JSON),
    "/readyz": Route("/readyz", JSON, JSON),
    "/metrics": Route("/metrics", TEXT, TEXT),
    "/sitemap.xml": Route("/sitemap.xml", "application/xml", "application/xml"),
    "/robots.txt": Route("/robots.txt", TEXT, TEXT),
    "/reconcile": Route("/reconcile", JSON, JSON, "GET POST"),
    "/reconcile/properties": Route("/reconcile/properties", JSON, JSON),
    "/reconcile/suggest/<kind>": Route("/reconcile/suggest/type?prefix=law", JSON, JSON),
    "/reconcile/preview": Route("/reconcile/preview?id=cnsc", PAGE, PAGE),
    "/limits": Route("/limits", JSON, JSON),
}
#: Pages that other programs show in a window of theirs.
FRAMED = ("/reconcile/preview",)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app whose release has something for each route."""
    with app_with(tmp_path_factory.mktemp("routes"), MORE, GRAPHS_MORE, proxies=1) as app:
        yield app


def test_every_route_has_its_row(app: Flask) -> None:
    """The table names all rules of the app and no other, with their methods."""
    rules = {
        str(rule): rule.methods or set() for rule in app.url_map.iter_rules() if not str(rule).startswith("/pages")
    }
    assert {rule: " ".join(sorted(methods - {"HEAD", "OPTIONS"})) for rule, methods in rules.items()} == {
        rule: route.methods for rule, route in ROUTES.items()
    }
    assert all({"HEAD", "OPTIONS"} <= methods for methods in rules.values())


@pytest.mark.parametrize("rule", ROUTES)
def test_each_route_answers_in_its_kinds(client: FlaskClient, rule: str) -> None:
    """A browser gets the page where there is one; who takes anything, the data."""
    route = ROUTES[rule]
    for accept, kind in ((BROWSER, route.page), ("*/*", route.data)):
        with client.get(route.address, headers={"Accept": accept}, follow_redirects=True) as got:
            assert (got.status_code, got.mimetype) == (200, kind), got.text


@pytest.mark.parametrize("rule", ROUTES)
def test_each_answer_has_the_headers(client: FlaskClient, rule: str) -> None:
    """Any page of the web may read an answer; no browser sniffs its type, and only what is a page may load anything."""
    with client.get(ROUTES[rule].address, headers={"Accept": BROWSER}, follow_redirects=True) as got:
        page = middleware.FRAMED_POLICY if rule in FRAMED else middleware.PAGE_POLICY
        policy = page if got.mimetype == PAGE else middleware.DATA_POLICY
        assert got.headers["Content-Security-Policy"] == policy
        for name, value in {**middleware.CORS, **middleware.SECURITY}.items():
            assert got.headers[name] == value
        assert got.headers["X-Cnskg-Release"] == "sample"
        assert {"Accept", "Accept-Encoding"} <= set(got.vary)


#: What a client that holds the answer of this tag may say, itself or through a proxy that has weakened or packed it.
HELD = (
    '"{}"', 'W/"{}"', '"{}-gzip"', 'W/"{}-gzip"', '"{}-br"', '"{}--gzip"', '"{};gzip"',
    '"x", "{}"', 'W/"x" , W/"{}"', '"x",W/"{}-gzip", "y"', "*",
)  # fmt: skip
#: Of each make an answer, which is held in all these ways: a page, what a query gives, a graph, a file of a release and
#: one of the package. One way is enough for the others, since it is the same code that reads tags for all.
MAKES = ("/dataset", "/sparql", "/graph", "/dumps/<path:name>", "/static/<path:filename>")
#: Rules whose answers need not be asked for again for a while.
KEPT = {"/favicon.ico": "public, max-age=86400"}
#: What is no text, percent-encoded; those first that routes are likely to take for some.
NO_TEXT = ("a%0a", "%00", "%ff", "%0a", "%0d%0aX:y", "%7f", "%c2%85", "%c3%28", "%ef%bf%bd")
#: Rules whose answers are of the moment, and have no tag.
UNTAGGED = {"/healthz", "/readyz", "/metrics", "/limits", "/robots.txt"}


@pytest.mark.parametrize("packing", ["identity", "gzip"])
@pytest.mark.parametrize("accept", [BROWSER, "*/*"])
@pytest.mark.parametrize("rule", ROUTES)
def test_who_holds_an_answer_gets_no_body(client: FlaskClient, rule: str, accept: str, packing: str) -> None:
    """Each answer has a tag, strong or weak, packed or not, alone or in a list, and who sends it is told 304."""
    asked = {"Accept": accept, "Accept-Encoding": packing}
    with client.get(ROUTES[rule].address, headers=asked) as got:
        given, status = got.headers.get("ETag"), got.status_code
    if status != 200 or rule in UNTAGGED:
        assert given is None
        return
    assert given is not None
    tag = given.strip('"').removesuffix("-gzip")
    for form in (given, *(form.format(tag) for form in (HELD if rule in MAKES else HELD[3:4]))):
        for method in ("GET", "HEAD"):
            with client.open(ROUTES[rule].address, method=method, headers={**asked, "If-None-Match": form}) as again:
                assert (again.status_code, again.data) == (304, b""), form
                assert again.headers["Cache-Control"] in ("public, no-cache", "no-cache", KEPT.get(rule))
                assert tag in again.headers["ETag"]
                assert {"Accept", "Accept-Encoding"} <= set(again.vary)
    for form in (f'"{tag}x"', f'"{tag[:-1]}"', '"other"', tag + "-gzip-gzip")[: 4 if rule in MAKES else 1]:
        with client.get(ROUTES[rule].address, headers={**asked, "If-None-Match": form}) as again:
            assert again.status_code == 200, form


def test_who_posts_gets_the_answer(client: FlaskClient) -> None:
    """What a POST gives is nothing that a client could hold, so its conditions are not looked at."""
    tag = client.get("/sparql?query=ASK%7B%7D").headers["ETag"]
    got = client.post("/sparql", data={"query": "ASK{}"}, headers={"If-None-Match": tag})
    assert (got.status_code, got.json) == (200, {"head": {}, "boolean": True})


@pytest.mark.parametrize("rule", ROUTES)
def test_a_path_that_is_no_text_is_404(client: FlaskClient, rule: str) -> None:
    """Control characters and bytes that are not UTF-8, anywhere in a path, are no address of ours, for any method."""
    path = ROUTES[rule].address.partition("?")[0]
    for part in NO_TEXT if rule in MAKES else NO_TEXT[:3]:
        for address in (f"{path}x{part}", f"{path.rstrip('/')}/{part}", f"{path.rstrip('/')}/{part}/x"):
            for method in ("GET", "HEAD", "POST"):
                assert client.open(address, method=method).status_code == 404, address


@pytest.mark.parametrize("query", ["%ff", "q=%c3", "q=a&x=%ed%a0%80", "q=a%ff"])
@pytest.mark.parametrize("rule", ROUTES)
def test_a_parameter_that_is_no_text_is_400(client: FlaskClient, rule: str, query: str) -> None:
    """Bytes that are not UTF-8 are never replaced by something else that is then searched for."""
    got = client.get(f"{ROUTES[rule].address.partition('?')[0]}?{query}")
    assert (got.status_code, got.json["detail"]) == (400, "a parameter is not percent-encoded UTF-8")


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT", "QUERY"])
def test_nothing_is_nothing_for_each_method(client: FlaskClient, method: str) -> None:
    """An address that we do not have is 404 however it is asked."""
    assert client.open("/nothing", method=method).status_code == 404


def test_who_is_behind_a_proxy_unknowingly_is_warned_once(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """X-Forwarded-For without CNSKG_PROXIES is told in the log, one time; with it, there is nothing to tell."""
    folder = app.extensions["cnskg"].settings.build
    with caplog.at_level("WARNING", "cnskg.web"):
        app.test_client().get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"})
        assert "CNSKG_PROXIES" not in caplog.text
        with app_for(current_release(make_settings(folder))) as bare:
            for _ in range(3):
                bare.test_client().get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"})
    assert [r.levelname for r in caplog.records if "CNSKG_PROXIES" in r.getMessage()] == ["WARNING"]


def test_policies_are_strict() -> None:
    """Data load and run nothing; pages load from here alone, run no script of others, and stand in no frame."""
    assert middleware.DATA_POLICY == "default-src 'none'; sandbox"
    page = dict(part.strip().split(" ", 1) for part in middleware.PAGE_POLICY.split(";"))
    assert page["default-src"] == "'self'"
    assert {page[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert "script-src" not in page


@pytest.mark.parametrize("rule", ROUTES)
def test_other_methods_are_refused(client: FlaskClient, rule: str) -> None:
    """A method that a route does not have is 405 with those that it has; OPTIONS tells them, and may be asked first."""
    route = ROUTES[rule]
    for method in ("PUT", "DELETE", "PATCH", *({"POST"} - set(route.methods.split()))):
        got = client.open(route.address, method=method)
        assert got.status_code == 405
        assert set(route.methods.split()) <= set(got.headers["Allow"].split(", "))
    preflight = client.options(route.address)
    assert preflight.status_code == 200
    assert {name: preflight.headers[name] for name in middleware.PREFLIGHT} == middleware.PREFLIGHT


@pytest.mark.parametrize("offer", [f for f in (*ROWS, *GRAPHS) if f.short], ids=lambda f: f.media_type)
def test_a_download_has_a_name(client: FlaskClient, offer: Format) -> None:
    """With download=1 the answer is offered as a file, whose name ends as its format wants; without, it is shown."""
    query = "ASK {}" if offer in ROWS else "DESCRIBE id:cnsc"
    asked = {"query": query, "format": offer.short}
    got = client.get("/sparql", query_string={**asked, "download": "1"})
    assert got.headers["Content-Disposition"] == f'attachment; filename="cnskg.{offer.ending}"'
    assert "Content-Disposition" not in client.get("/sparql", query_string=asked).headers


def test_the_rate_limit_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more clients than it keeps buckets for, the limit forgets those that were not heard of for longest."""
    assert RateLimit.MOST_CLIENTS == 50_000
    monkeypatch.setattr(RateLimit, "MOST_CLIENTS", 100)
    limit = RateLimit(rate=0.001, burst=1)
    for number in range(150):
        limit.wait(str(number), 0.0)
        limit.wait("often", 0.0)
    assert len(limit) == 100
    assert limit.wait("often", 0.0) > 0
    assert limit.wait("149", 0.0) > 0
    assert limit.wait("0", 0.0) == 0


def test_a_bounded_mapping_forgets_the_oldest() -> None:
    """One entry too many, and the one put in longest ago is gone; putting in again makes it no younger."""
    kept: Bounded[str, int] = Bounded(2)
    for key in "aba":
        kept[key] = 1
    kept["c"] = 1
    assert list(kept) == ["b", "c"]


def test_a_network_is_one_client(app: Flask) -> None:
    """IPv6 clients share the bucket of their /64, which is one customer's; IPv4 clients have one each."""
    client = app.extensions["cnskg"].client
    assert client("2001:db8::1") == client("2001:db8::ffff:1") != client("2001:db8:0:1::1")
    assert client("192.0.2.1") != client("192.0.2.2")
    assert client("not an address") == client("not an address")
    assert "." not in client("192.0.2.1")
