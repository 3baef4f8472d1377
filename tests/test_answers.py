"""`cnskg questions`: which answers a change alters, in words, and taking them over into the files of the questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnskg import namespaces as ns
from cnskg.content import questions
from cnskg.content.files import Content, Kind
from cnskg.content.turtle import canonical
from cnskg.curation import answers, form
from cnskg.errors import ContentError
from tests.support.cli import Cli
from tests.support.content import Small, add

QUESTION = """<https://w3id.org/cnskg/question/{slug}> a cns:Question ; skos:prefLabel "{wording}"@en ;
    cns:sparql "{query}" ; {expects} cns:supportedBy id:report ; cns:theme "organs" , "time" .
"""


def ask(small: Small, slug: str, query: str, *expects: str) -> Path:
    """A file with a question of this query, in canonical form."""
    path = small.content / "data" / "questions" / f"{slug}.ttl"
    path.parent.mkdir(exist_ok=True)
    rows = "".join(f'cns:expects "{row}" ; ' for row in expects)
    heads = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in ns.PREFIXES.items())
    text = heads + QUESTION.format(slug=slug, wording=f"What of {slug}?", query=query, expects=rows)
    path.write_text(text, encoding="utf-8")
    form.format_file(small.content, path, check=False)
    return path


@pytest.fixture
def asked(small_copy: Small) -> Small:
    """The small content with a question whose answer stands and one whose answer a change has altered."""
    ask(small_copy, "authors", "SELECT ?who { id:report cns:author ?who }", "id:ann-author")
    query = "SELECT ?organ ?start { ?organ a cns:StateOrgan ; cns:starts ?start }"
    ask(small_copy, "organs", query, "id:council | span:1999", "id:gone | span:1998")
    return small_copy


def test_each_question_is_listed(asked: Small, run: Cli) -> None:
    """Every question is told with its subject, and whether its answer stands; the exit code says that one does not."""
    outcome = run("questions")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "authors: stands [organs, time] What of authors?",
        "organs: differs (1 came, 2 went) [organs, time] What of organs?",
    ]
    assert "1 of 2 answers differ" in outcome.err
    assert "cnskg questions --changed" in outcome.err


def test_what_changed_is_told_in_words(asked: Small, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that came and went stand below the file and wording of their question, with the names of things."""
    monkeypatch.chdir(asked.content)
    outcome = run("questions", "--changed")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "data/questions/organs.ttl: What of organs?",
        "  - id:council (Council of Examples) | span:1999",
        "  + id:council (Council of Examples) | span:2001-40",
        "  - id:gone | span:1998",
    ]
    assert "--accept" in outcome.err


def test_an_answer_is_taken_over(asked: Small, run: Cli) -> None:
    """Of the file only the rows change, one a line; then nothing differs, and all is canonical."""
    path = asked.content / "data" / "questions" / "organs.ttl"
    before = path.read_text(encoding="utf-8").splitlines()
    outcome = run("questions", "--accept", "organs")
    assert outcome.code == 0, outcome.both
    assert "organs.ttl (1 came, 2 went)\n1 answers accepted, 0 differ still\n" in outcome.out
    after = path.read_text(encoding="utf-8").splitlines()
    assert [row for row in before if row not in after] == [
        '    cns:expects "id:council | span:1999" ;',
        '    cns:expects "id:gone | span:1998" ;',
    ]
    assert [row for row in after if row not in before] == ['    cns:expects "id:council | span:2001-40" ;']
    assert run("fmt", "--check").code == 0
    outcome = run("questions")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("all answers to 2 questions stand\n")


def test_what_is_not_named_is_not_taken_over(asked: Small, run: Cli) -> None:
    """Another answer that differs stays as it is, and is counted; `all` takes what is left."""
    ask(asked, "other", "ASK { id:council a cns:StateOrgan }", "false")
    assert "1 answers accepted, 1 differ still" in run("questions", "--accept", "data/questions/other.ttl").out
    assert run("questions", "other").code == 0
    assert run("questions").code == 1
    assert run("questions", "--accept", "all").code == 0
    assert run("questions").code == 0


