"""Search on a small index: what bears a name comes before what holds its words, and what is unlike is not found."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from cnskg.errors import ReleaseError, UsageError
from cnskg.namespaces import compact
from cnskg.search import index, marks
from cnskg.search.asked import MOST_ASKED, MOST_TAKEN, Asked
from cnskg.search.entries import entries
from cnskg.search.found import Tier
from cnskg.search.searcher import MOST_MEANT, Searcher, of_release
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
    return Searcher.over(entries(triples(THINGS)))


def found(searcher: Searcher, text: str) -> list[tuple[str, str]]:
    """What is found, with its tier."""
    return [(compact(hit.entry.iri), hit.tier.word) for hit in searcher.find(text).hits]


@pytest.mark.parametrize("spelling", ["US", "us", "U.S.", "u.s", "ＵＳ"])
def test_the_bearer_of_a_name_comes_first(searcher: Searcher, spelling: str) -> None:
    """A whole name, names that hold it, descriptions; never the middle of r-us-sia."""
    assert found(searcher, spelling) == [
        ("id:us", "whole"),
        ("id:bases", "words"),
        ("id:us-bases", "words"),
        ("id:russia", "text"),
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
    ("typed", "first", "tier"),
    [
        ("political sec", "id:type", "parts"),
        ("guojia anquan", "id:cnsc", "short"),
        ("国安委", "id:cnsc", "short"),
        ("guoanwei", "id:cnsc", "short"),
        ("spio", "id:law", "parts"),
        ("securities commission", "id:cnsc", "words"),
    ],
)
def test_parts_of_a_name_find_it(searcher: Searcher, typed: str, first: str, tier: str) -> None:
    """Beginnings of words, syllables of a reading, an abbreviation in hanzi, a long piece of a word, any order."""
    assert found(searcher, typed)[0] == (first, tier)


@pytest.mark.parametrize("typed", ["国委", "uojia anqu", "法治", "2015", "", " – ", "Lin Haiyan", "spi"])
def test_what_is_unlike_is_not_found(searcher: Searcher, typed: str) -> None:
    """Two hanzi are no abbreviation, half syllables no reading, a homophone no name; dates are not searched for."""
    assert found(searcher, typed) == []


def test_things_come_before_claims_and_terms_before_questions(searcher: Searcher) -> None:
    """Of two that bear the name the thing comes first; a question comes after what it is about."""
    assert found(searcher, "Xi Jinping")[:2] == [("id:xi", "whole"), ("id:claim", "whole")]
    assert found(searcher, "person")[0] == ("cns:Person", "whole")
    assert found(searcher, "person")[-1] == ("https://w3id.org/cnskg/question/who", "text")


@pytest.mark.parametrize(
    ("typed", "meant"), [("Chen Yixn", "id:chen"), ("politcal", "id:type"), ("espionge law", "id:law")]
)
def test_typing_errors_are_asked_about(searcher: Searcher, typed: str, meant: str) -> None:
    """Where no name has the words, names that are like them are offered, and not given as found."""
    answer = searcher.find(typed)
    assert answer.hits == []
    assert [(compact(h.entry.iri), h.tier) for h in answer.meant] == [(meant, Tier.LIKE)]


def test_the_right_word_stands_beside_a_typing_error(searcher: Searcher) -> None:
    """The words in which something is found are told, so that a page can lead there."""
    assert searcher.find("politcal security").instead == "political security"
    assert searcher.find("political security").instead == ""


def test_what_is_found_is_not_asked_about(searcher: Searcher) -> None:
    """No "did you mean" beside what bears the name, and none for what is like nothing."""
    assert searcher.find("Chen Yixin").meant == []
    assert searcher.find("Chen Weilun").meant == searcher.find("Lin Haiyan").meant == []


def test_no_more_is_meant_than_one_reads() -> None:
    """A word that many names nearly hold is asked about with some of them."""
    many = "".join(f'id:s{n} skos:prefLabel "security {n}"@en .\n' for n in range(20))
    assert len(Searcher.over(entries(triples(many))).find("securty").meant) == MOST_MEANT


def test_a_long_question_is_cut(searcher: Searcher) -> None:
    """What lies beyond the bound is not read, so that nobody can ask for hours of work."""
    assert found(searcher, "US" + " " * MOST_ASKED + "nobody") == found(searcher, "US")


def test_a_pasted_page_is_refused(searcher: Searcher) -> None:
    """A text that is too long for any question is answered at once with how long it may be, at each door of search."""
    assert searcher.find("US" + " " * (MOST_TAKEN - 2)).hits
    for ask in (searcher.find, lambda text: searcher.suggest(text, 3)):
        with pytest.raises(UsageError, match="1,000,000 characters"):
            ask("a " * 500_000)


SAID = """
id:paper a cns:Article ; skos:prefLabel "A paper"@en .
<https://w3id.org/cnskg/passage/paper/p2> a cns:Passage ; cns:document id:paper ; cns:section "2.1 A quiet start …" ;
  cns:charStart 50 .
