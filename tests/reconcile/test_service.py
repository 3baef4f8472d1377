"""/reconcile speaks the Reconciliation Service API 0.2, by the community group's own schemas, on the real release."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from cnskg.folding import has_han
from cnskg.namespaces import CNS, ID
from cnskg.reconciling import asked, properties
from tests.support import ROOT
from tests.support.reconciling import Reconcile, Valid

NSL = "law-national-security-law-2015"


def best(reconcile: Reconcile, text: str, **more: object) -> dict[str, Any]:
    """The first candidate for a name."""
    found: list[dict[str, Any]] = reconcile(queries={"q": {"query": text, **more}})["q"]["result"]
    return found[0]


def refused(client: FlaskClient, **fields: str) -> dict[str, Any]:
    """The problem that a request is refused with."""
    got = client.post("/reconcile", data=fields)
    assert got.status_code == 400, got.text
    problem: dict[str, Any] = got.get_json()
    assert problem["hint"]
    return problem


def test_the_manifest_is_valid_and_true(client: FlaskClient, valid: Valid) -> None:
    """The manifest fits its schema, and each address in it answers, from any site."""
    got = client.get("/reconcile")
    told = got.get_json()
    valid("manifest", told)
    assert (told["versions"], told["identifierSpace"], told["schemaSpace"]) == (["0.2"], ID, CNS)
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert told["batchSize"] == asked.MOST_QUERIES
    page = {"Accept": "text/html"}
    assert client.get(told["view"]["url"].replace("{{id}}", "mss"), headers=page).status_code == 200
    assert client.get(told["preview"]["url"].replace("{{id}}", "mss")).status_code == 200
    for one in told["suggest"].values():
        answer = client.get(one["service_url"] + one["service_path"], query_string={"prefix": "sec"})
        assert answer.get_json()["result"]
    proposing = told["extend"]["propose_properties"]
    answer = client.get(proposing["service_url"] + proposing["service_path"], query_string={"type": "Law"})
    valid("data-extension-property-proposal", answer.get_json())


def test_get_and_post_give_the_same(client: FlaskClient, valid: Valid) -> None:
    """A batch comes by address or by form, one query by itself, too, as an object or as nothing but a name."""
    batch = {"q0": {"query": "Xi Jinping", "limit": 2}, "q1": {"query": "国安委"}}
    valid("reconciliation-query-batch", batch)
    by_get = client.get("/reconcile", query_string={"queries": json.dumps(batch)}).get_json()
    by_post = client.post("/reconcile", data={"queries": json.dumps(batch)}).get_json()
    valid("reconciliation-result-batch", by_get)
    assert by_get == by_post
    assert [by_get[key]["result"][0]["id"] for key in batch] == ["xi-jinping", "cnsc"]
    alone = client.get("/reconcile", query_string={"query": json.dumps(batch["q0"])}).get_json()
    assert alone == by_get["q0"]
    assert client.get("/reconcile", query_string={"query": "国安委"}).get_json() == by_get["q1"]


@pytest.mark.parametrize(
    ("text", "id_", "feature"),
    [
        ("习近平", "xi-jinping", "name_written"),
        ("習近平", "xi-jinping", "name_written"),
        ("xí jìnpíng", "xi-jinping", "name_written"),
        ("JINPING, Xi", "xi-jinping", "name_ordered"),
        ("guojia anquan bu", "mss", "name_read"),
        ("M.S.S.", "mss", "name_written"),
    ],
)
def test_a_whole_name_is_a_match(reconcile: Reconcile, text: str, id_: str, feature: str) -> None:
    """A name that one thing alone bears is certain in any spelling, and a feature says in which way it is the same."""
    one = best(reconcile, text)
    assert (one["id"], one["match"]) == (id_, True)
    assert {"id": feature, "value": 1.0} in one["features"]


@pytest.mark.parametrize(("text", "id_"), [("Xi Jinpign", "xi-jinping"), ("President Xi Jinping", "xi-jinping"),
                                           ("习近平总书记", "xi-jinping"), ("Chen Yixin (MSS)", "chen-yixin"),
                                           ("Minstry of State Securty", "mss")])  # fmt: skip
def test_what_is_near_is_first_and_no_match(reconcile: Reconcile, text: str, id_: str) -> None:
    """Typing errors, titles and brackets still lead to the thing, which is offered and not taken."""
    one = best(reconcile, text)
    assert (one["id"], one["match"]) == (id_, False)
    assert one["score"] < 95


@pytest.mark.parametrize("text", ["it", "us", "Zhang Wei of Nowhere Ltd", "qqqqqqq"])
def test_what_is_not_there_is_not_matched(reconcile: Reconcile, text: str) -> None:
    """Words that are no name of ours, and short ones in other letters, match nothing."""
    assert not [one for one in reconcile(queries={"q": {"query": text}})["q"]["result"] if one["match"]]


def test_several_bearers_are_not_matched(reconcile: Reconcile) -> None:
    """Of a name that several bear none is certain; the year of the law says which, and the other one is marked down."""
    found = reconcile(queries={"q": {"query": "Counter-Espionage Law", "type": "Law"}})["q"]["result"]
    assert {one["id"] for one in found[:2]} == {"law-counter-espionage-law-2014", "law-counter-espionage-law-2023"}
    assert not any(one["match"] for one in found)
    hints = {"properties": [{"pid": "year", "v": 2023}]}
    first = best(reconcile, "Counter-Espionage Law", type="Law", **hints)
    assert first["id"] == "law-counter-espionage-law-2023"
    assert {"id": "property_year", "value": 1.0} in first["features"]


@pytest.mark.parametrize(
    ("text", "pid", "value", "fits"),
    [
        ("Chen Yixin", "office", "minister of state security", True),
        ("Chen Yixin", "office", "President of the People's Republic of China", False),
        ("Ministry of State Security", "chinese-name", "國家安全部", True),
        ("Ministry of State Security", "chinese-name", "公安部", False),
        ("National Security Law (2015)", "adoptedBy", {"id": "npc-standing-committee"}, True),
    ],
)
def test_a_hint_speaks_for_or_against(reconcile: Reconcile, text: str, pid: str, value: object, fits: bool) -> None:
    """What else a row says is compared with the release: what fits is a feature, what does not undoes the match."""
    one = best(reconcile, text, properties=[{"pid": pid, "v": value}])
    assert {"id": f"property_{pid}", "value": float(fits)} in one["features"]
    assert one["match"] is fits


@pytest.mark.parametrize("value", ["n/a", "true", "-"])
def test_a_year_that_is_none_says_nothing(reconcile: Reconcile, value: str) -> None:
    """A cell for years that names none is as good as blank: it takes no match away."""
    one = best(reconcile, "National Security Law (2015)", properties=[{"pid": "year", "v": value}])
    assert one["match"] is True
    assert "property_year" not in {feature["id"] for feature in one["features"]}


def test_types_choose(reconcile: Reconcile) -> None:
    """A type leaves out all else, several mean any of them or all, and `should` only moves things down."""
    assert best(reconcile, "China", type="State")["id"] == "china"
    assert not reconcile(queries={"q": {"query": "China", "type": "Person"}})["q"]["result"]
    both = {"query": "MSS", "type": ["SecurityService", "Law"]}
    assert reconcile(queries={"q": {**both, "type_strict": "any"}})["q"]["result"][0]["id"] == "mss"
    assert not reconcile(queries={"q": {**both, "type_strict": "all"}})["q"]["result"]
    moved = best(reconcile, "MSS", type="Law", type_strict="should")
    assert (moved["id"], moved["match"]) == ("mss", False)


def test_the_limit_holds(reconcile: Reconcile) -> None:
    """No more candidates than are asked for, and fifty at the most."""
    assert len(reconcile(queries={"q": {"query": "security", "limit": 3}})["q"]["result"]) == 3
    assert len(reconcile(queries={"q": {"query": "security", "limit": 9999}})["q"]["result"]) == asked.MOST_CANDIDATES


def test_columns_can_be_taken(client: FlaskClient, reconcile: Reconcile, valid: Valid) -> None:
    """An extension fills columns: things with their names, dates in words, links, passages; an unknown id has none."""
    pids = ["office", "year", "wikidata", "passages", "adoptedBy"]
    wanted = {"ids": ["xi-jinping", NSL, "no-such-thing", "bad id!"], "properties": [{"id": pid} for pid in pids]}
    valid("data-extension-query", wanted)
    told = reconcile(extend=wanted)
    valid("data-extension-response", told)
    assert [one["id"] for one in told["meta"]] == pids
    rows = told["rows"]
    assert {"id": "post-president-prc", "name": "President of the People's Republic of China"} in rows["xi-jinping"][
        "office"
    ]
    assert rows["xi-jinping"]["wikidata"] == [{"str": "http://www.wikidata.org/entity/Q15031"}]
    assert {"int": 2015} in rows[NSL]["year"]
    assert rows[NSL]["adoptedBy"][0]["id"] == "npc-standing-committee"
    assert all(not any(rows[one].values()) for one in ("no-such-thing", "bad id!"))
    one = {"ids": ["xi-jinping"], "properties": [{"id": "passages", "settings": {"limit": "2"}}]}
    assert len(reconcile(extend=one)["rows"]["xi-jinping"]["passages"]) == 2


@pytest.mark.parametrize(
    ("id_", "pid", "first"),
    [
        ("xi-jinping", "chinese-name", {"str": "习近平"}),
        ("cnsc", "chinese-name", {"str": "中央国家安全委员会"}),
        ("cnsc", "english-name", {"str": "Central National Security Commission"}),
        ("wang-yi", "english-name", {"str": "Wang Yi"}),
    ],
)
def test_the_preferred_name_comes_first(reconcile: Reconcile, id_: str, pid: str, first: dict[str, str]) -> None:
    """A cell that takes one value takes the preferred name, the other names follow, and no name stands twice."""
    columns = [{"id": pid, "settings": {"limit": 1}}]
    assert reconcile(extend={"ids": [id_], "properties": columns})["rows"][id_][pid] == [first]
    every = [one["str"] for one in reconcile(extend={"ids": [id_], "properties": [{"id": pid}]})["rows"][id_][pid]]
    assert (every[0], len(every)) == (first["str"], len(set(every)))


def test_a_chinese_name_is_in_hanzi(reconcile: Reconcile) -> None:
    """Pinyin is how a name is read, and no Chinese name."""
    told = reconcile(extend={"ids": ["xi-jinping", NSL], "properties": [{"id": "chinese-name"}]})["rows"]
    names = [one["str"] for row in told.values() for one in row["chinese-name"]]
    assert names
    assert all(has_han(name) for name in names)


def test_years_are_years_and_organs_are_no_states(reconcile: Reconcile) -> None:
    """`year` gives numbers in their order, each once, and a decade in words; a state is no organ of its head."""
    ids = ["xi-jinping", "law-counter-espionage-law-2023", "cnsc"]
    told = reconcile(extend={"ids": ids, "properties": [{"id": "year"}, {"id": "organ"}]})["rows"]
    for row in told.values():
        years = [one["int"] for one in row["year"]]
        assert years == sorted(set(years))
        assert years
    assert told["law-counter-espionage-law-2023"]["year"] == [{"int": 2023}]
    organs = {one["id"] for one in told["xi-jinping"]["organ"]}
    assert ("cnsc" in organs, "china" in organs) == (True, False)


def test_answers_stand_under_the_ids_that_were_asked(client: FlaskClient, reconcile: Reconcile) -> None:
    """A thing or property asked by its CURIE or IRI is answered under that, alike to its bare id."""
    pids = ["memberOf", "cns:memberOf", f"{CNS}memberOf"]
    ids = ["xi-jinping", "id:xi-jinping", f"{ID}xi-jinping"]
    told = reconcile(extend={"ids": ids, "properties": [{"id": pid} for pid in pids]})
    assert [one["id"] for one in told["meta"]] == pids
    assert set(told["rows"]) == {*ids}
    cells = [told["rows"][id_][pid] for id_ in ids for pid in pids]
    assert cells[0]
    assert all(cell == cells[0] for cell in cells)
    offered = [one["id"] for one in client.get("/reconcile/properties?type=Law").get_json()["properties"]]
    assert ("description" in offered, len(offered)) == (True, len(set(offered)))


def test_suggestions_fit_their_schemas(client: FlaskClient, valid: Valid) -> None:
    """What is offered while somebody types has the form that the protocol says."""
    schemas = {"entity": "suggest-entities-response", "type": "suggest-types-response",
               "property": "suggest-properties-response"}  # fmt: skip
    for kind, schema in schemas.items():
        valid(schema, client.get(f"/reconcile/suggest/{kind}?prefix=law").get_json())


def test_suggestions_are_few(client: FlaskClient) -> None:
    """Things, types and properties are offered, ten at a time; an id is offered back for itself."""
    first = client.get("/reconcile/suggest/entity?prefix=guoanwei").get_json()["result"][0]
    assert first["id"] == "cnsc"
    assert client.get(f"/reconcile/suggest/entity?prefix={NSL}").get_json()["result"][0]["id"] == NSL
    some = client.get("/reconcile/suggest/type?prefix=").get_json()["result"]
    more = client.get("/reconcile/suggest/type?prefix=&cursor=10").get_json()["result"]
    assert len(some) == 10
    assert not {one["id"] for one in some} & {one["id"] for one in more}
    assert client.get("/reconcile/suggest/type?prefix=Persn").get_json()["result"][0]["id"] == "Person"


def test_a_preview_may_stand_in_a_frame(client: FlaskClient) -> None:
    """The preview tells a thing's names and may be framed, unlike other pages; a wrong id offers near ones."""
    got = client.get("/reconcile/preview?id=mss")
    assert "国家安全部" in got.text
    assert "frame-ancestors *" in got.headers["Content-Security-Policy"]
    wrong = client.get("/reconcile/preview?id=msss")
    assert (wrong.status_code, wrong.get_json()["hint"]) == (404, "Nearest: mss.")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"queries": "nonsense"}, "queries is no JSON at character 0"),
        ({"queries": "[]"}, "queries is no JSON object"),
        ({"queries": "[" * 100_000}, "queries is no JSON"),
        ({"queries": '{"q": 7}'}, "q is no query but 7"),
        ({"queries": '{"q": {}}'}, 'q has no name in "query"'),
        ({"queries": '{"q": {"query": "x", "type": "Persn"}}'}, "there is no type Persn"),
        ({"queries": '{"q": {"query": "x", "type": [{}]}}'}, "the type of q is {}"),
        ({"queries": '{"q": {"query": "x", "type_strict": "no"}}'}, 'q: type_strict is "no"'),
        ({"queries": '{"q": {"query": "x", "limit": "many"}}'}, 'the limit of q is "many"'),
        ({"queries": '{"q": {"query": "x", "properties": {}}}'}, "the properties of q are no list"),
        ({"queries": '{"q": {"query": "x", "properties": [{}]}}'}, "a property of q has no pid or no v"),
        ({"queries": '{"q": {"query": "x", "properties": [{"pid": "ofice", "v": 1}]}}'}, "there is no property ofice"),
        ({"extend": '{"ids": []}'}, "an extension has ids and properties, each a list"),
        ({"extend": '{"ids": ["x"], "properties": [{}]}'}, "a property of an extension has no id"),
        ({"extend": '{"ids": ["x"], "properties": [{"id": "year", "settings": {"limit": "-1"}}]}'},
         "the limit of a property is -1"),
        ({"query": "x", "queries": "{}"}, "queries and query at once"),
        ({}, "nothing is asked"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(client: FlaskClient, fields: dict[str, str], told: str) -> None:
    """Each mistake is one message with its place and how to mend it, and never a fault."""
    assert refused(client, **fields)["detail"] == told


def test_a_name_of_a_million_characters_is_refused(client: FlaskClient) -> None:
    """What is larger than a request may be is told so, in the one shape of errors."""
    got = client.post("/reconcile", data={"queries": json.dumps({"q": {"query": "x" * 10_000_000}})})
    assert got.status_code == 413
    assert got.get_json()["type"].endswith("/protocol")


def test_a_name_is_never_syntax(reconcile: Reconcile) -> None:
    """Quotes, operators of full text, braces and control characters in names and ids are names and ids."""
    for text in ('" OR 1', "NEAR(a b)", "x} UNION {?s ?p ?o", "*", "\x00", "a' -- ", "::", "-"):
        reconcile(queries={"q": {"query": text, "properties": [{"pid": "year", "v": text}]}})
        assert not any(reconcile(extend={"ids": [text], "properties": [{"id": "year"}]})["rows"][text].values())


def test_the_page_for_users_tells_all() -> None:
    """docs/spreadsheets.md lists the readable properties with their names, and the limits in force."""
    page = (ROOT / "docs" / "spreadsheets.md").read_text("utf-8")
    table = page.partition("| property | what |")[2]
    assert dict(re.findall(r"^\| `([a-z-]+)` \| ([^;|]+?)(?:;[^|]*)? \|$", table, re.M)) == {
        pid: one.name for pid, one in properties.readable().items()
    }
    limits = (asked.MOST_QUERIES, asked.MOST_IDS, asked.MOST_CHARACTERS)
    assert "has at most {:,} names, an extension {:,} ids, a name {:,} characters".format(*limits) in page


def test_the_examples_of_the_page_run(client: FlaskClient) -> None:
    """Each call of docs/spreadsheets.md is answered, with what it says."""
    page = (ROOT / "docs" / "spreadsheets.md").read_text("utf-8")
    calls = re.findall(r"--data-urlencode '(\w+)=(.+?)'\n```", page, re.S)
    assert [name for name, _ in calls] == ["queries", "extend"]
    told = [client.post("/reconcile", data={name: value}) for name, value in calls]
    assert [one.status_code for one in told] == [200, 200]
    firsts = [one["result"][0]["id"] for one in told[0].get_json().values()]
    assert firsts == ["xi-jinping", "law-counter-espionage-law-2023"]
