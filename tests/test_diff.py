"""`cnskg diff`: what came, went and changed between releases, revisions and the files of now, in words."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDFS, Graph

from cnskg import namespaces as ns
from cnskg.comparing import changes, sides
from cnskg.comparing.as_rdf import as_turtle
from cnskg.comparing.statements import compared
from cnskg.settings import Settings
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import Small, add, edit, passage
from tests.support.turtle import triples

KEEPERS = """
id:claim-keepers a cns:Assessment ; skos:prefLabel "rules need keepers"@en ; cns:claimant id:ann-author ;
    cns:sentence "Rules need somebody to keep them."@en ; cns:contends [
        cns:subject id:council ; cns:relation cns:pursues ; cns:object id:ann-author ; cns:inPlace id:council ] .
"""
Git = Callable[..., str]


@pytest.fixture
def git(content: Path) -> Git:
    """git in a repository around the small content, whose first commit has the content as it is."""

    def git(*arguments: str) -> str:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        line = ["git", "-C", str(content.parent), *who, *arguments]
        return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "--quiet", "--initial-branch=main")
    git("add", "content")
    git("commit", "--quiet", "--message=first")
    return git


def change(content: Path) -> None:
    """Replace a date that two passages state, and add a claim as a curator writes it."""
    for number in ("p001", "p002"):
        edit(passage(content, number), "span:2001-40", "span:2002")
    add(passage(content, "p003"), KEEPERS)


def test_the_guide_shows_what_is_told(content: Path, git: Git, run: Cli) -> None:
    """The example of the curator's guide is what the command says: words for IRIs, passages of a document as one."""
    change(content)
    outcome = run("diff", "main")
    guide = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8").split("## What changed")[1].split("\n## ")[0]
    shown = "\n".join(row[4:] for row in guide.split("\n") if row.startswith("    ")) + "\n"
    assert re.sub(r"\([0-9a-f]{12}\)", "(…)", outcome.out) == re.sub(r"\([0-9a-f]{12}\)", "(…)", shown)
    assert outcome.code == 1


def test_revisions_are_compared(content: Path, git: Git, run: Cli) -> None:
    """Two revisions of git by any of their names: the other way round what came has gone; the same are the same."""
    change(content)
    git("commit", "--quiet", "--all", "--message=second")
    there, back = (run("diff", *pair, "--brief") for pair in (("main~1", "main"), ("HEAD", "HEAD~1")))
    assert there.out.startswith("Example Report: 5 came, 0 went, 1 changed\n")
    assert back.out.startswith("Example Report: 0 came, 5 went, 1 changed\n")
    assert (there.code, back.code) == (1, 1)
    same = run("diff", "HEAD", git("rev-parse", "--short", "HEAD"))
    assert (same.code, same.out.split()[:3]) == (0, ["nothing", "differs", "between"])


def test_a_release_is_compared_with_another_and_with_the_files(small_copy: Small, run: Cli, tmp_path: Path) -> None:
    """`current`, the start of a digest, a packed file and the files of now: alike where they state the same."""
    digest = small_copy.release.name
    packed = tmp_path / "one.tar.gz"
    assert run("pack", "--to", str(packed)).code == 0
    for pair in (("current",), (digest[:6], "current"), (str(packed), digest), (str(packed),)):
        outcome = run("diff", *pair)
        assert (outcome.code, outcome.both[:15]) == (0, "nothing differs"), outcome.both
    change(small_copy.content)
    assert run("diff", "current", "--brief").out.startswith("Example Report: 5 came, 0 went, 1 changed\n")


def test_json_has_iris_words_and_passages(content: Path, git: Git, run: Cli) -> None:
    """Each change with its property, what stood before and after, in words, and the passages that state it."""
    change(content)
    edit(content / "data" / "entities" / "all.ttl", "Chair of the Council of Examples.", "Author of *reports*.")
    told = json.loads(run("diff", "HEAD", "--format", "json").out)
    assert told["counts"] == {"came": 5, "went": 0, "changed": 2}
    assert [part["name"] for part in told["parts"]] == ["Example Report", "the cards"]
    council, claim = told["parts"][0]["entities"][1], told["parts"][0]["entities"][0]
    assert (claim["state"], council["state"]) == ("new", "there")
    assert council["changes"] == [
        {
            "kind": "changed",
            "property": ns.CNS + "starts",
            "before": ns.TIME + "2001-40",
            "after": ns.TIME + "2002",
            "words": "starts in: 2001-40 → 2002",
            "stated_in": [f"{ns.PSG}report/p001", f"{ns.PSG}report/p002"],
        }
    ]
    brief = json.loads(run("diff", "HEAD", "--format", "json", "--brief").out)
    assert brief["parts"] == [{key: part[key] for key in ("part", "name", "counts")} for part in told["parts"]]