<https://w3id.org/cnskg/passage/paper/p1> a cns:Passage ; cns:document id:paper ; cns:section "2.1 A quiet start …" ;
  cns:charStart 9 .
id:cnsc a cns:Organ ; skos:prefLabel "Central National Security Commission"@en ; skos:altLabel "CNSC"@en .
id:meeting a cns:Meeting ; skos:prefLabel "first meeting of the Central National Security Commission"@en .
id:office a cns:Organ ; skos:prefLabel "Office of the CNSC"@en .
id:harbours a cns:Field ; skos:prefLabel "securitisation of harbours"@en .
id:speech a cns:PublicStatement ; skos:prefLabel "a speech in May"@en ; cns:quotedWords "no time to lose"@en .
id:words cns:renders id:harbours ; cns:literalForm "ports made safe"@en .
id:topic-iron-ore a cns:Field ; skos:prefLabel "raw materials"@en .
id:claim a cns:Assessment ; skos:prefLabel "ports matter"@en ;
  cns:sentence "Trade hangs on harbours, the author threatens."@en .
cns:Meeting a owl:Class ; rdfs:subClassOf cns:Event ; rdfs:label "meeting"@en .
cns:Organ a owl:Class ; rdfs:label "organ"@en .
<https://w3id.org/cnskg/question/when> a cns:Question ; skos:prefLabel "When did they first meet?"@en ;
  cns:sparql "SELECT * { id:harbours cns:actor ?x }" .
