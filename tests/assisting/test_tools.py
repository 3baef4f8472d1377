"""Each tool answers from the release with passages, and says of each statement where it comes from."""

from __future__ import annotations

import jsonschema
import pytest
from mcp import Client

from cnskg.namespaces import PSG
from tests.support.assistant import Asked, call

P2, P3 = PSG + "report/p002", PSG + "report/p003"
#: A call of each tool that gives something.
CALLS = {
    "find": {"text": "示例委员会"},
    "entity": {"name": "Council of Examples"},
    "ask": {"sparql": "SELECT ?o ?when { ?o a cns:StateOrgan ; cns:starts ?when }"},
    "ready_questions": {},
    "explain": {"subject": "id:council", "relation": "a", "object": "cns:Organ"},
    "who_says": {"subject": "id:council"},
    "contends_denies": {"subject": "Ann Author"},
}


def test_the_tools(assistant: Asked) -> None:
    """Seven tools, all for reading only, each with a schema of its answer that the answer keeps, as text and data."""

    async def talk(client: Client) -> None:
        tools = {one.name: one for one in (await client.list_tools()).tools}
        assert tools.keys() == CALLS.keys()
        for name, arguments in CALLS.items():
            assert tools[name].annotations.read_only_hint
            reply = await call(client, name, **arguments)
            assert not reply.refused, reply.text
            assert reply.text
            assert reply.data["release"]
            jsonschema.validate(reply.data, tools[name].output_schema)

    assistant.with_client(talk)


def test_find(assistant: Asked) -> None:
    """A name in hanzi finds the thing, with a passage that speaks of it and a link into the publication."""
    found = assistant("find", text="示例委员会").data
    assert found["found"][0]["thing"] == {"name": "Council of Examples", "id": "id:council"}
    cited = {one["passage"]: one for one in found["sources"]}
    (evidence,) = found["found"][0]["evidence"]
    assert cited[evidence]["link"].startswith("https://example.org/report#:~:text=")


def test_what_is_asserted_comes_first(assistant: Asked) -> None:
    """Statements come with their status: what the text says first, by its passage, then what follows from it."""
    told = assistant("entity", name="Council of Examples", limit=100).data
    by_words = {one["words"]: one for one in told["statements"]}
    starts = by_words["Council of Examples – starts in – 2001-40"]
    assert (starts["status"], P2 in starts["evidence"]) == ("asserted", True)
    assert by_words["Council of Examples – is a – organ"]["status"] == "inferred"
    assert by_words["Council of Examples – is a – state organ"]["status"] == "editorial"
    about = next(one for words, one in by_words.items() if words.endswith("is about – Council of Examples"))
    assert about["status"] == "argued"
    order = [one["status"] for one in told["statements"]]
    assert order == sorted(order, key=["asserted", "inferred", "argued", "editorial"].index)
    assert told["claims"] == 1


def test_a_long_text_is_read_in_part(assistant: Asked) -> None:
    """Of a text that is too long for a name it is told how much was not looked for; of a short one nothing."""
    reply = assistant("find", text="Council of Examples " * 20)
    assert (reply.data["unread"], "The last 200 characters of the text were not looked for" in reply.text) == (
        200,
        True,
    )
    assert assistant("find", text="Council of Examples").data["unread"] == 0


def test_a_term_has_its_definition(assistant: Asked) -> None:
    """A class or property of the ontology is told as one, with its definition."""
    law = assistant("entity", name="cns:Law")
    assert [kind["id"] for kind in law.data["kinds"]] == ["owl:Class"]
    assert law.data["description"].startswith("An official document")
    assert "owl:ObjectProperty" in assistant("entity", name="cns:directs").text


@pytest.mark.parametrize(
    "iri", ["id:council", "id:ann-author", "id:claim-rules", "psg:report/p002", "id:reading-first"]
)
def test_one_rule_for_marks(assistant: Asked, iri: str) -> None:
    """A statement is marked alike to assistants and in Python: in an entity, in what a query builds, in a proof."""
    kg = assistant.door.kg
    facts = [*kg.facts(kg[iri].iri), *kg.mentions(kg[iri].iri)]
    in_python = sorted((one.subject.name, one.relation.curie, one.status) for one in facts)
    told = assistant("entity", name=iri, limit=100).data["statements"]
    assert sorted((one["subject"]["name"], one["relation"]["id"], one["status"]) for one in told) == in_python
    built = assistant(
        "ask", sparql=f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ <{kg[iri].iri}> }} ?s ?p ?o }}", limit=100
    ).data
    marked = {(one["relation"]["id"], one["value"]["name"]): one["status"] for one in built["statements"]}
    for one in told:
        if one["subject"]["id"] == iri:
            assert marked[one["relation"]["id"], one["value"]["name"]] == one["status"], one["words"]
    first = next(one for one in told if one["value"]["id"])
    ends = {"subject": first["subject"]["id"], "relation": first["relation"]["id"], "object": first["value"]["id"]}
    assert assistant("explain", **ends).data["status"] == first["status"]


