"""Each picture is a page with its table, a CSV, an SVG and a query; and shows what the texts say, no more."""

from __future__ import annotations

import csv
import html
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cnskg.web.pictures import agreement, routes
from cnskg.web.pictures.svg import Canvas, Words
from tests.pictures.facts import GRAPHS, PASSAGE, facts
from tests.support.releases import app_with

PAGE = {"Accept": "text/html"}
SVG = "{http://www.w3.org/2000/svg}"
#: Each state of each picture that its own page leads to.
STATES = (
    "types", "types?of=authors", "network", "network?as-of=2020", "network?as-of=2022-11", "timeline", "coercion",
    "agreement", "laws",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The service on a small release that has something for each picture."""
    with app_with(tmp_path_factory.mktemp("pictures"), facts(), GRAPHS) as app:
        yield app.test_client()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """The service on a release that has nothing for any picture but two laws without dates."""
    with app_with(tmp_path_factory.mktemp("bare"), "", {}) as app:
        yield app.test_client()


def get(client: FlaskClient, name: str, status: int = 200) -> str:
    """A page of a picture."""
    answer = client.get(f"/pictures/{name}", headers=PAGE)
    assert answer.status_code == status, answer.text
    return html.unescape(answer.text)


def rows(client: FlaskClient, name: str) -> list[dict[str, str]]:
    """The table of a picture, from its CSV."""
    stem, _, query = name.partition("?")
    answer = client.get(f"/pictures/{stem}.csv?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


def words(client: FlaskClient, name: str) -> str:
    """All that a drawing says, in its order, with single spaces."""
    stem, _, query = name.partition("?")
    answer = client.get(f"/pictures/{stem}.svg?{query}")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    texts = ET.fromstring(answer.text).iter(f"{SVG}text")
    return " | ".join(" ".join(" ".join(text.itertext()).split()) for text in texts)


def test_the_list_of_pictures_leads_to_each(client: FlaskClient) -> None:
    """Every page leads to the list, and the list to every picture."""
    assert 'href="/pictures">Pictures</a>' in client.get("/", headers=PAGE).text
    listed = re.findall(r'href="/pictures/([a-z]+)"', client.get("/pictures", headers=PAGE).text)
    assert listed == list(routes.PICTURES)


@pytest.mark.parametrize("state", STATES)
def test_a_picture_is_also_table_csv_svg_and_query(client: FlaskClient, state: str) -> None:
    """The page holds the drawing and the table, and leads to the same as files, in the same state, and to the query."""
    page = get(client, state)
    assert '<svg role="group" aria-labelledby="picture-' in page
    assert "<h2>The same as a table</h2>" in page
    tools = re.findall(r'<p class="tools">(.*?)</p>', page)[0]
    for address in re.findall(r'href="([^"]+)"', tools):
        assert client.get(address, headers=PAGE).status_code == 200
    shown = page.split("<tbody>")[1].count("<tr>")
    assert shown == len(rows(client, state)) > 0


@pytest.mark.parametrize("state", STATES)
def test_a_drawing_stands_alone(client: FlaskClient, state: str) -> None:
    """The SVG is well formed, has a name, ink of its own, no style sheet and no script, and its links are IRIs."""
    stem, _, query = state.partition("?")
    text = client.get(f"/pictures/{stem}.svg?{query}").text
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "group"
    named = {one.get("id"): one.text for one in root if one.tag in (f"{SVG}title", f"{SVG}desc")}
    assert all(named[name] for name in root.get("aria-labelledby", "").split())
    assert {one.get("href", "").partition("cnskg/")[0] for one in root.iter(f"{SVG}a")} == {"https://w3id.org/"}
    assert not [one for one in root.iter() if one.tag in (f"{SVG}style", f"{SVG}script")]


@pytest.mark.parametrize("state", STATES)
def test_a_drawing_is_always_the_same(client: FlaskClient, state: str) -> None:
    """The same release gives the same bytes each time, and all that is drawn lies within the frame."""
    stem, _, query = state.partition("?")
    first, again = (client.get(f"/pictures/{stem}.svg?{query}").text for _ in range(2))
    assert first == again
    root = ET.fromstring(first)
    wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
    for one in root.iter(f"{SVG}rect"):
        assert float(one.get("x", "0")) + float(one.get("width", "0")) <= wide
        assert float(one.get("y", "0")) + float(one.get("height", "0")) <= high


@pytest.mark.parametrize("name", routes.PICTURES)
def test_links_in_a_page_lead_to_entities(client: FlaskClient, name: str) -> None:
    """What is drawn leads to the page of the thing, and each of these is there."""
    drawing = re.findall(r"<svg.*?</svg>", get(client, name), re.S)[0]
    found = set(re.findall(r'<a href="([^"]+)"', drawing))
    assert found
    for address in found:
        assert address.startswith("/id/")
        assert client.get(address, headers=PAGE).status_code == 200, address


@pytest.mark.parametrize("name", routes.PICTURES)
def test_where_there_is_nothing_a_sentence_says_so(bare: FlaskClient, name: str) -> None:
    """On a release without such data a picture is a page with a sentence, and a CSV that has its head only."""
    if name == "laws":
        assert len(rows(bare, name)) == 2
        return
    page = get(bare, name)
    assert "is in this release" in page or "No two documents" in page
    assert "<svg" not in page
    assert rows(bare, name) == []
    assert bare.get(f"/pictures/{name}.csv").text.count(",") > 4
    assert bare.get(f"/pictures/{name}.svg").status_code == 200


def test_a_row_says_where_it_stands(client: FlaskClient) -> None:
    """Each row leads to the passage that states it, by document and section, as a page and in the CSV."""
    assert f'<a class="psg" href="/passage/{PASSAGE.partition("/passage/")[2]}">Doc p, 2.1</a>' in get(
        client, "coercion"
    )
    row = rows(client, "coercion")[0]
    assert (row["status"], row["evidence"], row["evidence_iri"]) == ("stated", "Doc p, 2.1", PASSAGE)


def test_what_follows_is_told_as_inferred(tmp_path: Path) -> None:
    """A row that no passage states has a reason instead, and its status in the CSV is that it follows."""
    inferred = {"https://w3id.org/cnskg/graph/inferred": "id:body cns:directs id:agency ."}
    text = 'id:body cns:directs id:agency ; rdfs:label "body"@en . id:agency rdfs:label "agency"@en .'
    with app_with(tmp_path, text, inferred) as app:
        told = app.test_client()
        assert [row["status"] for row in rows(told, "network")] == ["inferred"]
        assert 'class="why"' in get(told, "network")


def test_types_show_tiers_and_what_is_new(client: FlaskClient) -> None:
    """A cell has the tier in words; a list that extends another says what is new in it and what is there no longer."""
    told = words(client, "types")
    assert told.startswith("old list | new list")
    for piece in ("political security | listed | bedrock tier", "information security | listed | no longer"):
        assert piece in told
    assert "data security | – | listed, new" in told
    assert [row["change"] for row in rows(client, "types") if row["concern"] == "data security"] == ["new in this list"]


def test_lists_of_authors_are_apart(client: FlaskClient) -> None:
    """A list by somebody who acts for no state or organ is an author's, with its ranks; other words are refused."""
    shown = words(client, "types?of=authors")
    assert shown.startswith("own list | political security | rank 1 | Types of security in the lists")
    assert "Kinds: official, authors, eras" in get(client, "types?of=nobody", 400)


#: As of -> what is known of the holders of one post: a beginning holds until an end is stated, a naming does not last.
KNOWN = {
    "2020": {"first holder": "named 2020", "fourth holder": "named 2020"},
    "2022-10": {
        "second holder": "from October 2022",
        "fourth holder": "named 2020, May 2023: inferred",
        "first holder": "last named 2020",
    },
    "2022-11-05": {
        "second holder": "since October 2022, inferred",
        "fourth holder": "named 2020, May 2023: inferred",
        "first holder": "last named 2020",
    },
    "2024": {
        "second holder": "since October 2022, inferred",
        "fourth holder": "last named May 2023",
        "first holder": "last named 2020",
    },
    "2019": {},
}


@pytest.mark.parametrize("then", KNOWN)
def test_the_network_is_as_of_a_date(client: FlaskClient, then: str) -> None:
    """What is stated for the date, what follows and what was last named earlier are told apart."""
    posts = {row["who"]: row["known"] for row in rows(client, f"network?as-of={then}") if row["what"] == "chair"}
    assert posts == {**KNOWN[then], "third holder": "no date is given"}


def test_lines_of_the_network_say_what_they_are(client: FlaskClient) -> None:
    """What is stated has a solid line, what follows a dashed one, what was last named earlier a dotted one, apart."""
    drawing = client.get("/pictures/network.svg?as-of=2022-11").text
    known, _, earlier = drawing.partition("Last named earlier")
    assert known.count('stroke-dasharray="6 4"') == 2
    assert earlier.count('stroke-dasharray="1.5 4"') == 1
    assert "directed by" in earlier.partition("Organs: ")[2]


def test_the_network_stops_where_texts_give_dates(client: FlaskClient) -> None:
    """The page leads to the dates that the texts give and to no others, and says so when it is between."""
    page = get(client, "network")
    assert re.findall(r"as-of=([^\"]+)\" rel=\"nofollow\"", page.partition("<figure")[0]) == [
        "2020",
        "2022-10",
        "2023-05",
    ]
    assert 'as-of=2023-05" rel="nofollow" aria-current="true">May 2023<' in page
    assert "the last date before it that a text gives is October 2022" in get(client, "network?as-of=2022-11")
    assert "No text dates a post as early as that" in get(client, "network?as-of=1999")


@pytest.mark.parametrize("then", ["yesterday", "2022-13", "2022-1", "2022-02-32", "-1"])
def test_a_date_that_is_none_is_refused_with_the_stops(client: FlaskClient, then: str) -> None:
    """What is no date is 400, and the answer says at which dates the texts name anybody."""
    assert "The texts date posts at: 2020, 2022-10, 2023-05." in get(client, f"network?as-of={then}", 400)


def test_times_are_drawn_as_precisely_as_they_are_told(client: FlaskClient) -> None:
    """A half-year is a bar half as long as a year, a day is a dot, a beginning without an end has an arrow."""
    root = ET.fromstring(client.get("/pictures/timeline.svg").text)
    bars = [float(one.get("width", "0")) for one in root.iter(f"{SVG}rect") if float(one.get("y", "0")) > 60]
    half, year = bars[:2]
    assert half == pytest.approx(year / 2, abs=0.5)
    told = words(client, "timeline")
    assert told.index("Laws") < told.index("Meetings") < told.index("Initiatives") < told.index("Tenures")
    assert {row["what"] for row in rows(client, "timeline") if row["thing"] == "first law"} == {"adopted", "in force"}
    assert [row["time"] for row in rows(client, "timeline") if row["thing"] == "late meeting"] == [
        "second half of 2013"
    ]


def test_a_phone_has_the_timeline_as_lines_with_dates_in_words(client: FlaskClient) -> None:
    """The drawing for narrow pages has each thing, no wider than a phone, with its dates and what they mean."""
    page = client.get("/pictures/timeline", headers=PAGE).text
    drawn = ET.fromstring(
        re.findall(r'<div class="narrow">(<svg.*?</svg>)', page, re.S)[0].replace(
            "<svg", f'<svg xmlns="{SVG[1:-1]}"', 1
        )
    )
    assert float(drawn.get("width", "")) <= 350
    said = " | ".join(one.text or "" for one in drawn.iter(f"{SVG}tspan"))
    assert "first law | 10 June 2021, in force 1 September 2021" in said
    assert "long campaign | since 2016" in said
    assert "tenure 1 | as of 2020" in said
    assert "10 June 2021, in force 1 September 2021" in words(client, "timeline")  # beside the marks of the wide one


def test_the_table_of_a_picture_is_read_on_a_phone(client: FlaskClient) -> None:
    """Its rows are cards there: each cell but the first, which is the title, has the name of its column."""
    for name in routes.PICTURES:
        table = re.findall(
            r'<table class="stack">.*?</table>', client.get(f"/pictures/{name}", headers=PAGE).text, re.S
        )[0]
        assert table.count("<td") == table.count("<td data-label=") + table.count("<td>") > table.count("<td>") > 0


def test_a_link_preview_says_what_the_picture_shows(client: FlaskClient) -> None:
    """Who shares a picture shares its line, not that of the whole site."""
    shown = re.findall(r'<meta name="description" content="([^"]*)">', get(client, "network"))
    assert shown == [routes.english()["network"]["line"]]


def test_coercion_is_a_chain(client: FlaskClient) -> None:
    """Trigger, actor, means, target and answer stand in this order, and what no text states is told as missing."""
    told = words(client, "coercion")
    assert "pressure | visit | strong state | import ban | weak state | protest" in told
    assert "threat | none is stated | strong state | none is stated | none is stated | none is stated" in told


def test_agreement_counts_pairs_by_document(client: FlaskClient) -> None:
    """A document is in dispute by its own voice, not by what it reports."""
    told = words(client, "agreement")
    assert told.startswith("doc p | doc q")
    assert "growth | ✕ dispute 1 | ◇ reports 1" in told
    assert "without a subject in common | ● agree 1 | ● agree 1" in told
    first = rows(client, "agreement")[0]
    assert (first["claim"], first["relation"], first["other_voice"]) == ("claim a", "✕ dispute", "reported")


def test_laws_bind_whom_where(client: FlaskClient) -> None:
    """A law stands with what it does by which provision to whom, and where; so does a provision of no law."""
    told = words(client, "laws")
    line = (
        "first law | adopted 10 June 2021 | obliges | article 1 | citizens | in harbour | beyond the borders: article 1"
    )
    assert line in told
    assert "second law | none is recorded | none is recorded | none is recorded" in told
    assert "none is recorded | empowers | loose provision | council" in told


def test_an_unknown_picture_is_404_with_near_names(client: FlaskClient) -> None:
    """A name that is none, or an ending that is none, is 404 and names those that are there."""
    assert "/pictures/timeline" in get(client, "time-line", 404)
    assert "/pictures/laws" in get(client, "laws.pdf", 404)
    assert "/pictures/agreement" in get(client, "zzz", 404)
    assert "<script>" not in client.get("/pictures/<script>", headers=PAGE).text


def test_crawlers_leave_dates_alone(client: FlaskClient) -> None:
    """Any date may be asked for, so that crawlers are asked to take the picture without one."""
    assert "\nDisallow: /pictures/network*?\n" in client.get("/robots.txt").text


def test_a_long_table_is_cut_on_the_page_alone(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page shows so many rows of a table and says of how many; the CSV has all."""
    assert routes.MOST_LINES == 100
    monkeypatch.setattr(routes, "MOST_LINES", 1)
    page = get(client, "laws")
    assert page.split("<tbody>")[1].count("<tr>") == 1
    total = len(rows(client, "laws"))
    assert total > 1
    assert f"1 of {total} rows are shown; the CSV has all." in page


def test_a_large_grid_is_cut_and_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many subjects those with most pairs are drawn; the page says how many, and the table has all."""
    assert agreement.SHOWN == 30
    monkeypatch.setattr(agreement, "SHOWN", 0)
    assert "0 of 1 subjects are drawn" in get(client, "agreement")
    assert "growth" not in words(client, "agreement")
    assert len(rows(client, "agreement")) == 2


def test_paper_is_cut_between_boxes_and_lines() -> None:
    """Sheets follow one another to the end of a picture, and no end of one goes through a box or a line of text."""
    canvas = Canvas()
    for y in range(0, 900, 90):
        canvas.box(0, y, 200, 60)
        canvas.paragraph(210, y + 20, Words("words that take more than one line"), 90)
    sheets = canvas.sheets()
    assert len(sheets) > 2
    assert [low for _, low in sheets[:-1]] == [top for top, _ in sheets[1:]]
    assert sheets[-1][1] >= canvas.bottom
    assert not any(top < low < end for _, low in sheets for top, end in canvas.blocks)


def test_paper_has_sheets_where_one_is_not_enough() -> None:
    """A tall picture has its sheets beside it on the page, none in a file of its own; one that fits has none."""
    tall, small = Canvas(), Canvas()
    tall.box(0, 0, 100, 40)
    tall.box(0, 180, 100, 40)
    small.box(0, 0, 100, 40)
    assert tall.svg("p", "t", "a", False).count("<use ") == 2
    assert "<use " not in tall.svg("p", "t", "a", True) + small.svg("p", "t", "a", False)


@pytest.mark.parametrize("name", ["laws", "network?as-of=2020"])
def test_a_picture_that_is_taken_away_says_where_it_is_from(client: FlaskClient, name: str) -> None:
    """Opened by itself it shows its title, its release and its address, within its frame; in its page it does not."""
    stem, _, query = name.partition("?")
    drawn = ET.fromstring(client.get(f"/pictures/{stem}.svg?{query}").text)
    texts = ["".join(one.itertext()) for one in drawn.iter(f"{SVG}text")][-3:]
    digest = client.get("/", headers=PAGE).headers["X-Cnskg-Release"][:12]
    assert texts[1:] == [f"A sample, release {digest}", f"https://w3id.org/cnskg/pictures/{stem}"]
    assert texts[0] in get(client, stem)
    lowest = max(float(one.attrib["y"]) for one in drawn.iter(f"{SVG}tspan"))
    assert lowest < float(drawn.attrib["height"]) - 5
    assert f"w3id.org/cnskg/pictures/{stem}" not in get(client, name).partition("<figure")[2].partition("</figure")[0]
