"""The graph from Python says the same however it is opened: rows, things, facts, claims, propositions, proofs."""

from __future__ import annotations

import copy
import pickle
from datetime import date

import pandas as pd
import pytest

import cnskg
import cnskg.errors
from cnskg import KnowledgeGraph
from cnskg.namespaces import CNS, ID

COUNCIL = ID + "council"


def test_rows_have_values_of_python(kg: KnowledgeGraph) -> None:
    """A row is read by name, by number and in a loop; its texts know their language, what is unbound is None."""
    found = kg.query("SELECT ?council ?name ?none { ?council a cns:StateOrgan ; skos:prefLabel ?name } ORDER BY ?name")
    assert found.columns == ["council", "name", "none"]
    assert found["name"] == ["Council of Examples", "示例委员会"]
    (council, name, none), _ = found
    assert (council.iri, name.language, none) == (COUNCIL, "en", None)
    assert dict(found[0]) == {"council": council, "name": name, "none": None}
    assert found[0].name == found[0][1] == found[0]["name"]
    assert repr(found) == "<2 rows: council, name, none>"


def test_a_column_that_is_not_there(folder: KnowledgeGraph) -> None:
    """A misspelt column is told with near ones, as KeyError and as AttributeError."""
    found = folder.query("SELECT ?name { id:council rdfs:label ?name }")
    with pytest.raises(KeyError, match="there is no column 'nmae'\n  Near: name"):
        found["nmae"]
    with pytest.raises(AttributeError, match="there: name"):
        _ = found[0].nmae


def test_yes_or_no_and_triples(kg: KnowledgeGraph) -> None:
    """ASK gives a bool, CONSTRUCT a graph of rdflib with our prefixes."""
    assert kg.ask("ASK { id:council a cns:StateOrgan }") is True
    assert kg.ask("ASK { id:council a cns:Person }") is False
    graph = kg.graph("CONSTRUCT { ?s cns:starts ?o } WHERE { ?s cns:starts ?o }")
    assert [str(s) for s, _, _ in graph] == [COUNCIL]
    assert "@prefix cns:" in graph.serialize()


def test_all_facts_are_a_graph(folder: KnowledgeGraph) -> None:
    """Without a query, a graph of rdflib has every fact once."""
    assert len(folder.graph()) == folder.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0].n


def test_a_thing_by_any_name(kg: KnowledgeGraph) -> None:
    """A name in either script, a CURIE and an IRI lead to one thing, which knows its names, classes and line."""
    council = kg["示例委员会"]
    assert council == kg["council of examples"] == kg["id:council"] == kg[COUNCIL] == kg[council]
    assert (council.name, council.curie) == ("Council of Examples", "id:council")
    assert {(str(name), name.language) for name in council.names} >= {("示例委员会", "zh-hans")}
    assert [kind.curie for kind in council.kinds] == ["cns:StateOrgan"]
    assert kg["Ann Author"].description == "Chair of the Council of Examples."


def test_finding(kg: KnowledgeGraph) -> None:
    """A search gives things with the name that matched; where nothing is found, what may have been meant."""
    found = kg.find("Council")
    assert found[0].iri == COUNCIL
    assert (found[0].tier, found[0].kind) == ("whole", "organisations")
    assert [one.iri for one in kg.find("author", kind="people")] == [ID + "ann-author"]
    assert kg.find("Coucil of Exmples") == []
    assert kg.find("Coucil of Exmples").meant[0].iri == COUNCIL


def test_facts_have_their_evidence(kg: KnowledgeGraph) -> None:
    """A fact is asserted with its passages, inferred, or editorial; a passage has document, section and deep link."""
    council = kg["id:council"]
    (starts,) = [fact for fact in council.facts if fact.relation.iri == CNS + "starts"]
    assert starts.status == "asserted"
    assert {passage.iri.rpartition("/")[2] for passage in starts.evidence} == {"p001", "p002"}
    assert (
        str(starts)
        == "Council of Examples – starts in – 2001-40 (Example Report, section 1; Example Report, section 1)"
    )
    assert starts.evidence[0].link.startswith("https://example.org/report#:~:text=")
    assert set(starts.evidence) <= set(council.evidence)
    assert {fact.status for fact in council.facts} == {"asserted", "inferred", "editorial"}
    (when,) = council["cns:starts"]
    assert (when.first, when.last, when.precision) == (date(2001, 1, 1), date(2001, 6, 30), "half-year")