ODD = {
    "SELECT ?x { ?x a cns:Treaty }": "has no answer any more",
    "SELECT (1 AS ?one) { ?x a cns:Passage }": "SELECT DISTINCT",
    "SELECT ?x { ?x a }": "cannot be asked",
    "CONSTRUCT { ?x a ?y } WHERE { ?x a ?y }": "neither a SELECT nor an ASK",
}


@pytest.mark.parametrize("query", ODD)
def test_what_no_file_can_expect_is_refused(query: str, asked: Small, run: Cli) -> None:
    """Nothing is written where one of the answers cannot be expected, and why is told with the file."""
    odd = ask(asked, "odd", query, "id:x")
    before = {path: path.read_bytes() for path in odd.parent.iterdir()}
    outcome = run("questions", "--accept", "all")
    assert outcome.code == 1
    assert "odd.ttl: " in outcome.err
    assert ODD[query] in outcome.err
    assert "Nothing was written" in outcome.err
    assert {path: path.read_bytes() for path in odd.parent.iterdir()} == before
    assert run("questions", "--changed", "odd").code == 1


def test_only_the_present_facts_are_taken_over(asked: Small, run: Cli) -> None:
    """A release of other facts than those of the files is asked with a warning; no loss is told or taken over."""
    assert "present facts" not in run("questions").err
    add(asked.content / "data" / "documents.ttl", '\nid:report cns:title "Another"@en .\n')
    assert "not of the present facts" in run("questions").err
    for words in (["--accept", "all"], ["--changed"]):
        outcome = run("questions", *words)
        assert (outcome.code, outcome.out) == (1, "")
        assert "cnskg build" in outcome.err


@pytest.mark.parametrize(("words", "told"), [(["orgns"], "Near: organs"), (["--accept"], "which answers?")])
def test_a_wrong_call_is_told(words: list[str], told: str, asked: Small, run: Cli) -> None:
    """A question that is not there, and --accept without one, are misuse."""
    outcome = run("questions", *words)
    assert outcome.code == 2
    assert told in outcome.err


def test_a_question_without_its_query_is_told(asked: Small, run: Cli) -> None:
    """A file that is no whole question is named, with what it lacks."""
    path = ask(asked, "organs", "ASK {}", "true")
    path.write_text(path.read_text(encoding="utf-8").replace('    cns:sparql "ASK {}" ;\n', ""), encoding="utf-8")
    outcome = run("questions")
    assert outcome.code == 1
    assert "organs.ttl: the question <https://w3id.org/cnskg/question/organs> has no cns:sparql" in outcome.err


def test_a_build_says_how_many_answers_differ(asked: Small, run: Cli) -> None:
    """The last line counts them and names the command; the build is none the worse, and later silent about it."""
    outcome = run("build")
    assert outcome.code == 0, outcome.both
    assert outcome.out.splitlines()[-1].startswith("1 of 2 answers differ")
    assert "`cnskg questions --changed`" in outcome.out
    assert run("questions", "--accept", "all").code == 0
    assert run("build").out.splitlines()[-1] == "all answers to 2 questions stand"


def test_no_question_is_no_trouble(small: Small, run: Cli) -> None:
    """Where nothing is asked, nothing differs."""
    outcome = run("questions")
    assert outcome.code == 0
    assert "no question" in outcome.out


def test_answers_are_compared_in_python(asked: Small) -> None:
    """The same from code: any function that answers a query, and the rows in no order but the sorted one."""
    found = questions.read(Content.read(asked.content, Kind.QUESTIONS))
    altered = answers.compare(lambda _: ["id:ann-author", "id:x"], found)
    assert [(a.question.slug, a.came, a.went) for a in altered] == [
        ("authors", ["id:x"], []),
        ("organs", ["id:ann-author", "id:x"], ["id:council | span:1999", "id:gone | span:1998"]),
    ]
    assert answers.told(altered[0]) == "What of authors?\n  + id:x"
    answers.accept(asked.content, altered[:1])
    [fresh, _] = questions.read(Content.read(asked.content, Kind.QUESTIONS))
    assert fresh.expects == ("id:ann-author", "id:x")
    text = fresh.path.read_text(encoding="utf-8")
    assert text == canonical(Content.read(asked.content, Kind.QUESTIONS).files[0].triples, "")
    with pytest.raises(ContentError, match="has no answer"):
        answers.accept(asked.content, answers.compare(lambda _: [], found))
