"""The explainer to reasoning: the commands `reason` and `explain`, and /explain over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg import cli
from cnskg.reasoning.derive import Inferred
from cnskg.release.folder import switch_release
from cnskg.settings import Settings
from cnskg.web import create_app
from tests.support.releases import write_manifest
from tests.support.sample import make_content, store_of
from tests.support.turtle import HEAD

WHY = ("id:person-one", "cns:directsTransitive", "id:mss-bureau")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory, inferred: Inferred) -> Path:
    """A build folder with a release of the sample."""
    folder = tmp_path_factory.mktemp("build")
    path = folder / "releases" / "sample"
    path.mkdir(parents=True)
    store = ox.Store(str(path / "store"))
    store.bulk_extend(store_of(inferred.content, inferred))
    store.flush()
    del store
    write_manifest(path, {"digest": "sample", "version": "0", "counts": {}})
    switch_release(Settings(build=folder), path)
    return folder


@pytest.fixture
def sample(tmp_path: Path, build: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample as the content folder, and its release as the current one."""
    folder = make_content(tmp_path / "content")
    monkeypatch.setenv("CNSKG_CONTENT", str(folder))
    monkeypatch.setenv("CNSKG_BUILD", str(build))
    return folder


@pytest.fixture(scope="module")
def client(build: Path) -> Iterator[FlaskClient]:
    """A client of the service on the sample's release."""
    app = create_app(Settings(build=build, rate=0.0, workers=1))
    yield app.test_client()
    app.extensions["cnskg"].close()