def test_markdown_is_for_the_changelog(content: Path, git: Git, run: Cli) -> None:
    """A head for each part and a line for each thing; what is a sign of Markdown in a text stays a sign."""
    edit(content / "data" / "entities" / "all.ttl", "Chair of the Council of Examples.", "Author of *reports*.")
    edit(content / "data" / "entities" / "all.ttl", 'skos:prefLabel "示例委员会"@zh-hans', 'skos:altLabel "Council"@en')
    rows = run("diff", "main", "--format", "markdown").out.split("\n")
    assert rows[2:5] == ["### the cards", "", "1 came, 1 went, 1 changed."]
    assert r"- **Ann Author**: description: Chair of the Council of Examples. → Author of \*reports\*." in rows
    assert "- **Council of Examples**: other name: Council; ~~name: 示例委员会 (zh-hans)~~" in rows


def test_rdf_has_a_change_set_for_each_thing(content: Path, git: Git, run: Cli) -> None:
    """What came and went are statements with their passages; a value that changed went and came; brief has figures."""
    change(content)
    said = Graph().parse(data=run("diff", "HEAD", "--format", "turtle").out, format="turtle")
    rows = said.query(
        """PREFIX cs: <http://purl.org/vocab/changeset/schema#>
        SELECT ?how ?value (COUNT(?passage) AS ?n) { ?set a cs:ChangeSet ; cs:subjectOfChange ?thing ; ?how ?one .
        ?one rdf:subject ?thing ; rdf:predicate cns:starts ; rdf:object ?value ; dcterms:source ?passage }
        GROUP BY ?how ?value ORDER BY ?how""",
        initNs={"cns": ns.CNS},
    )
    found = [tuple(str(part).rpartition("#")[2].rpartition("/")[2] for part in row) for row in rows]
    assert found == [("addition", "2002", "2"), ("removal", "2001-40", "2")]
    brief = Graph().parse(data=run("diff", "HEAD", "--format", "turtle", "--brief").out, format="turtle")
    assert {str(text) for text in brief.objects(predicate=RDFS.comment)} == {"5 came, 0 went, 1 changed"}
    assert len(Graph().parse(data=run("diff", "HEAD", "HEAD", "--format", "turtle").out, format="turtle")) == 0


def test_rdf_tells_what_has_no_name_in_words() -> None:
    """An expression of the ontology is a node called by what it says, as no IRI stands for it."""
    parts = [
        changes.Part(
            ns.GRAPH_ONTOLOGY,
            (changes.Entity(ns.CNS + "X", "new", (changes.Change(ns.CNS + "p", "", "[a “b”]", ()),)),),
        )
    ]
    side = sides.Side("one", {})
    said = Graph().parse(data=as_turtle(side, side, parts, False), format="turtle")
    assert [str(text) for text in said.objects(predicate=RDFS.label)] == ["[a “b”]"]
    assert {str(text) for text in said.objects(predicate=RDFS.comment)} == {"new"}


def test_what_is_no_side_is_told(content: Path, git: Git, run: Cli) -> None:
    """A name that means nothing, a revision without content, a file that cannot be read: exit code 2, and the mend."""
    unknown = run("diff", "nowhere")
    assert unknown.code == 2
    assert "'nowhere' is neither a release nor a revision of" in unknown.err
    assert "`cnskg releases` lists them" in unknown.err
    assert run("diff", "current").code == 2
    git("rm", "-r", "--quiet", "--cached", "content")
    git("commit", "--quiet", "--message=empty")
    bare = run("diff", "HEAD", "HEAD~1")
    assert (bare.code, "has no ontology/ and data/" in bare.err) == (2, True)
    (content / "data" / "documents.ttl").write_text("id:report a", encoding="utf-8")
    broken = run("diff", "HEAD~1")
    assert broken.code == 2
    assert "the files of now cannot be read: data/documents.ttl:1" in broken.err


