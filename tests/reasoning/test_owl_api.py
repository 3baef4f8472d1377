"""The OWL API and the reasoners that come with it say what the project says: of the profiles, and of what follows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from flask.testing import FlaskClient

from cnskg import namespaces as ns
from cnskg.content.files import DATA, Content, Kind
from cnskg.content.ontology import as_one
from cnskg.rdf import TYPE
from cnskg.reasoning import derive, hermit_input
from cnskg.reasoning.derive import Inferred
from tests.support import ROOT, owl_api, rl
from tests.support.profile_cases import CASES

pytestmark = [pytest.mark.slow, owl_api.needed]
#: The forms in which the ontology is served and which the OWL API reads; for JSON-LD its wheel lacks a parser.
FORMS = {"text/turtle": "ttl", "application/rdf+xml": "rdf", "application/n-triples": "nt"}
Found = dict[str, Any]


@pytest.fixture(scope="module")
def curated() -> Content:
    """The curated files."""
    return Content.read(ROOT)


@pytest.fixture(scope="module")
def profiles(curated: Content, client: FlaskClient, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """What the OWL API says of the cases, the ontology, the ontology with the data, and the ontology as served."""
    folder = tmp_path_factory.mktemp("profiles")
    texts = {f"case {i}.ttl": case.whole.encode() for i, case in enumerate(CASES)}
    texts["ontology.nt"] = _ntriples(as_one(curated.triples(Kind.ONTOLOGY)))
    texts["whole.nt"] = _ntriples(as_one(curated.triples(Kind.ONTOLOGY, *DATA)))
    for form, ending in FORMS.items():
        got = client.get("/ontology", headers={"Accept": form}, follow_redirects=True)
        assert got.content_type.partition(";")[0] == form
        texts[f"served.{ending}"] = got.data
    for name, text in texts.items():
        (folder / name).write_bytes(text)
    questions = [{"wanted": "profiles", "file": str(folder / name)} for name in texts]
    return dict(zip(texts, owl_api.ask(*questions), strict=True))


def _ntriples(triples: set[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_the_verdict_of_the_owl_api_on_a_case(number: int, profiles: dict[str, Found]) -> None:
    """The OWL API objects to a case as the table of cases says, so that the checks are held to what it does."""
    assert sorted(profiles[f"case {number}.ttl"]["DL"]) == sorted(CASES[number].owl_api)


@pytest.mark.parametrize("name", ["ontology.nt", "whole.nt"])
def test_nothing_is_outside_owl_2_dl(name: str, profiles: dict[str, Found]) -> None:
    """The OWL API finds no violation of OWL 2 DL in the ontology, nor in the ontology with all data."""
    assert profiles[name]["logical"] > 400
    assert profiles[name]["DL"] == {}


@pytest.mark.parametrize("name", ["ontology.nt", "whole.nt"])
def test_what_is_outside_rl_is_what_the_documentation_lists(
    name: str, curated: Content, profiles: dict[str, Found]
) -> None:
    """The axioms that the OWL API finds outside OWL 2 RL define the classes that docs/reasoning.md names."""
    told = {term for _, term in rl.outside(curated.files)}
    page = (ROOT / "docs" / "reasoning.md").read_text(encoding="utf-8")
    assert {ns.compact(_defined(axiom)) for axiom in profiles[name]["RL"]} == told
    assert [term for term in told if f"`{term}`" not in page] == []


def _defined(axiom: str) -> str:
    found = re.match(r"EquivalentClasses\(<([^>]+)>", axiom)
    return found[1] if found else axiom


@pytest.mark.parametrize("ending", FORMS.values())
def test_each_form_of_the_ontology_holds_the_same(ending: str, profiles: dict[str, Found]) -> None:
    """The ontology as served is read by the OWL API in each of its forms, with all its axioms, within OWL 2 DL."""
    assert profiles[f"served.{ending}"] == profiles["ontology.nt"]


def test_functional_syntax_holds_the_same(curated: Content, profiles: dict[str, Found], tmp_path: Path) -> None:
    """In functional syntax, as the OWL API itself writes it, the ontology holds the same: nothing in it needs RDF."""
    given, written = tmp_path / "ontology.nt", tmp_path / "ontology.ofn"
    given.write_bytes(_ntriples(as_one(curated.triples(Kind.ONTOLOGY))))
    done, found = owl_api.ask(
        {"wanted": "functional", "file": str(given), "to": str(written)}, {"wanted": "profiles", "file": str(written)}
    )
    wanted = profiles["ontology.nt"]
    twice = _twice_declared(curated)  # as property and as individual, which RDF has no need to say
    assert (done, found) == ({}, {**wanted, "axioms": wanted["axioms"] + len(twice)})
    assert written.read_text(encoding="utf-8").startswith("Prefix(")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # in rdflib's own JSON-LD
@pytest.mark.parametrize("form", [*FORMS, "application/ld+json"])
def test_each_form_of_the_ontology_is_read_by_rdflib(form: str, curated: Content, client: FlaskClient) -> None:
    """So does rdflib read it, in JSON-LD as well."""
    got = client.get("/ontology", headers={"Accept": form}, follow_redirects=True)
    assert len(rdflib.Graph().parse(data=got.data, format=form)) == len(as_one(curated.triples(Kind.ONTOLOGY)))


@pytest.fixture(scope="module")
def all_inferred(curated: Content) -> Inferred:
    """What follows from the curated files."""
    return derive.derive(curated)


def _twice_declared(content: Content) -> set[str]:
    """The properties of ours that are in a class of ours as well."""
    typed = [t for _, t in content.statements(Kind.ONTOLOGY) if t.predicate.value == TYPE]
    ours = {t.subject.value for t in typed if t.object.value.startswith(ns.CNS)}
    return {iri for iri in ours if content.ontology.kinds.get(iri) in ("object", "data", "annotation")}


def _types(result: Inferred) -> set[tuple[str, str]]:
    known = [*result.closure.asserted, *result.closure.derivations]
    return {(subject, cls) for subject, predicate, cls in known if predicate == TYPE}


def _found_types(answer: Found) -> set[tuple[str, str]]:
    """The types that a reasoner found, without the helper classes of the hand-over."""
    return {(thing, cls) for thing, cls in answer["types"] if not cls.startswith(f"{ns.GRAPH}only#")}


def _entailed(data: bytes, reasoner: str, folder: Path, values: bool = False) -> Found:
    path = folder / "given.nt"
    path.write_bytes(data)
    (answer,) = owl_api.ask({"wanted": "entailed", "file": str(path), "reasoner": reasoner, "values": values})
    return answer


def test_the_other_hermit_finds_the_same_types(all_inferred: Inferred, tmp_path: Path) -> None:
    """HermiT 1.4, which editors of ontologies carry, finds all data consistent, and each thing in the same classes."""
    part = hermit_input.parts(all_inferred)[0]
    answer = _entailed(part.data, "HermiT", tmp_path)
    assert answer["consistent"]
    assert answer["unsatisfiable"] == []
    assert _found_types(answer) == _types(all_inferred)


def test_the_other_hermit_finds_the_same_values(inferred: Inferred, tmp_path: Path) -> None:
    """On the sample it is given everything at once, and finds the same types and all that properties join, too."""
    answer = _entailed(hermit_input.whole(inferred).data, "HermiT", tmp_path, values=True)
    known = [*inferred.closure.asserted, *inferred.closure.derivations]
    assert _found_types(answer) == _types(inferred)
    assert {tuple(fact) for fact in answer["values"]} == {
        fact for fact in known if fact[1] != TYPE and not fact[2].startswith('"')
    }


def test_a_reasoner_of_another_make_finds_the_same_types(inferred: Inferred, tmp_path: Path) -> None:
    """JFact, which shares no code with HermiT, finds each thing of the sample in the same classes.

    A term that stands as a value (what a quantity counts, the relation of a proposition) is left out.
    """
    answer = _entailed(hermit_input.whole(inferred).data, "JFact", tmp_path)
    assert answer["unsatisfiable"] == []
    told = [
        {one for one in types if not one[0].startswith(ns.CNS)} for types in (_found_types(answer), _types(inferred))
    ]
    assert told[0] == told[1]
