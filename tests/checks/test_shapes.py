"""SHACL as it is used here: which shape a result belongs to, how severe it is, where it is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib import SH

from cnskg.checks.sample import sample
from cnskg.checks.shacl import owner, shapes_graph
from cnskg.checks.shape_files import SEVERITIES, read_shapes, shape_texts
from cnskg.checks.shapes import broken, rule_checks
from cnskg.content.files import Content
from cnskg.errors import ContentError
from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.content import add, edit, passage
from tests.support.trying import content_of
from tests.support.turtle import HEAD

GRAPH = shapes_graph(tuple(shape_texts(ROOT).values()))
TWINS = """
<https://w3id.org/cnskg/shape/{name}> a sh:NodeShape ; sh:targetClass cns:Law ; sh:{severity} ;
    sh:property [ sh:path cns:{path} ; sh:minCount 1 ; sh:message "It is said." ] ;
    sh:message "It is said." ; cns:passing "-" ; cns:failing "-" .
"""


def test_all_shapes_are_read() -> None:
    """Every node shape with a name is a rule, and there are many."""
    named = {str(s) for s in GRAPH.subjects(rdflib.RDF.type, SH.NodeShape) if isinstance(s, rdflib.URIRef)}
    assert {shape.iri for shape in read_shapes(ROOT)} == named
    assert len(named) > 40


def test_a_shape_is_of_one_severity() -> None:
    """What stands within a shape is as severe as the shape, so that its findings are."""
    known = {shape.iri: shape.severity for shape in read_shapes(ROOT)}
    for inner, severity in GRAPH.subject_objects(SH.severity):
        assert SEVERITIES[str(severity)] == known[owner(GRAPH, inner)], owner(GRAPH, inner)


def test_a_result_leads_to_its_shape_whatever_it_says(tmp_path: Path) -> None:
    """Two shapes with the same words are told apart, each by its own path."""
    two = TWINS.format(name="a", path="adopted", severity="severity sh:Violation")
    two += TWINS.format(name="b", path="description", severity="severity sh:Warning")
    law = "id:x a cns:Law ; cns:adopted span:2001 ."
    content = content_of(sample({"data/passages/s/p001-s.ttl": law, "shapes/two.ttl": two}), tmp_path / "content")
    assert set(broken(content)) == {"https://w3id.org/cnskg/shape/b"}
    found = [f for check in rule_checks(content.root) for f in check.run(content)]
    assert [(f.rule, f.severity, f.file, f.line) for f in found] == [("b", "warning", "data/passages/s/p001-s.ttl", 1)]
    assert "shapes/two.ttl:6" in found[0].hint


@pytest.mark.parametrize("lost", ["sh:targetClass", "sh:message", "sh:severity", "cns:passing", "cns:failing"])
def test_a_shape_lacks_nothing(lost: str, content: Path) -> None:
    """A shape without target, sentence, severity or samples is an error with file and line."""
    text = TWINS.format(name="a", path="adopted", severity="severity sh:Violation")
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cns: <https://w3id.org/cnskg/ontology#> ."
    inner = text.index("]")
    whole = prefixes + text[:inner].replace(lost, "cns:x") + text[inner:].replace(lost, "cns:x")
    (content / "shapes" / "a.ttl").write_text(whole, encoding="utf-8")
    with pytest.raises(ContentError, match=r"shapes/a.ttl:2: .* has no (sh|cns):"):
        rule_checks(content)


def test_a_broken_file_of_shapes_is_told(content: Path) -> None:
    """A syntax error among the shapes has file and line."""
    (content / "shapes" / "a.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\nsh:x sh:y", encoding="utf-8"
    )
    with pytest.raises(ContentError, match=r"shapes/a.ttl:2:"):
        read_shapes(content)


def test_a_broken_shape_is_told_where_the_thing_is_described(content: Path) -> None:
    """A thing that one file mentions and a later one describes is found in the one that gives its type."""
    first, second = passage(content, "p001"), passage(content, "p003")
    add(first, '\nid:claim-rules cns:hedgeWord "perhaps"@en .\n')
    edit(second, '    cns:sentence "Clarity counts for more than length in rules."@en .\n', "")
    edit(second, '    cns:hedgeWord "may"@en ;\n', '    cns:hedgeWord "may"@en .\n')
    checks = {check.name: check for check in rule_checks(content)}
    [found] = checks["claim-sentence"].run(Content.read(content))
    assert found.file == second.relative_to(content).as_posix()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('sh:message "It is said."', "sh:message id:x", "has no sh:message in English"),
        ('sh:message "It is said."', 'sh:message "说明。"@zh-hans', "has no sh:message in English"),
        ('sh:message "It is said."', 'sh:message "One."@en , "Two."@en', "has more than one sh:message in English"),
        ('cns:passing "-"', "cns:passing <<( id:x a id:y )>>", "has no cns:passing"),
        ("sh:targetClass cns:Law", "sh:targetClass cns:Law , cns:Field", "has more than one sh:targetClass"),
    ],
)
def test_a_shape_has_one_of_each(old: str, new: str, said: str, content: Path) -> None:
    """What a shape needs stands once, sentences once in English: else it is an error with file and line."""
    before, _, after = TWINS.format(name="a", path="adopted", severity="severity sh:Violation").rpartition(old)
    (content / "shapes" / "a.ttl").write_text(HEAD + before + new + after, encoding="utf-8")
    with pytest.raises(ContentError, match=rf"shapes/a.ttl:\d+: \S+/a {said}"):
        rule_checks(content)


def test_shapes_that_cannot_be_run_are_no_fault_of_ours(content: Path, run: Cli) -> None:
    """What pySHACL makes nothing of is told as a fault of the shapes."""
    text = TWINS.format(name="a", path="adopted", severity="severity sh:Violation")
    text = text.replace("sh:minCount 1", "sh:minCount 1 , 2").replace("cns:Law", "cns:Person")
    (content / "shapes" / "a.ttl").write_text(HEAD + text, encoding="utf-8")
    outcome = run("validate")
    assert outcome.code == 1
    assert "the shapes cannot be run: " in outcome.err
    assert "Mend shapes/" in outcome.err


@pytest.mark.parametrize(
    ("rule", "about"),
    [
        ("background-source", "Look at cns:url."),
        ("law-dated", "Look at cns:adopted or cns:entersIntoForce or cns:published or cns:when or cns:starts."),
        ("provision-law", "Look at cns:hasProvision at the other end."),
        ("claim-phase", "Look at cns:phase or cns:contends or cns:denies."),
    ],
)
def test_a_finding_names_the_property_and_shows_what_is_right(rule: str, about: str, tmp_path: Path) -> None:
    """The hint says where to look, also of shapes that leave a choice or read backwards, and has the passing sample."""
    (check,) = (one for one in rule_checks(ROOT) if one.name == rule)
    (shape,) = (one for one in read_shapes(ROOT) if one.name == rule)
    found = check.run(content_of(check.failing["sample"], tmp_path / "content"))
    assert found
    for one in found:
        assert one.hint.startswith(f"{about} Right is, for example:\n    {shape.example}\n")
        assert shape.example.removesuffix(" .") in shape.passing


#: A law without a Chinese title, and what is said of who made it and where it holds.
LAWS = """
id:china a cns:State . id:norland a cns:State . id:hong-kong a cns:Place .
id:npc a cns:StateOrgan ; cns:organOf id:china . id:ccp-office a cns:PartyOrgan ; cns:organOf id:ccp .
id:assembly a cns:StateOrgan ; cns:organOf id:norland . id:board a cns:StateOrgan .
id:x a cns:Law ; skos:prefLabel "a"@en ; {said} .
"""


@pytest.mark.parametrize(
    ("said", "warned"),
    [
        ("cns:adopted span:2015", True),
        ("cns:adoptedBy id:npc", True),
        ("cns:adoptedBy id:china", True),
        ("cns:adoptedBy id:ccp-office", True),
        ("cns:adoptedBy id:board", True),
        ("cns:adoptedBy id:npc , id:assembly", True),
        ("cns:appliesIn id:china", True),
        ("cns:appliesIn id:hong-kong", True),
        ("cns:appliesIn id:norland , id:china", True),
        ("cns:adoptedBy id:assembly", False),
        ("cns:adoptedBy id:norland", False),
        ("cns:appliesIn id:norland", False),
    ],
)
def test_only_a_law_of_china_wants_a_chinese_title(said: str, warned: bool, tmp_path: Path) -> None:
    """A law that another state, or an organ of one, has adopted, or that holds only there, needs none."""
    (check,) = (one for one in rule_checks(ROOT) if one.name == "law-chinese-title")
    content = content_of(sample(LAWS.format(said=said)), tmp_path / "content")
    for chosen in (None, frozenset(f.name for f in content.files)):
        assert bool(check.run(replace(content, chosen=chosen))) == warned