def test_a_name_of_two_things_is_told(small_copy: Small, run: Cli) -> None:
    """Where a release and a tag bear one name, the message asks for more."""
    where = ["git", "-C", str(small_copy.content)]
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for line in (
        ["init", "--quiet"],
        ["add", "."],
        ["commit", "--quiet", "-m", "all"],
        ["tag", small_copy.release.name],
    ):
        subprocess.run([*where, *who, *line], check=True, capture_output=True)
    outcome = run("diff", small_copy.release.name)
    assert (outcome.code, "is a release and a revision" in outcome.err) == (2, True)


def test_without_git_releases_are_compared(small_copy: Small, run: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no git, a release is one still, and any other name is none."""
    monkeypatch.setenv("PATH", "")
    assert run("diff", "current").code == 0
    assert run("diff", "HEAD").code == 2


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("id:a cns:starts span:2001 .", "id:a cns:starts span:2002 .", ["changed"]),
        ("id:a cns:about id:b , id:c .", "id:a cns:about id:b , id:d .", ["came", "went"]),
        ("id:a cns:about id:b , id:c .", "id:a cns:about id:d .", ["came", "went", "went"]),
        ('id:a skos:prefLabel "x"@en , "y"@sv .', 'id:a skos:prefLabel "z"@en , "y"@sv .', ["changed"]),
        ('id:a skos:prefLabel "x"@en .', 'id:a skos:prefLabel "x"@sv .', ["came", "went"]),
    ],
)
def test_a_change_is_one_value_for_one(before: str, after: str, kinds: list[str]) -> None:
    """A single value of a thing, property and language in place of another is a change; all else came or went."""
    card = ns.GRAPH_ENTITIES
    earlier, later = (sides.Side("", {card: set(triples(text))}) for text in (before, after))
    found = [c.kind for part in changes.compare(earlier, later) for entity in part.entities for c in entity.changes]
    assert sorted(found) == kinds


def test_what_moves_within_a_document_has_not_changed() -> None:
    """A fact that another passage of the document states is the same; in another document it is new."""
    fact = set(triples("id:a cns:about id:b ."))
    one, same, other = (sides.Side("", {f"{ns.PSG}{p}": fact}) for p in ("doc/p1", "doc/p2", "else/p1"))
    assert changes.compare(one, same) == []
    assert [part.iri for part in changes.compare(one, other)] == [ns.ID + "doc", ns.ID + "else"]


def test_expressions_are_compared_by_what_they_say() -> None:
    """Nodes without a name, lists and groups too, are part of what speaks of them, whatever they are called."""
    union = "cns:A owl:equivalentClass [ owl:unionOf ( cns:B [ owl:complementOf cns:C ] ) ] ."
    group = "[] a owl:AllDisjointClasses ; owl:members ( cns:A cns:B ) ."
    first, again = (set(compared(triples(union + group))) for _ in range(2))
    assert first == again
    assert {value for _, _, value in first} == {
        "[owl:unionOf (cns:B [owl:complementOf cns:C])]",
        "[owl:members (cns:A cns:B) ; rdf:type owl:AllDisjointClasses]",
    }
    assert not first & set(compared(triples(union.replace("cns:B ", "cns:D "))))


@pytest.mark.parametrize(("written", "stored"), [("20.0", "20"), ("0.50", "0.5"), ("100", "100"), ("-3.25", "-3.25")])
def test_a_number_is_as_a_release_has_it(written: str, stored: str) -> None:
    """The store writes decimals in its own way, which is no change."""
    one, other = (
        [value for _, _, value in compared(triples(f'id:a cns:value "{number}"^^xsd:decimal .'))]
        for number in (written, stored)
    )
    assert one == other
    kept = ox.Store()
    kept.extend(ox.Quad(*t) for t in triples(f'id:a cns:value "{written}"^^xsd:decimal .'))
    assert [value for _, _, value in compared(q.triple for q in kept)] == one


def test_a_circle_of_nodes_comes_to_an_end() -> None:
    """Nodes that lead to one another, which no ontology has, are told once."""
    a, b, p = ox.BlankNode("a"), ox.BlankNode("b"), ox.NamedNode("urn:p")
    named = ox.Triple(ox.NamedNode("urn:s"), p, a)
    found = list(compared([named, ox.Triple(a, p, b), ox.Triple(b, p, a)]))
    assert found == [("urn:s", "urn:p", "[urn:p [urn:p […]]]")]


def test_a_side_is_read_as_a_value(content: Path) -> None:
    """For programs: the statements of the files by graph, propositions under their names, the ontology apart."""
    side = sides.read(Settings(content=content), "")
    assert f"{ns.PSG}report/p003" in side.graphs
    assert side.ontology
    assert not side.ontology & side.stated