<https://w3id.org/cnskg/question/and> a cns:Question ; skos:prefLabel "Who was it when they first met?"@en .
"""


@pytest.fixture(scope="module")
def told() -> Searcher:
    return Searcher.over(entries(triples(SAID)))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("a quiet start", "psg:paper/p1"),
        ("2.1 a quiet start", "psg:paper/p1"),
        ("no time to lose", "id:speech"),
        ("safe ports", "id:harbours"),
        ("first meeting CNSC", "id:meeting"),
        ("Office of the Central National Security Commission", "id:office"),
        ("securitization of harbors", "id:harbours"),
        ("harbour's securitisation", "id:harbours"),
        ("threatened trade", "id:claim"),
        ("organ office", "id:office"),
        ("iron ore", "id:topic-iron-ore"),
        ("when did they first meet", "https://w3id.org/cnskg/question/when"),
        ("first meet securitisation", "https://w3id.org/cnskg/question/when"),
        ("trade harbours nobody", "id:claim"),
    ],
)
def test_all_that_is_said_is_searched(told: Searcher, typed: str, first: str) -> None:
    """Sections by their first passage, quoted words and wordings, short for long names, other forms of words, classes,
    ids, questions by what they ask about, and most of the words where nothing holds all."""
    assert found(told, typed)[0][0] == first


def test_each_thing_has_its_group(told: Searcher) -> None:
    """A thing is shown with those of its class or of a class above; a section, a claim, a question with their like."""
    groups = {compact(entry.iri): entry.group for entry in told.entries}
    assert (groups["id:meeting"], groups["id:office"], groups["id:claim"]) == ("events", "organisations", "claims")
    assert (groups["psg:paper/p1"], groups["cns:Meeting"]) == ("sections", "ontology")


def test_some_words_are_too_few(told: Searcher) -> None:
    """One word of several that are not there is no answer, nor is what holds the smaller part of those that are."""
    assert found(told, "harbours Patagonia") == found(told, "Patagonia penguins harbours cod") == []
    assert found(told, "speech meeting commission") == [("id:meeting", "some")]


def test_where_nothing_holds_most_the_best_are_shown() -> None:
    """Two of twelve words are too few for an answer; two of five are not, where nothing holds more."""
    words = [f"word{n}" for n in range(12)]
    names = "".join(f'id:{a}-{b} skos:prefLabel "{a} {b}"@en .\n' for a, b in pairwise(words))
    pairs = Searcher.over(entries(triples(names)))
    assert found(pairs, " ".join(words[::2] + words[1::2])) == []
    assert found(pairs, "word6 word1 word5 word3 word8") == [("id:word5-word6", "some")]


def test_a_whole_name_among_the_words_is_shown(searcher: Searcher) -> None:
    """Things whose name stands whole in what is asked come with what holds the words, the longest name alone."""
    assert found(searcher, "what Chen Yixin did at the Central National Security Commission") == [
        ("id:cnsc", "some"),
        ("id:chen", "some"),
    ]
    assert found(searcher, "习近平谈反间谍法") == [("id:law", "some"), ("id:xi", "some")]
    # of a description that holds all words the things named in it still are shown
    assert found(searcher, "neighbour Russia China") == [("id:russia", "text")]
    assert [hit for hit, _ in found(searcher, "Counter-Espionage Law of Russia")] == ["id:law", "id:russia"]


def test_a_whole_name_comes_before_what_holds_as_much() -> None:
    """Of two things that hold the same words, that whose whole name these are comes first."""
    names = 'id:a-port skos:prefLabel "port of Oslo wharf"@en .\nid:b-port skos:prefLabel "Oslo wharf"@en .\n'
    places = Searcher.over(entries(triples(names)))
    assert [hit for hit, _ in found(places, "strike Oslo wharf talks")][:2] == ["id:b-port", "id:a-port"]


def test_few_that_hold_all_do_not_stand_alone(told: Searcher) -> None:
    """Beside one thing that holds all words those that hold most are shown; beside many they are not."""
    assert found(told, "harbours trade")[:1] == [("id:claim", "text")]
    assert ("id:meeting", "some") in found(told, "speech meeting commission")
    kinds = (("safe trade route", 3), ("safe trade port", 3), ("other", 10))
    many = "".join(f'id:{name[-4:]}-{n} skos:prefLabel "{name} {n}"@en .\n' for name, m in kinds for n in range(m))
    assert {tier for _, tier in found(Searcher.over(entries(triples(many))), "safe trade route")} == {"words"}


def test_suggestions_are_names(told: Searcher, searcher: Searcher) -> None:
    """While a word is typed, names that begin so are offered, no texts, as many as are wanted; else what is like it."""
    assert [compact(hit.entry.iri) for hit in told.suggest("central nat", 1)] == ["id:cnsc"]
    assert told.suggest("no time to", 5) == told.suggest("", 5) == []
    assert [compact(hit.entry.iri) for hit in searcher.suggest("Chen Yixn", 5)] == ["id:chen"]


@pytest.mark.parametrize(
    "typed", ['"', "'", "*", 'a"b', "NEAR(x y)", "a OR b", "names:a", "^x", "-a", "(", "\0", "AND"]
)
def test_what_means_something_to_the_tables_is_a_word(told: Searcher, typed: str) -> None:
    """Operators and signs of the query language of the tables are words like others, or nothing."""
    assert told.find(typed).hits == told.find(typed + " ").hits
    told.suggest(typed, 5)


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Threats, and those who threaten", "threat", ["Threats", "threaten"]),
        ("China’s laws on the land", "law of CHINA", ["China’s", "laws"]),
        ("an arm, the army, armament", "arm", ["arm"]),
        ("《總體國家安全觀》", "国家 安全", ["國家安全"]),
        ("nothing of the sort", "what", []),
    ],
)
def test_what_was_asked_is_marked(text: str, typed: str, marked: list[str]) -> None:
    """Words are marked in all their forms, but not others that only begin like a short one; the text stays whole."""
    parts = marks.parts(text, Asked.of(typed))
    assert [piece for piece, yes in parts if yes] == marked
    assert "".join(piece for piece, _ in parts) == text


def test_the_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    """The file gives the same entries again, and the same triples in another order give the same bytes."""
    made = entries(triples(THINGS))
    index.write(tmp_path, made)
    assert of_release(tmp_path).entries == made
    (tmp_path / "again").mkdir()
    index.write(tmp_path / "again", entries(reversed(triples(THINGS))))
    assert (tmp_path / "again" / index.FILE).read_bytes() == (tmp_path / index.FILE).read_bytes()


@pytest.mark.parametrize("text", ["[", "", "SQLite format 3\0"])
def test_a_bad_index_is_a_bad_release(tmp_path: Path, text: str) -> None:
    """An index that is not there, or not one, is told as such, with what to do."""
    with pytest.raises(ReleaseError, match="no index of names"):
        of_release(tmp_path / "nothing")
    (tmp_path / index.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ReleaseError, match="no index of names"):
        of_release(tmp_path)
