"""Search on a small index: what bears a name comes before what holds its words, and what is unlike is not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg.errors import ReleaseError
from cnskg.namespaces import compact
from cnskg.search import index
from cnskg.search.bearers import Tier
from cnskg.search.searcher import MOST_ASKED, MOST_MEANT, Searcher
from tests.support.turtle import triples

THINGS = """
id:us a cns:State ; skos:prefLabel "United States"@en ; skos:altLabel "US"@en , "U.S."@en .
id:russia a cns:State ; skos:prefLabel "Russia"@en ; cns:description "Neighbour of China, not of the US"@en .
id:us-bases a cns:Field ; skos:prefLabel "US bases abroad"@en .
id:bases a cns:Field ; skos:prefLabel "bases of the US"@en ; cns:broader id:us .
id:cia a cns:Organ ; skos:prefLabel "Central Intelligence Agency"@en ; skos:altLabel "CIA"@en .
id:social a cns:Field ; skos:prefLabel "social order"@en .
id:cnsc a cns:Organ ; skos:prefLabel "Central National Security Commission"@en , "中央国家安全委员会"@zh-hans .
id:law a cns:Law ; skos:prefLabel "Counter-Espionage Law"@en , "中华人民共和国反间谍法"@zh-hans .
id:type a cns:SecurityType ; skos:prefLabel "political security"@en , "zhèngzhì ānquán"@zh-latn-pinyin .
id:xi a cns:Person ; skos:prefLabel "Xi Jinping"@en , "习近平"@zh-hans .
id:chen a cns:Person ; skos:prefLabel "Chen Yixin"@en .
id:fazhi a cns:Formulation ; skos:prefLabel "rule by law"@en , "法制"@zh-hans .
id:claim a cns:Assessment ; skos:prefLabel "Xi Jinping"@en ; cns:sentence "He leads, one and all."@en .
cns:Person a owl:Class ; rdfs:label "person"@en .
<https://w3id.org/cnskg/question/who> a cns:Question ; skos:prefLabel "Who is a person of note?"@en .
span:2015 skos:prefLabel "2015"@en .
"""


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(index.entries(triples(THINGS)))


def found(searcher: Searcher, text: str) -> list[tuple[str, str]]:
    """What is found, with its tier."""
    return [(compact(hit.entry.iri), hit.tier.word) for hit in searcher.find(text).hits]


@pytest.mark.parametrize("spelling", ["US", "us", "U.S.", "u.s", "ＵＳ"])
def test_the_bearer_of_a_name_comes_first(searcher: Searcher, spelling: str) -> None:
    """A whole name, names that begin with it, those that hold it, descriptions; never the middle of r-us-sia."""
    assert found(searcher, spelling) == [
        ("id:us", "whole"),
        ("id:us-bases", "begins"),
        ("id:bases", "words"),
        ("id:russia", "described"),
    ]


def test_a_piece_of_a_word_is_no_abbreviation(searcher: Searcher) -> None:
    """The letters of an abbreviation inside of a word find nothing."""
    assert found(searcher, "CIA") == [("id:cia", "whole")]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("zhengzhi anquan", "id:type"),
        ("zheng4zhi4 an1quan2", "id:type"),
        ("zhe\u0300ngzhi\u0300 a\u0304nqua\u0301n", "id:type"),
        ("zhong1yang1 guo2jia1 an1quan2 wei3yuan2hui4", "id:cnsc"),
        ("習近平", "id:xi"),
        ("Xi, Jinping", "id:xi"),
        ("jinping xi", "id:xi"),
        ("xijinping", "id:xi"),
        ("“Xi Jinping”", "id:xi"),
        ("Ｘｉ　Ｊｉｎｐｉｎｇ", "id:xi"),
        ("Counter‑Espionage  Law", "id:law"),
        ("counterespionage law", "id:law"),
        ("反間諜法", "id:law"),
        ("中央國家 安全委員會", "id:cnsc"),
        ("陈一新", "id:chen"),
        ("陳一新", "id:chen"),
        ("person", "cns:Person"),
    ],
)
def test_a_name_is_found_however_it_is_typed(searcher: Searcher, typed: str, first: str) -> None:
    """Tones, scripts, hyphens, quotation marks, order and width aside, the thing comes first and as the whole name."""
    assert found(searcher, typed)[0] == (first, "whole")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("political sec", "id:type"),
        ("guojia anquan", "id:cnsc"),
        ("国安委", "id:cnsc"),
        ("guoanwei", "id:cnsc"),
        ("spio", "id:law"),
    ],
)
def test_parts_of_a_name_find_it(searcher: Searcher, typed: str, first: str) -> None:
    """Beginnings of words, syllables of a reading, an abbreviation in hanzi, and a long piece of a word."""
    assert found(searcher, typed)[0] == (first, "parts")


@pytest.mark.parametrize("typed", ["国委", "uojia anqu", "法治", "2015", "", " – ", "Lin Haiyan", "spi"])
def test_what_is_unlike_is_not_found(searcher: Searcher, typed: str) -> None:
    """Two hanzi are no abbreviation, half syllables no reading, a homophone no name; dates are not searched for."""
    assert found(searcher, typed) == []


def test_things_come_before_claims_and_terms_before_questions(searcher: Searcher) -> None:
    """Of two that bear the name the thing comes first; a question comes after what it is about."""
    assert found(searcher, "Xi Jinping")[:2] == [("id:xi", "whole"), ("id:claim", "whole")]
    assert found(searcher, "person")[1] == ("https://w3id.org/cnskg/question/who", "words")


@pytest.mark.parametrize(
    ("typed", "meant"), [("Chen Yixn", "id:chen"), ("politcal", "id:type"), ("espionge law", "id:law")]
)
def test_typing_errors_are_asked_about(searcher: Searcher, typed: str, meant: str) -> None:
    """Where no name has the words, names that are like them are offered, and not given as found."""
    answer = searcher.find(typed)
    assert answer.hits == []
    assert [(compact(h.entry.iri), h.tier) for h in answer.meant] == [(meant, Tier.LIKE)]


def test_what_is_found_is_not_asked_about(searcher: Searcher) -> None:
    """No "did you mean" beside what bears the name, and none for what is like nothing."""
    assert searcher.find("Chen Yixin").meant == []
    assert searcher.find("Chen Weilun").meant == searcher.find("Lin Haiyan").meant == []


def test_no_more_is_meant_than_one_reads() -> None:
    """A word that many names nearly hold is asked about with some of them."""
    many = "".join(f'id:s{n} skos:prefLabel "security {n}"@en .\n' for n in range(20))
    assert len(Searcher(index.entries(triples(many))).find("securty").meant) == MOST_MEANT


def test_a_long_question_is_cut(searcher: Searcher) -> None:
    """What lies beyond the bound is not read, so that nobody can ask for hours of work."""
    assert found(searcher, "US" + " " * MOST_ASKED + "nobody") == found(searcher, "US")


def test_the_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    """The file gives the same entries again, and the same triples in another order give the same bytes."""
    entries = index.entries(triples(THINGS))
    index.write(tmp_path, entries)
    assert index.read(tmp_path) == entries
    before = (tmp_path / index.FILE).read_bytes()
    index.write(tmp_path, index.entries(reversed(triples(THINGS))))
    assert (tmp_path / index.FILE).read_bytes() == before


@pytest.mark.parametrize("text", ["[", "[{}]", '[{"iri": 1}]', "[1]"])
def test_a_bad_index_is_a_bad_release(tmp_path: Path, text: str) -> None:
    """An index that is not there, or not one, is told as such, with what to do."""
    with pytest.raises(ReleaseError, match="no index of names"):
        index.read(tmp_path / "nothing")
    (tmp_path / index.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match="no index of names"):
        index.read(tmp_path)
