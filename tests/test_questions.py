"""Competency questions: the graph answers them, the same way on two engines, and they use the whole vocabulary."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import pairwise

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from cnskg import namespaces as ns
from cnskg import settings
from cnskg.content import questions
from cnskg.content.files import Content, Kind
from cnskg.curation import answers
from cnskg.query import direct
from cnskg.release.folder import Release
from tests.support.engines import ask_rdflib

CONTENT = Content.read(settings.content_root())
QUESTIONS = questions.read(CONTENT)
THEMES = {
    "people",
    "laws",
    "organs",
    "time",
    "hierarchy",
    "disagreement",
    "provenance",
    "negation",
    "aggregation",
    "links",
    "reasoning",
}
OWL_TERMS = {
    ns.PREFIXES["owl"] + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
}
#: Those that ask which passage, or which graph of facts, states something; a graph of a claim is asked for on purpose.
EVIDENCE = [q for q in QUESTIONS if "GRAPH ?" in q.query and not re.search(r"cns:(graphOf|claimant)", q.query)]
#: Terms that no question needs, and why they are kept all the same.
EXEMPT: dict[str, str] = {
    "core": "no two propositions differ in a qualifier alone yet",
}


def vocabulary() -> set[str]:
    """The classes and properties of the ontology in its own namespace."""
    types = ns.PREFIXES["rdf"] + "type"
    return {
        t.subject.value.removeprefix(ns.CNS)
        for t in CONTENT.triples(Kind.ONTOLOGY)
        if t.predicate.value == types and t.object.value in OWL_TERMS and t.subject.value.startswith(ns.CNS)
    }


def relations() -> set[str]:
    """The relations of propositions: values of one property, which a question on any of them asks for."""
    known = CONTENT.types.items()
    return {iri.removeprefix(ns.CNS) for iri, types in known if ns.CNS + "Relation" in types}


def used() -> set[str]:
    """The terms of the ontology that the queries name."""
    return {name for q in QUESTIONS for name in re.findall(r"\bcns:(\w+)", q.query)}


@cache
def term(value: ox.NamedNode | ox.BlankNode | ox.Literal) -> rdflib.term.Node:
    """The same term for rdflib."""
    if isinstance(value, ox.NamedNode):
        return rdflib.URIRef(value.value)
    if isinstance(value, ox.BlankNode):
        return rdflib.BNode(value.value)
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    kind = value.datatype.value
    plain = kind == ns.PREFIXES["xsd"] + "string"
    return rdflib.Literal(value.value, datatype=None if plain else rdflib.URIRef(kind))


@pytest.fixture(scope="session")
def store(real: Release) -> ox.Store:
    """The store of the release, as the service opens it."""
    return ox.Store.read_only(str(real.store))


@pytest.fixture(scope="session")
def dataset(real: Release) -> rdflib.Dataset:
    """The dump of the release in rdflib: the default graph and all named graphs."""
    found = rdflib.Dataset()
    graphs: dict[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, rdflib.Graph] = {}
    for quad in ox.parse(path=str(real.dumps / "cnskg.trig"), format=ox.RdfFormat.TRIG):
        name = quad.graph_name
        if name not in graphs:
            default = isinstance(name, ox.DefaultGraph)
            graphs[name] = found.graph(DATASET_DEFAULT_GRAPH_ID if default else rdflib.URIRef(name.value))
        found.store.add((term(quad.subject), term(quad.predicate), term(quad.object)), graphs[name])
    return found


def test_enough_questions() -> None:
    """There are many questions, and each theme has some."""
    assert len(QUESTIONS) >= 60
    assert {theme for q in QUESTIONS for theme in q.themes} == THEMES


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.slug)
def test_question_is_whole(question: questions.Question) -> None:
    """A question has wording, expected rows, themes and source documents that support the answer."""
    known = {t.subject.value for t in CONTENT.triples(Kind.DOCUMENTS)}
    assert question.wording.endswith("?")
    assert question.expects and all(question.expects)
    assert question.themes and set(question.themes) <= THEMES
    assert question.supported_by and {ns.expand(d) for d in question.supported_by} <= known


def test_no_two_questions_are_one() -> None:
    """No wording and no query is there twice."""
    assert len({q.wording for q in QUESTIONS}) == len(QUESTIONS)
    assert len({" ".join(q.query.split()) for q in QUESTIONS}) == len(QUESTIONS)


def test_whole_vocabulary_is_asked_for() -> None:
    """Each class and property of the ontology occurs in a question, but for the few with a reason; none is unknown."""
    assert vocabulary() - used() - relations() == set(EXEMPT)
    assert {ns.CNS + name for name in used()} <= CONTENT.ontology.declared.keys()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.slug)
def test_oxigraph_answers(question: questions.Question, store: ox.Store) -> None:
    """The store of the release gives the expected rows; where facts altered them, the message says what to do."""
    [found] = answers.compare(partial(direct.answer, store), [question])
    assert found.stands, f"{answers.told(found)}\n{answers.remedy(question.slug)}"


@pytest.fixture(scope="module")
def contested(store: ox.Store) -> ox.Store:
    """The same, where a claim contends all that is stated, and of each thing what is stated of the next."""
    found = ox.Store()
    graphs = [g for g in store.named_graphs() if g.value not in (ns.GRAPH_EXPLANATIONS, ns.GRAPH_INFERRED)]
    for graph in (ox.DefaultGraph(), *graphs):
        found.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    stated = sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(ns.GRAPH_ASSERTED)), key=str)
    claim = ox.NamedNode(ns.ID + "claim-of-everything")
    found.bulk_extend(ox.Quad(q.subject, q.predicate, q.object, claim) for q in stated)
    pairs = pairwise(stated)
    found.bulk_extend(ox.Quad(q.subject, other.predicate, other.object, claim) for q, other in pairs)
    return found


@pytest.mark.parametrize("question", EVIDENCE, ids=lambda q: q.slug)
def test_what_is_claimed_is_no_evidence(question: questions.Question, contested: ox.Store, store: ox.Store) -> None:
    """Whoever asks which passage states something is not answered by what claims contend."""
    assert direct.answer(contested, question.query) == direct.answer(store, question.query)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's evaluator uses its own old names
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.slug)
def test_rdflib_answers(question: questions.Question, dataset: rdflib.Dataset, store: ox.Store) -> None:
    """A second engine, over the dump, gives the same rows, expected or not."""
    assert ask_rdflib(dataset, question.query) == direct.answer(store, question.query)