def test_whose_word_a_fact_is(kg: KnowledgeGraph) -> None:
    """Where a passage stands and who read it is ours, and no text's; what is said of a claim is argued."""
    passage = kg["psg:report/p002"]
    own = {fact.relation.curie: fact for fact in passage.facts if fact.relation.curie != "rdf:type"}
    assert own.keys() >= {"cns:charStart", "cns:section", "cns:reviewStatus", "cns:encodedOn", "cns:document"}
    told = {(fact.status, fact.evidence) for name, fact in own.items() if name != "cns:statesClaim"}
    assert told == {("editorial", ())}
    read = [fact for fact in kg["id:reading-first"].mentions if fact.subject == passage]
    assert [(fact.status, fact.evidence) for fact in read] == [("editorial", ())]
    for argued in ("id:claim-rules", kg.propositions(subject="Ann Author")[0].entity):
        assert {fact.status for fact in kg[argued].facts} == {"argued"}
    assert [fact.status for fact in kg["id:council"].mentions if fact.relation.curie == "cns:about"] == ["argued"]


def test_properties_by_their_names(kg: KnowledgeGraph) -> None:
    """A property is meant by CURIE, IRI, local name, label or as a thing; names are values, too; nothing said is []."""
    council = kg["id:council"]
    ways = ["cns:starts", CNS + "starts", "starts", "Starts in", kg.entity(CNS + "starts")]
    assert {str(council[way]) for way in ways} == {"[PartialDate('2001-40')]"}
    assert council["a"] == council["rdf:type"] != []
    assert set(council["skos:prefLabel"]) == {"Council of Examples", "示例委员会"}
    assert council["cns:adopted"] == []


def test_mentions_and_claims(kg: KnowledgeGraph) -> None:
    """What others say of a thing are its mentions; what is argued about it are its claims, with who says so."""
    council = kg["id:council"]
    assert CNS + "about" in {fact.relation.iri for fact in council.mentions}
    (claim,) = council.claims
    assert claim.status == "argued"
    assert [who.name for who in claim.who] == ["Ann Author"]
    assert str(claim) == "Ann Author: Clarity counts for more than length in rules. (Example Report, section 1)"


def test_propositions(kg: KnowledgeGraph) -> None:
    """A proposition has its ends and who contends it, found by any of them; a hedge makes it less than plain."""
    (found,) = kg.propositions(
        subject="Ann Author", relation="cns:pursues", object="Council of Examples", who="Ann Author"
    )
    assert [who.iri for who in found.contended_by] == [ID + "ann-author"]
    assert (found.denied_by, found.status) == ([], "argued")
    (stance,) = found.stances
    assert (stance.stance, stance.plain, stance.claim.curie) == ("contends", False, "id:claim-rules")
    assert str(found) == f"{found.entity.name} (argued; contends: Ann Author)"
    assert kg.propositions(document="Example Report") == [found] == kg["id:council"].propositions
    assert kg.propositions(stance="denies") == kg.propositions(subject="Council of Examples") == []


def test_a_stance_is_of_its_own_claimant_and_document(kg: KnowledgeGraph) -> None:
    """Whoever is asked for, as claimant or as document, gets its own stances alone: who makes no claim has none."""
    everything = kg.propositions()
    things = kg.query("SELECT DISTINCT ?x { ?x rdfs:label ?name FILTER(STRSTARTS(STR(?x), STR(id:))) }")["x"]
    for thing in things:
        for by, of in (("who", lambda stance: stance.who), ("document", lambda stance: stance.documents)):
            taken = [(one, str(stance)) for one in everything for stance in one.stances if thing in of(stance)]
            found = [(one, str(stance)) for one in kg.propositions(**{by: thing}) for stance in one.stances]
            assert found == taken
    assert kg.propositions(who="Council of Examples") == []
    assert everything


def test_proofs(kg: KnowledgeGraph) -> None:
    """What follows leads to its passages; what is stated takes no step; what does not hold says what is missing."""
    council = kg["id:council"]
    inferred = next(f for f in council.facts if f.status == "inferred" and f.relation.iri == CNS + "startsMostPrecise")
    why = inferred.explain()
    assert why
    assert why.steps > 0
    assert why.passages
    assert "because" in str(why)
    assert why.to_dict()["holds"] is True
    assert "prov:wasDerivedFrom" in why.to_turtle()
    assert council.explain("a", "cns:StateOrgan").steps == 0
    not_so = kg.explain("Ann Author", "cns:heads", "Council of Examples")
    assert not not_so
    assert "does not hold" in not_so.why_not
    with pytest.raises(cnskg.CnskgError, match="does not hold"):
        _ = not_so.steps