def test_reading_on(assistant: Asked) -> None:
    """An answer that was cut says how to have the rest, and the parts make up the whole."""
    whole = assistant("entity", name="id:council", limit=100).data["statements"]
    first = assistant("entity", name="id:council", limit=2)
    assert f"({len(whole) - 2} more of {len(whole)}: ask again with start=2)" in first.text
    rest = assistant("entity", name="id:council", start=2, limit=100).data
    assert first.data["statements"] + rest["statements"] == whole
    assert rest["more"] == ""


def test_a_misspelt_term_is_hinted(assistant: Asked) -> None:
    """A query that answers nothing for a misspelt class says so."""
    assert "nearest: cns:Person" in assistant("ask", sparql="SELECT ?x { ?x a cns:Persn }").text


def test_explain(assistant: Asked) -> None:
    """What follows is explained down to what it follows from; of what does not hold it is said that it does not."""
    why = assistant("explain", subject="示例委员会", relation="a", object="cns:Organ").data
    assert (why["holds"], why["status"]) == (True, "inferred")
    assert [one["status"] for one in why["steps"]] == ["inferred", "editorial"]
    stated = assistant("explain", subject="id:council", relation="cns:starts", object="span:2001-40").data
    assert (stated["status"], P2 in stated["steps"][0]["evidence"]) == ("asserted", True)
    not_so = assistant("explain", subject="id:council", relation="cns:directs", object="Ann Author")
    assert not not_so.data["holds"]
    assert "does not hold" in not_so.text


def test_who_says(assistant: Asked) -> None:
    """A claim comes with who makes it, its sentence, stance and passage, as argued; other claimants have none."""
    (said,) = assistant("who_says", subject="Council of Examples", who="Ann Author").data["said"]
    assert said["who"] == [{"name": "Ann Author", "id": "id:ann-author"}]
    assert said["sentence"] == "Clarity counts for more than length in rules."
    assert [one["stance"] for one in said["stances"]] == ["contends"]
    assert (said["status"], said["evidence"]) == ("argued", [P3])
    assert assistant("who_says", subject="id:council", who="id:council").data["said"] == []


def test_who_contends(assistant: Asked) -> None:
    """A proposition comes with who contends it, found by an end of it or by its own id."""
    (one,) = assistant("contends_denies", subject="Ann Author", relation="cns:pursues").data["propositions"]
    assert [who["id"] for who in one["contended_by"]] == ["id:ann-author"]
    assert one["denied_by"] == []
    assert (one["status"], one["positions"][0]["evidence"]) == ("argued", [P3])
    again = assistant("contends_denies", proposition=one["proposition"]["id"]).data["propositions"]
    assert again == [one]


def test_resources(assistant: Asked) -> None:
    """Ontology, outline, documents, a document and a passage are read, the latter by their permanent addresses."""

    async def talk(client: Client) -> dict[str, str]:
        listed = [str(one.uri) for one in (await client.list_resources()).resources]
        return {uri: (await client.read_resource(uri)).contents[0].text for uri in [*listed, P2]}  # type: ignore[union-attr]

    read = assistant.with_client(talk)
    assert "cns:Law a owl:Class" in read["https://w3id.org/cnskg/ontology"].replace("\n", " ")
    assert "- cns:Law (law)" in read["cnskg://outline"]
    assert "Ann Author. https://example.org/report" in read["cnskg://documents"]
    assert P2 in read["https://w3id.org/cnskg/id/report"]
    assert "Council of Examples – starts in – 2001-40 [asserted]" in read[P2]
    assert "https://example.org/report#:~:text=" in read[P2]


def test_a_question_on_one_thing(assistant: Asked) -> None:
    """What words ask of one thing is answered by the form of the question, with what is argued marked as such."""
    is_ = assistant("ready_questions", words="Who is Ann Author?").data
    assert [cell["name"] for cell in is_["rows"][0]["cells"]] == ["Chair of the Council of Examples."]
    assert is_["rows"][0]["status"] == "editorial"
    says = assistant("ready_questions", words="What does Ann Author say about the Council of Examples?").data
    assert (says["rows"][0]["status"], says["rows"][0]["evidence"]) == ("argued", [P3])
    assert not assistant("ready_questions", words="How do I bake bread?").data["answered"]
