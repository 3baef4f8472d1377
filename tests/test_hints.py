"""Hints for those who guess wrong: each kind on the real release, none beside a query that asks rightly."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.content import questions
from cnskg.content.files import Content
from cnskg.query import patterns, sparql_text, teaching
from cnskg.query.runner import Runner
from cnskg.release import shape
from cnskg.release.folder import Release
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.own_build import OURS

CASES = {
    "a property that goes from others": (
        "SELECT * { ?x a cns:Law ; cns:holder ?who }",
        "cns:holder goes from a cns:Tenure, and ?x is a cns:Law",
    ),
    "a property to others": (
        "SELECT * { ?x cns:nationality id:xi-jinping }",
        "cns:nationality goes to a cns:State, and id:xi-jinping is a cns:Person",
    ),
    "two properties of different things": (
        "SELECT * { ?x cns:nationality ?y ; cns:earliest ?z }",
        "cns:earliest goes from a cns:TimeSpan and cns:nationality goes from a cns:Person, and nothing is ?x for both",
    ),
    "the wrong way round": (
        "SELECT * { id:xi-jinping cns:claimant ?claim }",
        "turn it round, ?claim cns:claimant id:xi-jinping",
    ),
    "the right property instead": (
        "SELECT * { ?claim a cns:Claim ; cns:author ?who }",
        "a cns:Document, and ?claim is a cns:Claim: ask cns:claimant (from a cns:Claim to a cns:Actor)",
    ),
    "a name like a class": (
        "SELECT * { ?claim cns:author ?who }",
        "?claim is a cns:Document here and no cns:Claim: ask",
    ),
    "a term that is expected": (
        "SELECT * { ?x cns:since ?when }",
        "the ontology has no cns:since: ask cns:starts (from",
    ),
    "a term of another vocabulary": (
        "SELECT * { ?x foaf:name ?n }",
        "no fact uses foaf:name: ask skos:prefLabel (from",
    ),
    "a term of a vocabulary that nobody foresaw": (
        "PREFIX dbo: <http://dbpedia.org/ontology/> SELECT * { ?x dbo:author ?who }",
        "no fact uses http://dbpedia.org/ontology/author: ask cns:author (from",
    ),
    "a misspelt term of a known vocabulary": (
        "SELECT * { ?x skos:prefLable ?name }",
        "no fact uses skos:prefLable; nearest: skos:prefLabel",
    ),
    "a name without a language": (
        "SELECT * { ?x skos:prefLabel 'Xi Jinping' }",
        "the texts of skos:prefLabel have other language tags: write 'Xi Jinping'@en",
    ),
    "a name in Chinese": ("ASK { ?x skos:prefLabel '政治安全'@zh }", "write '政治安全'@zh-hans"),
    "a name that another property has": (
        "SELECT * { ?x skos:prefLabel 'CNSC'@en }",
        'id:cnsc has the name skos:altLabel "CNSC"@en',
    ),
    "a short tag": (
        "SELECT * { id:cnsc skos:prefLabel ?n FILTER(LANG(?n) = 'zh') }",
        'no text has the tag "zh", but zh-hans',
    ),
    "a tag in a list": (
        "SELECT * { id:cnsc skos:prefLabel ?n FILTER(LANG(?n) IN ('zh', 'en')) }",
        'LANGMATCHES(LANG(?n), "zh") takes them all',
    ),
    "a text without its tag, compared": (
        "SELECT * { ?x skos:prefLabel ?n FILTER(?n = 'Xi Jinping') }",
        "?n has a language tag, and 'Xi Jinping' has none: write STR(?n) = 'Xi Jinping'",
    ),
    "the year of a time span": (
        "SELECT * { ?x cns:when ?when FILTER(YEAR(?when) = 2021) }",
        "YEAR(?when) has no value, as ?when is a cns:TimeSpan: ask for its bounds, ?time cns:earliest",
    ),
    "a time span compared": (
        "SELECT * { ?x cns:when ?when FILTER(?when > '2021-01-01'^^xsd:date) }",
        "?when is a cns:TimeSpan and no text: ask for its bounds",
    ),
    "a bound compared with a date": (
        "SELECT * { ?t cns:earliest ?from FILTER(?from > '2021-01-01'^^xsd:date) }",
        "?from is an xsd:dateTime: compare it with one",
    ),
    "a number compared with a text": ("SELECT * { ?x cns:value ?n FILTER(?n = '50') }", "write 50 without quotation"),
    "a text compared with an IRI": (
        "SELECT * { ?x cns:sentence ?n FILTER(?n = id:cnsc) }",
        "?n is a text, and id:cnsc an",
    ),
    "a text for a time": (
        "SELECT * { ?x cns:when '2021' }",
        "the values of cns:when are IRIs (cns:TimeSpan) and no texts",
    ),
    "a text for a thing": (
        "SELECT * { ?x cns:claimant 'Xi' }",
        "ask by name, cns:claimant/(skos:prefLabel|skos:altLabel) 'Xi'@en",
    ),
    "a thing for a text": ("SELECT * { ?x cns:sentence id:cnsc }", "cns:sentence goes to a text, and id:cnsc is a"),
    "a text for a number": ("SELECT * { ?x cns:value '50' }", "the values of cns:value are xsd:decimal"),
    "an id of another slug": (
        "SELECT * { ?x ?p id:european-union }",
        "the release has no id:european-union; nearest: id:eu (",
    ),
    "an id misspelt": ("DESCRIBE id:xi-jinpin", "nearest: id:xi-jinping"),
    "nothing there, but elsewhere": (
        "SELECT * { ?x cns:memberOf id:mss }",
        "nothing matches ?x cns:memberOf id:mss: ask cns:servesIn (from a cns:Person to a cns:Actor)",
    ),
    "nothing there, for no reason that is known": (
        "ASK { id:cnsc cns:coordinates ?x }",
        "after id:cnsc there are cns:staffedBy (4), ",
    ),
    "nothing there, but at a thing that is called alike": (
        "SELECT * { ?r cns:addressee id:eu }",
        "cns:addressee goes to id:european-state-public-actors (14), id:european-actors (1), which are called alike",
    ),
    "no property that the ontology has instead": (
        "SELECT * { ?p a cns:Policy ; cns:protects id:political-security }",
        "as ?p is; from a cns:Policy to a cns:BedrockSecurity there is cns:about, cns:indirectlyServes",
    ),
    "a word of any vocabulary for a term": (
        "SELECT * { ?r a cns:Recommendation ; schema:audience ?who }",
        "no fact uses schema:audience: ask cns:addressee (from a cns:Entity to a cns:Actor)",
    ),
    "a word for several terms, by what most things of the class have": (
        "SELECT * { ?e a cns:Event ; schema:startDate ?d }",
        "ask cns:when (from a cns:Event to a cns:TimeSpan), or cns:starts",
    ),
    "a word for a class that is one for a property, too": (
        "SELECT * { ?s a cns:Statement }",
        "the ontology has no cns:Statement: ask cns:Claim, or cns:PublicStatement",
    ),
    "a property that nobody foresaw": (
        "SELECT * { ?p a cns:Policy ; cns:zzz ?x }",
        "the ontology has no cns:zzz; a cns:Policy has cns:actor (",
    ),
    "a property that nobody foresaw, of what is named": (
        "SELECT * { ?c rdfs:label 'Cai Qi'@en ; cns:zzz ?x }",
        "; a cns:SecurityExperiencedLeader has ",
    ),
    "a class in the words of the reader": (
        "SELECT * { ?who cns:criticises ?law }",
        "?who is a cns:Criticism here and no cns:Actor: ask cns:criticisedBy",
    ),
    "nothing of the kind, but the ontology says how to ask": (
        "SELECT * { ?s a cns:PublicStatement ; cns:sentence ?text }",
        "?s is a cns:PublicStatement: the occasion; what is said there and elsewhere, ?claim cns:claimant",
    ),
    "a thing of another kind, called like one that fits": (
        "SELECT * { ?r cns:addressee id:europe }",
        "cns:addressee goes to id:european-state-public-actors (14), id:european-actors (1), which are called alike",
    ),
    "rows that are lost for want of a value": (
        "SELECT * { ?e a cns:CoercionEpisode ; cns:target ?whom ; cns:trigger ?why }",
        "1 more ?e has no cns:trigger, and OPTIONAL keeps them; there is cns:",
    ),
    "rows that are lost for want of a date": (
        "SELECT * { ?e a cns:Event ; cns:when ?t . ?t cns:earliest ?from FILTER(YEAR(?from) = 2021) }",
        "more ?e have no cns:when, and OPTIONAL keeps them; there is cns:time",
    ),
    "a word for what an actor does, where there is a way by what is done": (
        "SELECT * { id:china cns:sanctioned ?whom }",
        "ask cns:Sanction: ?sanction a cns:Sanction ; cns:actor ?who ; cns:target ?whom",
    ),
    "what an actor sees as a threat": (
        "SELECT * { id:ccp cns:perceivesThreat ?threat }",
        "ask cns:saidToBeSeenAsThreatBy (from",
    ),
    "a property of claims, for who makes them": (
        "SELECT * { ?critic cns:criticizes ?law }",
        "of a claim; who does, ?criticism cns:claimant ?who, or cns:criticisedBy",
    ),
    "where a claim is from": (
        "SELECT * { ?claim a cns:Claim ; prov:wasDerivedFrom ?doc }",
        "no fact uses prov:wasDerivedFrom: ask cns:statedIn (from a cns:Claim to a cns:Document)",
    ),
    "rows that are lost, where a class is not named": (
        "SELECT * { ?q cns:value ?n }",
        "3 more ?q have no cns:value, and OPTIONAL keeps them; there is cns:atLeast (2), cns:atMost (1)",
    ),
    "rows that are lost, as most are dated otherwise": (
        "SELECT * { ?e a cns:Event ; cns:starts ?d }",
        "more ?e have no cns:starts, and OPTIONAL keeps them; there is cns:time",
    ),
    "a FILTER that lets nothing pass": (
        "SELECT * { ?a cns:disputes ?b . ?a cns:statedIn ?x . ?b cns:statedIn ?y FILTER(?x != ?y) }",
        "the patterns match, as with ?a id:claim-",
    ),
    "a part of a name": (
        "SELECT * { ?q cns:unit ?u . ?u skos:prefLabel 'yuan'@en }",
        'id:unit-cny has the name skos:prefLabel "Chinese yuan"@en',
    ),
    "a value that the thing has by another property": (
        "SELECT * { ?q cns:unit ?u ; cns:value ?v . ?u skos:prefLabel 'Chinese yuan'@en }",
        "no row has ?q cns:value ?v beside the rest; there is cns:atMost (1)",
    ),
    "the start of a time span": (
        "SELECT * { ?x cns:when ?when FILTER(STRSTARTS(STR(?when), '2021')) }",
        "but the rest, such as a FILTER, lets none pass: ask for its bounds, ?time cns:earliest",
    ),
    "the other names of a formulation": (
        "SELECT * { id:comprehensive-national-security skos:altLabel ?words }",
        "skos:altLabel with cns:Formulation is half of it: ask cns:literalForm",
    ),
    "the other names of a formulation by one of its names": (
        "SELECT * { ?f skos:prefLabel '总体国家安全观'@zh-Hans ; skos:altLabel ?words }",
        "skos:altLabel with cns:Formulation is half of it: ask cns:literalForm",
    ),
    "what is only claimed, by a property of claims": (
        "SELECT * { id:assertive-foreign-policy cns:bringsAbout ?x }",
        "no fact uses cns:bringsAbout; claims may say it: GRAPH ?claim",
    ),
    "what is only claimed, by one that facts have": (
        "SELECT * { id:xi-jinping cns:aimsAt ?x }",
        "claims may say it: GRAPH ?claim { ?one cns:aimsAt ?other }",
    ),
    "a year, for what happened in it": (
        "SELECT * { ?x a cns:Event ; cns:when span:2021 }",
        "cns:when span:2021 is what is dated just so, and",
    ),
    "half of it": (
        "SELECT * { ?x a cns:ThreatPerception ; cns:claimant id:ccp }",
        "cns:ThreatPerception with cns:claimant is half of it: ask cns:perceivedBy",
    ),
}


def hint(client: FlaskClient, query: str) -> str:
    """The hints beside the answer, percent-encoding undone."""
    answer = client.get("/sparql", query_string={"query": query, "format": "json"})
    return unquote(answer.headers.get("X-Cnskg-Hint", ""))


@pytest.mark.parametrize(("query", "told"), CASES.values(), ids=CASES)
def test_a_wrong_guess_is_led_right(client: FlaskClient, query: str, told: str) -> None:
    """Who asks in a way that cannot match is told where, and what to ask instead."""
    assert told in hint(client, query)


RIGHT = [
    "SELECT * { ?tenure a cns:Tenure ; cns:holder ?person . ?person a cns:Person }",
    "SELECT * { ?x a cns:Law FILTER NOT EXISTS { ?x cns:holder ?y } } LIMIT 1",
    "SELECT * { ?x a cns:Law MINUS { ?x cns:holder ?y } } LIMIT 1",
    "SELECT * { { ?x cns:holder ?y } UNION { ?x cns:nationality ?y } ?x ?p ?o } LIMIT 1",
    "SELECT * { ?x a cns:Person { SELECT ?x { ?y cns:holder ?x } } } LIMIT 1",
    "SELECT * { ?x a cns:Person ; ^cns:holder ?tenure } LIMIT 1",
    "SELECT * { ?x a cns:Person ; ^cns:holder/cns:post ?post } LIMIT 1",
    "SELECT * { ?x skos:prefLabel|foaf:name ?name } LIMIT 1",
    "SELECT * { GRAPH ?g { ?x cns:concludes ?y } } LIMIT 1",
    "SELECT * { GRAPH ?g { ?x a cns:Law ; cns:holder ?y } }",
    "SELECT * { ?t cns:earliest ?from FILTER(?from > '2021-01-01T00:00:00'^^xsd:dateTime) } LIMIT 1",
    "SELECT * { ?x cns:charStart ?n FILTER(?n > 50 && ?n + 1 < 2000) } LIMIT 1",
    "CONSTRUCT { ?x foaf:name ?n } WHERE { ?x skos:prefLabel ?n } LIMIT 1",
    "SELECT * { ?x skos:prefLabel 'Xi Jinping'@en , '习近平'@zh-Hans }",
    "SELECT * { id:cnsc skos:prefLabel ?n FILTER(LANGMATCHES(LANG(?n), 'zh')) }",
    "SELECT * { ?x a cns:Observance ; cns:recurs ?how }",
    "SELECT * { ?claim a cns:Claim ; cns:precedent ?case }",
    "SELECT * { VALUES ?whom { id:china id:nato } ?r a cns:Recommendation ; cns:addressee ?whom }",
]


@pytest.mark.parametrize("query", RIGHT)
def test_who_asks_rightly_gets_no_hint(client: FlaskClient, query: str) -> None:
    """Alternatives, what is excluded, inner queries, other graphs and paths are no wrong guesses."""
    assert hint(client, query) == ""


GUESSES = tomllib.loads((ROOT / "tests" / "guesses.toml").read_text(encoding="utf-8"))["guess"]


def whatever_else(told: str) -> str:
    """A pattern of a hint whose lists may have more in them, and other counts: facts are added."""
    return ".*".join(map(re.escape, re.sub(r" \(\d+\)", "", told).split(", ")))


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess["question"])
def test_a_scholar_comes_to_the_answer(client: FlaskClient, guess: dict[str, Any]) -> None:
    """The first guess at a question has the whole answer, or a hint that leads on step by step to one that has it."""
    *wrong, last = guess["steps"]
    for step in wrong:
        assert re.search(whatever_else(step["hint"]), hint(client, step["ask"])), step
    assert "hint" not in last
    answer = client.get("/sparql", query_string={"query": last["ask"], "format": "csv"}).text
    assert [row for row in guess["finds"] if row not in answer] == []
    assert len(list(csv.reader(answer.splitlines()))) - 1 >= guess["rows"]


def documented() -> Iterator[str]:
    """The queries that the documents show; those that are files (`# name.rq`) are about made-up things."""
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        yield from re.findall(r"```sparql\n(?!# \S+\.rq\n)(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def test_no_question_of_ours_gets_a_hint(real: Release) -> None:
    """The competency questions and the examples of the documents, which are right, are answered without a hint."""
    found = {}
    asked = {q.slug: q.query for q in questions.read(Content.read(settings.content_root()))}
    with Runner(OURS, real) as runner:
        for slug, query in [*asked.items(), *enumerate(documented())]:
            if "SERVICE" in query or "wdt:" in query:  # of other data, which this release does not hold
                continue
            result = runner.run(query)
            result.file.close()
            found[slug] = [one for one in result.hints if "and OPTIONAL keeps them" not in one]
    assert {slug: hints for slug, hints in found.items() if hints} == {}


def test_a_relation_is_missed_in_facts_alone(client: FlaskClient) -> None:
    """What stands in propositions only is a value there without a hint; asked as a property of facts it gets one."""
    value = "SELECT * { ?said cns:relation cns:weakens }"
    assert "no fact uses" not in hint(client, value)
    assert "no fact uses cns:weakens" in hint(client, "SELECT * { ?x cns:weakens ?y }")


def test_the_page_and_the_command_show_hints(client: FlaskClient, run: Cli, tmp_path: Path) -> None:
    """The page for queries has a hint above the result, and `cnskg query` writes it beside the answer."""
    query = "SELECT * { ?x cns:claimant 'Xi' }"
    page = client.get("/query", query_string={"query": query}).text
    assert 0 < page.index("the values of cns:claimant are IRIs") < page.index("0 rows")
    (tmp_path / "q.rq").write_text(query, encoding="utf-8")
    outcome = run("query", str(tmp_path / "q.rq"))
    assert "the values of cns:claimant are IRIs" in outcome.err
    assert "are IRIs" not in outcome.out


def test_hints_have_an_end(client: FlaskClient) -> None:
    """However much is wrong, few hints are given, few patterns are looked up, and few things are named for one."""
    many = " ".join(f"?x{n} cns:guess{n} ?y ." for n in range(9))
    assert hint(client, f"SELECT * {{ {many} }}").count("the ontology has no") == teaching.MOST == 5
    wide = " ".join(f"?x{n} cns:memberOf id:mss ." for n in range(4))
    right = " ".join(f"?z{n} cns:servesIn id:cnsc ." for n in range(6))
    assert "nothing matches" in hint(client, f"SELECT * {{ {wide} {right} }}")
    assert "nothing matches" not in hint(client, f"SELECT * {{ {right} {wide} }}")
    assert hint(client, "ASK { ?x cns:coordinates id:china }").count(" (") == 3 + 3
    assert hint(client, "DESCRIBE id:qqqqq") == "the release has no id:qqqqq"
    assert len(hint(client, "ASK { ?x cns:sentence 'no'@en }")) < 300
    years = " ".join(f"?x{year} cns:when span:{year} ." for year in (2014, 2020, 2021, 2022, 2023))
    assert hint(client, f"ASK {{ {years} }}").count("dated just so") == 3
    for units, asked in ((6, True), (7, False)):  # and two patterns more
        rest = " ".join(f"?q cns:unit ?u{n} ." for n in range(units))
        query = f"ASK {{ {rest} ?q cns:unit id:unit-cny ; cns:value ?v }}"
        assert ("no row has ?q cns:value ?v" in hint(client, query)) == asked
    assert hint(client, "SELECT * { ?p a cns:Policy ; cns:zzz ?x }").count(" (") == 20
    assert hint(client, "SELECT * { ?x cns:quixotry ?y }") == "the ontology has no cns:quixotry"
    assert hint(client, "SELECT * { ?x cns:contradicts ?y ; cns:why ?z }").count("(from") <= 2 * 4
    names = " ".join("?x skos:prefLabel 'China'@en , 'Taiwan'@en ." for _ in range(3))
    assert "CNSC" not in hint(client, f"ASK {{ {names} ?x skos:prefLabel 'CNSC'@en }}")
    assert hint(client, "ASK { ?x ?p id:law }").partition("nearest")[2].count("id:") == 2


def test_a_long_query_is_not_read_for_hints() -> None:
    """A text of very many tokens, or very deep, has no patterns to be looked at; others have all of theirs."""
    few, many = ("SELECT * { " + "?s cns:holder ?o . " * n + "}" for n in (100, 300))
    deep = "SELECT * " + "{ " * 60 + "?s ?p ?o" + " }" * 60
    assert [len(patterns.patterns(sparql_text.read(text))) for text in (few, many, deep)] == [100, 0, 0]


def test_guesses_lead_to_terms_that_are_there(real: Release) -> None:
    """Each term that the ontology has for a guess is in use, and the terms of a guess have known prefixes."""
    known = shape.read(real.path)
    assert known.instead and known.notes
    relations = {iri for iri, kind in known.nodes.items() if ns.CNS + "Relation" in kind}
    assert {term for terms in known.instead.values() for term in terms} | set(known.notes) <= known.used | relations
    assert all(iri.startswith("http") or iri.isalpha() for guess in known.instead for iri in guess.split())
    loose = [guess for guess, terms in known.instead.items() if guess in terms]
    assert loose == []


def test_a_release_without_a_shape_answers(real: Release, tmp_path: Path) -> None:
    """A release of before, or one whose shape cannot be read, is answered from all the same, with no such hints."""
    (tmp_path / shape.FILE).write_text('{"kinds": [', encoding="utf-8")
    assert shape.read(tmp_path) == shape.Shape() == shape.read(tmp_path / "no")
    whole = shape.read(real.path)
    shape.write(tmp_path, whole)
    assert shape.read(tmp_path) == whole
    assert whole.nodes[ns.ID + "xi-jinping"] in whole.of_class(ns.CNS + "Person")
