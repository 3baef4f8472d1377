"""The patterns of docs/reasoning.md: each answers a question that fails without reasoning; the examples run."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest

from cnskg.content import questions
from cnskg.content.files import Content, Kind
from cnskg.explaining import names, words
from cnskg.explaining.explainer import Explainer, of_content
from cnskg.query.direct import answer
from cnskg.reasoning import derive, rulefiles
from cnskg.reasoning.derive import Inferred
from tests.support import ROOT
from tests.support.reasoning_page import EXAMPLES, PAGE, PATTERNS
from tests.support.sample import store_of


def general(query: str) -> str:
    """A query with anything in the place of the things it names, so that it can be asked of the sample."""
    return re.sub(r"\bid:[a-z0-9-]+", "?any", query)


@pytest.fixture(scope="module")
def reasoned(inferred: Inferred) -> ox.Store:
    """A store of the sample with what follows."""
    return store_of(inferred.content, inferred)


@pytest.fixture(scope="module")
def plain(sample_content: Content) -> ox.Store:
    """A store of the sample without."""
    return store_of(sample_content, None)


def test_there_are_enough_patterns() -> None:
    """At least 25 are documented, no two of one name."""
    assert len({name for name, *_ in PATTERNS}) == len(PATTERNS) >= 25


@pytest.mark.parametrize("pattern", PATTERNS, ids=[p[0] for p in PATTERNS])
def test_a_pattern_needs_reasoning(pattern: tuple[str, ...], reasoned: ox.Store, plain: ox.Store) -> None:
    """On the sample its question has an answer with reasoning, and a lesser one or none without."""
    query = general(pattern[4])
    found = answer(reasoned, query)
    assert found
    assert Counter(answer(plain, query)) < Counter(found)


def test_every_question_on_reasoning_is_documented() -> None:
    """The question files ask what the page documents."""
    asked = {q.query for q in questions.read(Content.read(ROOT, Kind.QUESTIONS)) if q.slug.startswith("reasoning-")}
    assert len(asked) >= 25
    assert asked <= {query for *_, query in PATTERNS}


def test_every_rule_is_documented() -> None:
    """The page lists each rule file with its sentence."""
    for rule in rulefiles.templates():
        assert f"| `{rule.name}` | {rule.about} |" in PAGE


def unnumbered(text: str) -> str:
    """Text without the line numbers of the ontology."""
    return re.sub(r"(ontology/\w+\.ttl):\d+", r"\1", text)


@pytest.fixture(scope="module")
def explainer(sample_content: Content) -> Explainer:
    """Explanations from the sample's files, as `cnskg explain --files` makes them."""
    return of_content(sample_content)


@pytest.mark.parametrize("example", EXAMPLES, ids=[" ".join(e[:3]) for e in EXAMPLES])
def test_a_worked_example_is_what_the_command_says(example: tuple[str, ...], explainer: Explainer) -> None:
    """The text on the page is the explanation."""
    subject, predicate, value, absent, expected = example
    fact = explainer.fact(subject, predicate, value)
    said = (
        words.near_misses(fact, explainer.why_not(fact), explainer.names)
        if absent
        else words.explanation(explainer.explain(fact), explainer.names)
    )
    assert unnumbered(said) == expected


def test_there_are_six_worked_examples() -> None:
    """Six proofs and one that says what is missing."""
    assert (len(EXAMPLES), sum(bool(e[3]) for e in EXAMPLES)) == (7, 1)


@pytest.fixture(scope="module")
def curated() -> Content:
    """The curated files."""
    return Content.read(ROOT)


@pytest.fixture(scope="module")
def derived(curated: Content) -> Inferred:
    """What follows from the curated files."""
    return derive.derive(curated)


@pytest.mark.slow
def test_the_examples_of_patterns_follow_from_the_curated_data(curated: Content, derived: Inferred) -> None:
    """Each example on the page is an inferred triple, said as `cnskg explain` says it."""
    known = names.FileNames(curated)
    said = {words.statement(fact, known) for fact in derived.closure.inferred}
    examples = re.findall(r"^Example: (.+)\.$", PAGE, re.M)
    assert len(examples) >= 25
    assert [example for example in examples if example not in said] == []


@pytest.mark.slow
def test_the_questions_fail_without_reasoning_on_the_curated_data(curated: Content, derived: Inferred) -> None:
    """Each question has another answer on the curated data than it has without reasoning."""
    with_it, without_it = store_of(curated, derived), store_of(curated, None)
    asked = [q for q in questions.read(curated) if q.slug.startswith("reasoning-")]
    assert len(asked) >= 25
    assert [q.slug for q in asked if answer(without_it, q.query) == answer(with_it, q.query)] == []