def test_reason_prints_what_it_did(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Individuals, inferred triples by rule, classes and the agreement with HermiT are printed; exit 0."""
    assert cli.run(["reason", "--proofs"]) == 0
    said = capsys.readouterr().out
    for words in ("individuals", "inferred", "  chain-of-two", "explained", "classes", "consistent", "agree"):
        assert words in said


def test_reason_fails_on_a_contradiction(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Planted nonsense is exit 1 and words, not a stack trace."""
    path = sample / "data" / "passages" / "doc-b" / "p099-planted.ttl"
    path.write_text(f"{HEAD}id:person-one a cns:PartyOrgan .", encoding="utf-8")
    assert cli.run(["reason", "--no-referee"]) == 1
    said = capsys.readouterr().err
    assert "cannot be both" in said and "p099-planted.ttl:" in said and "Traceback" not in said


@pytest.mark.parametrize("whence", [[], ["--files"]])
@pytest.mark.parametrize(("form", "begin"), [([], "Person One –"), (["--json"], "{"), (["--rdf"], "@prefix")])
def test_explain_in_all_forms(
    sample: Path, capsys: pytest.CaptureFixture[str], whence: list[str], form: list[str], begin: str
) -> None:
    """From the release and from the files: words, JSON, RDF."""
    assert cli.run(["explain", *WHY, *form, *whence]) == 0
    assert capsys.readouterr().out.startswith(begin)


@pytest.mark.parametrize("whence", [[], ["--files"]])
def test_a_property_is_meant_by_its_local_name(
    sample: Path, capsys: pytest.CaptureFixture[str], whence: list[str]
) -> None:
    """`directsTransitive` is cns:directsTransitive, as people write it who have read the ontology."""
    assert cli.run(["explain", WHY[0], "directsTransitive", WHY[2], *whence]) == 0
    assert "Person One" in capsys.readouterr().out


#: What follows from what the sample's claims say, and the words that tell why.
MET = {
    "a dispute": ("id:claim-b4", "cns:disputes", "id:claim-a5", "Scholar B contends in the one what Scholar A denies"),
    "its other end": ("id:claim-a5", "cns:disputes", "id:claim-b4", "is mutual"),
    "an agreement": (
        "id:claim-a4",
        "cns:agrees",
        "id:claim-b4",
        "the one claimed by Scholar A, the other by Scholar B",
    ),
    "a belief": ("id:p--canada--pursues--instrument-boycott", "cns:believedBy", "id:ccp", "says so"),
}


@pytest.mark.parametrize("case", sorted(MET))
def test_what_follows_from_claims_is_explained(
    sample: Path, client: FlaskClient, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    """The command and the service tell why two claims dispute or agree, and who says that somebody believes what."""
    *fact, why = MET[case]
    assert cli.run(["explain", *fact]) == 0
    got = client.get("/explain", query_string=dict(zip("spo", fact, strict=True)), headers={"Accept": "text/plain"})
    for told in (capsys.readouterr().out, got.text):
        assert why in told
        assert "[psg:doc-a/p004]" in told


def test_explain_says_when_a_statement_does_not_hold(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1; with --why-not the missing premises and exit 0; --why-not on what holds is misuse."""
    missing = ["explain", "id:law-enforced", "a", "cns:ExtraterritorialLaw"]
    assert cli.run(missing) == 1
    assert cli.run([*missing, "--why-not"]) == 0
    assert "missing:" in capsys.readouterr().out
    assert cli.run([*missing, "--why-not", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["nearest"]
    assert cli.run(["explain", *WHY, "--why-not"]) == 2


@pytest.mark.parametrize(
    ("accept", "kind", "words"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", "Because"),
        ("application/json", "application/json", '"proofs"'),
        ("", "application/json", '"proofs"'),
        ("text/turtle", "text/turtle", "prov:wasDerivedFrom"),
        ("text/plain", "text/plain", "section 1 Organs"),
    ],
)
def test_explain_over_http(client: FlaskClient, accept: str, kind: str, words: str) -> None:
    """The client's Accept decides between page, JSON, Turtle and text."""
    got = client.get("/explain", query_string=dict(zip("spo", WHY, strict=True)), headers={"Accept": accept})
    assert got.status_code == 200
    assert got.mimetype == kind
    assert words in got.text


def test_the_page_links_to_the_passages(client: FlaskClient) -> None:
    """Each leaf of the page leads to its passage."""
    got = client.get("/explain", query_string=dict(zip("spo", WHY, strict=True)), headers={"Accept": "text/html"})
    assert 'href="/passage/doc-b/p001"' in got.text


def test_what_does_not_hold_is_404_with_reasons(client: FlaskClient) -> None:
    """A statement that does not hold is not found, and the answer says what is missing."""
    ask = {"s": "id:law-enforced", "p": "a", "o": "cns:ExtraterritorialLaw"}
    got = client.get("/explain", query_string=ask, headers={"Accept": "application/json"})
    assert got.status_code == 404
    assert got.json is not None and got.json["nearest"]


STRANGE = ("id:person-oen", "cns:directsTranitive", "id:mss-bureau")
MEANT = ("no id:person-oen: did you mean id:person-one", "no cns:directsTranitive: did you mean cns:directsTransitive")


def test_what_is_not_there_is_told(sample: Path, client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt thing or property is no statement that lacks a premise: by every door the right one is named."""
    asked = dict(zip("spo", STRANGE, strict=True))
    for told in (
        *(client.get("/explain", query_string=asked, headers={"Accept": kind}).text for kind in ("text/plain", "*/*")),
        *(_refused(["explain", *STRANGE, *more], capsys) for more in ([], ["--files"])),
    ):
        assert all(words in told for words in MEANT), told
        assert "mss-bureau:" not in told


def _refused(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.run(command) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize(
    "ask",
    [
        {"s": "id:cnsc", "p": "a"},
        {"s": "id:cnsc", "p": "a", "o": ""},
        {"s": "no such name", "p": "a", "o": "cns:Organ"},
        {"s": "id:x> ?p ?o } #", "p": "a", "o": "cns:Organ"},
        {"s": "<urn:a|b>", "p": "a", "o": "cns:Organ"},
    ],
)
def test_a_bad_request_is_400(client: FlaskClient, ask: dict[str, str]) -> None:
    """A missing or broken term is the client's error, and never reaches a query."""
    assert client.get("/explain", query_string=ask).status_code == 400


def test_the_page_of_what_does_not_hold_is_no_success(build: Path) -> None:
    """In a browser, too, a statement that does not hold is 404, with what the nearest rules lack in words."""
    app = create_app(Settings(build=build))
    try:
        asked = {"s": "id:person-one", "p": "cns:directsTransitive", "o": "id:person-two"}
        answer = app.test_client().get("/explain", query_string=asked, headers={"Accept": "text/html"})
    finally:
        app.extensions["cnskg"].close()
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "does not hold" in answer.text
