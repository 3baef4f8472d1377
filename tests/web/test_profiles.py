"""Pages by kind: each kind of thing has a page that answers what people come for, with the evidence of each row."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.query.result import Row
from cnskg.release.folder import Release
from cnskg.web import create_app, sections
from cnskg.web.profiles import Profile, Section, all_profiles, profile
from tests.support.own_build import OURS

PAGE = {"Accept": "text/html"}
#: Of each page by kind a thing that has it: a section, and a row of it behind which there is evidence.
SHOWN = {
    "person": ("xi-jinping", "Posts", "Chair of the Central National Security Commission"),
    "organ": ("cnsc", "Who leads it, and who is in it", "Xi Jinping"),
    "law": ("law-hong-kong-national-security-law-2020", "Provisions", "foreigners abroad"),
    "list": ("list-16", "What stands on it", "biosecurity"),
    "type": ("political-security", "Its place in each list", "bedrock"),
    "term": ("comprehensive-national-security", "Wordings", "comprehensive national security"),
    "occurrence": ("coercion-lithuania", "What happened", "Lithuania"),
    "claim": ("claim-m22-corruption-motives", "What it says", "legitimacy of the CCP"),
    "source": ("merics-2022", "In reading order", "MERICS 2022, 2.2"),
    "post": ("post-cnsc-office-head", "Who held it", "Ding Xuexiang"),
    "actor": ("china", "What it did, and what was done to it", "Lithuania"),
    "provision": ("provision-hknsl-extraterritorial", "At a glance", "foreign individuals and organisations"),
    "quantity": ("quantity-m22-hotline-reward", "Of what it is a figure", "national security hotline"),
    "time": ("/time/2022", "Within it, in order", "setting up of the national security hotline"),
    "place": ("gwadar", "At a glance", "port of Gwadar"),
    "era": ("era-deng", "What falls in it", "China's opening up"),
    "tier": ("tier-basis", "What stands on it", "economic security"),
    "placement": ("placement-hierarchy-xi-economic-security", "Its place", "basis"),
    "comparison": (
        "comparison-m21-founding-counterrevolution-with-m22-mao-territorial-military",
        "What is compared",
        "MERICS 2022",
    ),
    "citation": ("citation-gr-reuters", "The citation", "Reuters report"),
    "rendering": ("rendering-m21-security-community", "Other wordings for the same", "安全共同体"),
    "thing": ("unit-cny", "Where it is used", "reward for information"),
    "concept": ("topic-innovation", "What is argued of it", "MERICS 2022"),
}


@pytest.fixture(scope="module")
def client(real: Release) -> Iterator[FlaskClient]:
    """The service on the real release."""
    app = create_app(replace(OURS, rate=0.0))
    yield app.test_client()
    app.extensions["cnskg"].close()


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == 200, address
    return html.unescape(answer.text)


def part(text: str, title: str) -> str:
    """The section of a page under a heading."""
    found = re.search(rf"<h2>{re.escape(title)}</h2>(.*?)</section>", text, re.S)
    assert found, title
    return found[1]


@pytest.mark.parametrize("kind", SHOWN)
def test_each_kind_answers_what_people_come_for(client: FlaskClient, kind: str) -> None:
    """The page of a thing of each kind has its section, the wanted row in it, and a way to the query and the table."""
    slug, title, wanted = SHOWN[kind]
    text = page(client, slug if slug.startswith("/") else f"/id/{slug}")
    assert f'class="profile {kind}"' in text
    shown = part(text, title)
    assert wanted in re.sub("<[^>]+>", "", shown)
    assert "/query?query=" in shown
    assert "format=csv" in shown


def test_evidence_is_asked_for_what_a_query_gives() -> None:
    """The statements behind a row are made of what its query selects: others would have no evidence, in silence."""
    for one in all_profiles():
        for section in one.sections:
            head = {"?entity", *re.findall(r"\?\w+", section.asked.partition("{")[0])}
            for fact in section.facts:
                assert {part for part in fact if part.startswith("?")} <= head, (one.name, section.title, fact)


@pytest.mark.parametrize("kind", ["person", "organ", "type", "occurrence", "claim", "post"])
def test_rows_have_their_evidence(client: FlaskClient, kind: str) -> None:
    """Behind a stated row stands the passage, named by document and section."""
    slug, title, _ = SHOWN[kind]
    assert re.search(r'class="psg" href="/passage/[^"]+">[A-Z]\w+ 20\d\d, ', part(page(client, f"/id/{slug}"), title))


def test_a_proposition_tells_who_contends_it(client: FlaskClient) -> None:
    """From a claim to what it contends, and from there back to who contends it, with the passage."""
    said = part(page(client, "/id/claim-m22-corruption-motives"), "What it says")
    address = re.findall(r'href="(/id/p--[^"]+)"', said)[0]
    back = part(page(client, address), "Who contends it, who denies it")
    assert "/id/claim-m22-corruption-motives" in back
    assert "Helena Legarda" in back
    assert 'class="psg" href="/passage/merics-2022/' in back


def test_our_comparison_is_marked_as_ours(client: FlaskClient) -> None:
    """What the editors find on comparing claims stands apart, says so, and gives the reason."""
    shown = part(page(client, "/id/claim-pu-regime-always-top"), "Beside other documents: our comparison")
    assert "Found by the editors" in shown
    assert "the safety of the regime has always stood first" in shown


def test_the_queries_and_tables_of_a_page_run(client: FlaskClient) -> None:
    """Each query behind a section runs as it is shown, and its CSV has rows."""
    text = page(client, "/id/xi-jinping")
    tables = re.findall(r'href="(/sparql\?[^"]+format=csv[^"]*)"', text)
    assert len(tables) >= 4
    for address in tables:
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert answer.data.count(b"\n") > 1


def test_all_statements_are_one_step_away(client: FlaskClient) -> None:
    """A page by kind leads to all statements and mentions, which lead back."""
    assert 'href="/id/cnsc?view=statements"' in page(client, "/id/cnsc")
    assert "Mentioned by" in page(client, "/id/cnsc?view=statements")


def test_a_time_span_is_named_in_words_and_leads_to_those_beside_it(client: FlaskClient) -> None:
    """The page of a month is called as people say it in both languages, and leads to the month before and its year."""
    text = page(client, "/time/2022-06")
    assert re.search(r"<h1>June 2022 <span[^>]* lang=\"zh-hans\">2022年6月</span></h1>", text)
    assert 'rel="prev" href="/time/2022-05"' in text
    assert '<a href="/time/2022">2022</a>' in text
    assert "<h1>2022年6月 <span" in page(client, "/zh/time/2022-06")


def test_a_rule_of_many_applications_shows_a_few(client: FlaskClient) -> None:
    """A rule that is applied thousands of times has five examples, and an axiom too, which says of how many."""
    rule = page(client, "/rule/class-hierarchy")
    assert part(rule, "Examples from the graph").count('href="/inference/') == 5
    axiom = re.findall(r'href="(/axiom/[^"]+)"', part(rule, "What it puts to use"))[0]
    assert re.search(r"5 of \d{4} are shown", part(page(client, axiom), "What follows by it"))


def test_a_rule_leads_to_what_follows_by_it(client: FlaskClient) -> None:
    """A rule says itself with an example, whose page names the premises, and the fact that follows has its proof."""
    rule = page(client, "/rule/colleagues")
    assert "x – served in the same organisation as – y, because both serve or served in o." in rule
    inference = re.findall(r'href="(/inference/[^"]+)"', part(rule, "Examples from the graph"))[0]
    step = page(client, inference)
    assert "serves or served in" in part(step, "From what it follows")
    fact = page(client, re.findall(r'<dd><a href="(/fact/[^"]+)"', part(step, "At a glance"))[0])
    assert "It follows from other statements." in fact
    assert '[<a href="/rule/colleagues">' in part(fact, "Because")


@pytest.mark.parametrize("slug", ["xi-jinping", "china", "comprehensive-national-security", "helena-legarda", "ccp"])
def test_the_largest_pages_stay_light(client: FlaskClient, slug: str) -> None:
    """Those of whom most is said are pages of fewer than 150 kB all the same."""
    assert len(page(client, f"/id/{slug}").encode()) < 150_000


def test_the_map_for_crawlers_has_passages(client: FlaskClient) -> None:
    """Things and passages are on the map that crawlers are told of."""
    told = client.get("/sitemap.xml").text
    assert "<loc>http://localhost/passage/merics-2022/p019</loc>" in told
    assert "<loc>http://localhost/id/xi-jinping</loc>" in told


def test_passages_lead_to_their_neighbours(client: FlaskClient) -> None:
    """From a passage to the next one and back, in the order of the text; the first has none before it."""
    text = page(client, "/passage/merics-2022/p019")
    following = re.findall(r'rel="next" href="([^"]+)"', text)
    assert 'rel="prev" href="/passage/merics-2022/p019"' in page(client, following[0])
    assert 'rel="prev"' not in page(client, "/passage/pu-2022/p001")
    assert text.index("What is argued here") < text.index("Claims, places on lists")


def test_every_profile_is_reached() -> None:
    """No class of a profile is hidden behind an earlier one, and each profile has sections with titles of their own."""
    for one in all_profiles():
        assert profile({one.classes[0]}) == one
        titles = [section.title for section in one.sections]
        assert len(set(titles)) == len(titles)


FEW = Profile(
    "few", "Thing", (ns.CNS + "Few",), (Section("Rows", query="SELECT ?thing ?other { ?entity ?p ?thing, ?other }"),)
)


def asked(rows: list[Row]) -> sections.Ask:
    """What answers a section with these rows, and knows no names."""
    return lambda query, **_: rows if query.startswith("SELECT ?thing") else []


def test_rows_of_one_thing_are_one_line() -> None:
    """Rows with the same first column are one, with all values of the others, each once."""
    one, two = ox.Literal("one"), ox.Literal("two")
    rows: list[Row] = [{"thing": one, "other": one}, {"thing": one, "other": two}, {"thing": one, "other": two}]
    found = sections.sections(FEW, ns.ID + "x", asked(rows))[0]
    assert [[link.text for link in cell] for cell in found["lines"][0]["cells"]] == [["one"], ["one", "two"]]
    assert (found["total"], found["columns"]) == (1, ["thing", "other"])


def test_a_long_section_says_how_many_there_are() -> None:
    """Of very many rows the first ones are shown, and the number of all is told."""
    rows: list[Row] = [{"thing": ox.Literal(f"{number:03}")} for number in range(sections.MOST_ROWS + 5)]
    found = sections.sections(FEW, ns.ID + "x", asked(rows))[0]
    assert (len(found["lines"]), found["total"]) == (80, 85)


def test_nothing_to_show_is_not_shown() -> None:
    """A section without rows is left out."""
    assert sections.sections(FEW, ns.ID + "x", asked([])) == []


def test_a_page_says_how_to_cite_it_and_what_it_is(client: FlaskClient) -> None:
    """A page names its permanent address and its release, and tells crawlers in schema.org's words what it is of."""
    text = client.get("/id/xi-jinping", headers=PAGE).text
    assert '<link rel="canonical" href="https://w3id.org/cnskg/id/xi-jinping">' in text
    assert re.search(
        r"“Xi Jinping”, in <cite>[^<]+</cite>, release [0-9a-f]{16} of \d{4}-\d\d-\d\d, <a href=\"/r/", text
    )
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert json.loads(told[0])["@type"] == "Person"
    assert "习近平" in json.loads(told[0])["alternateName"]
