"""What the documents say of one thing, side by side: claims, stances, agreement and dispute, and silence."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from cnskg.release.folder import Release
from cnskg.web import create_app
from tests.support.content import Small
from tests.support.own_build import OURS

PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(real: Release) -> Iterator[FlaskClient]:
    """The service on the real release."""
    app = create_app(replace(OURS, rate=0.0))
    yield app.test_client()
    app.extensions["cnskg"].close()


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=PAGE)
    assert answer.status_code == status
    return html.unescape(answer.text)


def test_what_several_documents_speak_of_can_be_compared(client: FlaskClient) -> None:
    """The list begins with what most documents speak of, and each of its links leads to a page."""
    found = re.findall(
        r'href="(/compare\?of=[^"]+)">[^<]+</a> <span class="note">(\d) documents', page(client, "/compare")
    )
    assert len(found) > 50
    assert found[0][1] == "5"
    for address, _ in found[:3]:
        page(client, address)


def test_documents_stand_side_by_side(client: FlaskClient) -> None:
    """Each document has its column with its claims, who makes them and the passage; one without any is silent."""
    text = page(client, "/compare?of=gsi")
    head = re.search(r"<thead><tr>(.*?)</tr>", text, re.S)
    assert head
    assert len(re.findall("<th", head[1])) == 5
    assert "silent" in text
    assert re.search(r'Sheena Chestnut Greitens</a></span> <a class="psg" href="/passage/greitens-2023/', text)


def test_a_subject_may_be_written_as_in_queries(client: FlaskClient) -> None:
    """Who writes id: before a subject, as in a query, gets the same page."""
    assert page(client, "/compare?of=id:regime-security").count("<td") == page(
        client, "/compare?of=regime-security"
    ).count("<td")


def test_stances_are_told_by_proposition(client: FlaskClient) -> None:
    """A proposition that documents take a stance on has it in their columns, and whose view they only report."""
    told = page(client, "/compare?of=china").split("Proposition by proposition")[1]
    assert ">contends</a>" in told
    assert ">denies</a>" in told
    assert ">reports: contends</a>" in told
    assert 'data-label="Pu 2022" class="none">–' in told  # on a phone a row is a card of those that take a stance


def test_where_documents_meet_is_told_with_our_reason(client: FlaskClient) -> None:
    """Pairs of claims that agree or are at odds stand below, disputes first, with our reason where we compare."""
    told = page(client, "/compare?of=uyghurs").split("Where they meet")[1]
    relations = re.findall(r"<td[^>]*>(agree|differ in a nuance|differ in a detail|are at odds)</td>", told)
    assert relations[0] == "are at odds"
    assert "agree" in relations
    aside = page(client, "/compare?of=regime-security").split("Where they meet")[1]
    reasons = re.findall(r"<td[^>]*><span>([^<]*)</span></td></tr>", aside)
    assert reasons
    assert all(reason.endswith(".") for reason in reasons)


def test_what_nobody_speaks_of_cannot_be_compared(client: FlaskClient) -> None:
    """A thing without claims, or a hostile name, is a 404 that leads on."""
    assert "/compare" in page(client, "/compare?of=nothing-of-the-kind", 404)
    page(client, "/compare?of=x>}<script>", 404)


def test_pages_lead_to_the_comparison(client: FlaskClient) -> None:
    """What several documents speak of leads to it; what one alone speaks of does not."""
    assert 'href="/compare?of=gsi"' in page(client, "/id/gsi")
    assert "/compare?of=" not in page(client, "/id/claim-m22-corruption-motives")


def test_a_release_with_one_document_has_nothing_to_compare(small: Small) -> None:
    """Where there is one document the page says so."""
    app = create_app(replace(small.settings, rate=0.0))
    assert "There are none in this release" in app.test_client().get("/compare", headers=PAGE).text
    app.extensions["cnskg"].close()