def test_evidence(kg: KnowledgeGraph) -> None:
    """A thing has the passages of its facts, a statement those on which it rests; half a statement is refused."""
    council = kg["id:council"]
    assert kg.evidence(council) == kg.evidence("Council of Examples") == council.evidence
    inferred = next(f for f in council.facts if f.status == "inferred" and f.relation.iri == CNS + "startsMostPrecise")
    found = kg.evidence(council, inferred.relation, inferred.value)
    assert [passage.iri for passage in found] == inferred.explain().passages
    assert found
    assert kg.evidence("Ann Author", "cns:heads", council) == []
    assert str(kg.explain(council, "rdf:type", "cns:StateOrgan")) == str(council.explain("a", "cns:StateOrgan"))
    with pytest.raises(cnskg.errors.UsageError, match="no value"):
        kg.evidence(council, "cns:heads")


def test_frames(folder: KnowledgeGraph) -> None:
    """A frame has types of pandas: numbers, days, moments, texts; things by IRI or by name; nothing where unbound."""
    found = folder.query("""SELECT ?x ?n ?d ?day ?at ?text ?none { VALUES (?x ?n ?d ?day ?at ?text) {
      (id:council 1 1.5 "2020-01-02"^^xsd:date "2020-01-02T03:04:05Z"^^xsd:dateTime "a"@en)
      (id:ann-author UNDEF 2.5 "2021-01-02"^^xsd:date UNDEF UNDEF) } }""")
    frame = found.df()
    kinds = [str(kind) for kind in frame.dtypes]
    assert kinds[1:3] == ["Int64", "float64"]
    assert kinds[3].startswith("datetime64")
    assert kinds[4].endswith("UTC]")
    assert frame.x[0] == COUNCIL
    assert found.df(names=True).x.tolist() == ["Council of Examples", "Ann Author"]
    assert frame.day.max() == pd.Timestamp("2021-01-02")
    assert frame.none.isna().all()


@pytest.mark.parametrize(
    "values",
    [
        "99999999999999999999999 1", f"{1 << 63}", f"1.5e0 {10**400}", f"1.5 {10**400}.0",
        '"2020-01-01T00:00:00"^^xsd:dateTime "2020-01-01T00:00:00Z"^^xsd:dateTime',
        '"2020-01-01"^^xsd:date "2020-01-01T00:00:00+08:00"^^xsd:dateTime',
    ],
)  # fmt: skip
def test_a_frame_spoils_no_value(folder: KnowledgeGraph, values: str) -> None:
    """What no type of pandas holds, or only as another value, stands in a frame as in the table."""
    found = folder.query(f"SELECT ?v {{ VALUES ?v {{ {values} UNDEF }} }}")
    assert found.df().v.tolist() == found["v"]


def test_network(folder: KnowledgeGraph) -> None:
    """A network as of a date is a graph of networkx; what is no date is told."""
    assert folder.network("2022-06").number_of_nodes() == 0
    assert {folder.network(day).graph["as_of"] for day in (2022, date(2022, 6, 1))} == {"2022", "2022-06-01"}
    with pytest.raises(cnskg.CnskgError, match="June is no date"):
        folder.network("June")


def test_things_are_compared_by_their_iri(folder: KnowledgeGraph) -> None:
    """Two things with one IRI are one in a set; texts and dates can be copied and pickled."""
    council = folder["id:council"]
    assert len({council, folder.entity(COUNCIL)}) == 1
    assert sorted([council, folder["id:ann-author"]])[0].curie == "id:ann-author"
    name = council.names[0]
    for again in (copy.copy(name), pickle.loads(pickle.dumps(name))):
        assert (again, again.language) == (name, name.language)


def test_a_table_shows_itself_in_a_notebook(folder: KnowledgeGraph) -> None:
    """A notebook shows the first rows of a long table, escaped, with how many there are."""
    many = " ".join(f'"<{n}>"' for n in range(30))
    shown = folder.query(f"SELECT ?x {{ VALUES ?x {{ {many} }} }}")._repr_html_()
    assert shown.count("<tr>") == 21
    assert "&lt;0&gt;" in shown
    assert "30 rows" in shown
