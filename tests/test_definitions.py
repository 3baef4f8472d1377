"""The words of the ontology: every term has a name of its own, and says what it is, in English and in Chinese."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.content.files import Content, Kind
from cnskg.content.languages import misfit
from cnskg.rdf import RDFS

CONTENT = Content.read(settings.content_root(), Kind.ONTOLOGY)
KNOWN = CONTENT.ontology
OWN = sorted(term for term in KNOWN.kinds if term.startswith(ns.CNS))
LANGUAGES = ("en", "zh-hans")
LABEL, DEFINITION = RDFS + "label", ns.expand("skos:definition")
#: Words that say nothing by themselves; what is left of a definition beside them and the term's name must say it.
EMPTY = frozenset(
    re.findall(
        "[a-z]+",
        "a an and any are as at be by for from has have in into is it its of on one or that the their them thing "
        "things this to was were which who whom whose with relates gives entity another other some",
    )
)
#: How the definition of a property begins, by kind: it says what the property stands between, or what it gives.
OPENINGS = {"object": "Relates ", "data": "Gives ", "annotation": "Gives "}
#: Words that tie a term to one country's doctrine or to the documents that we happen to read.
OURS = re.compile(r"\b(Chin(a|ese)|Politburo|Xi|party-state|comprehensive national security|(two|five) documents)\b")
#: Terms of the doctrine, the one part of the ontology that is about one country.
DOCTRINE = {
    "BasisSecurity",
    "BedrockSecurity",
    "GuaranteeSecurity",
    "PurposeSecurity",
    "StandingCommitteeMember",
    "SupportSecurity",
}


@dataclass
class Words:
    """What a term says of itself: its labels and definitions, by language."""

    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    definitions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read() -> dict[str, Words]:
    """The words of every term."""
    found: dict[str, Words] = defaultdict(Words)
    for t in CONTENT.triples(Kind.ONTOLOGY):
        if t.predicate.value == LABEL:
            found[t.subject.value].labels[t.object.language or ""].append(t.object.value)
        elif t.predicate.value == DEFINITION:
            found[t.subject.value].definitions[t.object.language or ""].append(t.object.value)
    return found


WORDS = read()
SLUGS = [term.removeprefix(ns.CNS) for term in OWN]


def said(text: str) -> set[str]:
    """The words of an English text that say something, each by its first letters: plural and participle are one."""
    return {word[:5] for word in re.findall(r"[a-z]+", text.lower()) if word not in EMPTY}


@pytest.mark.parametrize("term", OWN, ids=SLUGS)
def test_a_term_is_named_and_defined_in_two_languages(term: str) -> None:
    """It has one label and one definition in English and in Chinese each, the definitions are sentences."""
    words = WORDS[term]
    assert {language: len(found) for language, found in words.labels.items()} == dict.fromkeys(LANGUAGES, 1)
    assert {language: len(found) for language, found in words.definitions.items()} == dict.fromkeys(LANGUAGES, 1)
    assert words.definitions["en"][0].endswith(".") and words.definitions["zh-hans"][0].endswith("。")
    assert misfit(words.definitions["zh-hans"][0], "zh-hans") == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["labels", "definitions"])
def test_no_two_terms_have_the_same_words(language: str, what: str) -> None:
    """No label and no definition of a class or property is that of another, in either language."""
    count = Counter(text.casefold() for term in OWN for text in getattr(WORDS[term], what)[language])
    assert [text for text, many in count.items() if many > 1] == []


@pytest.mark.parametrize("term", [t for t in OWN if KNOWN.kinds[t] == "class"], ids=lambda t: t.removeprefix(ns.CNS))
def test_a_class_is_defined_by_a_class_above_it(term: str) -> None:
    """The definition of a class opens with the name of a class above it, of which it says what sets this one apart."""
    above = {WORDS[c].labels["en"][0] for c in KNOWN.supers[term] - {term} if c in WORDS}
    genus = rf"(An? )?({'|'.join(map(re.escape, sorted(above)))})\b"
    assert not above or re.match(genus, WORDS[term].definitions["en"][0], re.IGNORECASE), f"no word of {sorted(above)}"


@pytest.mark.parametrize("term", [t for t in OWN if KNOWN.kinds[t] != "class"], ids=lambda t: t.removeprefix(ns.CNS))
def test_a_property_says_what_it_stands_between(term: str) -> None:
    """The definition of an object property says what it relates to what, that of any other what it gives of what."""
    assert WORDS[term].definitions["en"][0].startswith(OPENINGS[KNOWN.kinds[term]])


@pytest.mark.parametrize("term", OWN, ids=SLUGS)
def test_a_definition_is_not_the_name_again(term: str) -> None:
    """Beside the words of the name and of the classes above, a definition has some of its own."""
    names = {term, *(KNOWN.supers[term] if KNOWN.kinds[term] == "class" else ())}
    known = set().union(*(said(label) for name in names & WORDS.keys() for label in WORDS[name].labels["en"]))
    assert len(said(WORDS[term].definitions["en"][0]) - known) >= 2
    chinese = set(WORDS[term].definitions["zh-hans"][0]) - set(WORDS[term].labels["zh-hans"][0])
    assert len(chinese) >= 6


def test_no_word_takes_people_for_men() -> None:
    """Nobody is he or she in a name or a definition."""
    gendered = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
    for term in OWN:
        for text in WORDS[term].labels["en"] + WORDS[term].definitions["en"]:
            assert not gendered.search(text), text


def test_only_the_doctrine_speaks_of_one_country() -> None:
    """All other terms are defined so that they serve other documents and other countries as well."""
    tied = {t.removeprefix(ns.CNS) for t in OWN if OURS.search(WORDS[t].definitions["en"][0])}
    assert tied == DOCTRINE


def test_how_late_in_a_year_is_read_stands_where_it_is_looked_for() -> None:
    """That "late 2013" is the second half of the year is our reading, and the definition of precision says so."""
    assert "late 2013" in WORDS[ns.CNS + "precision"].definitions["en"][0]
