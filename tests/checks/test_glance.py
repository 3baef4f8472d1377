"""What is kept at a glance: pySHACL is spared no question to which it would find something."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from cnskg.checks.sample import sample
from cnskg.checks.shapes import broken, glanced, rule_checks
from cnskg.content.files import DATA, Content
from cnskg.rdf import TYPE
from tests.support import ROOT
from tests.support.trying import content_of
from tests.support.turtle import HEAD

#: Of how many files one is taken, and of how many statements one is spoilt.
ONE_OF = 13
#: What the glance knows nothing of, or not in this form.
STRANGE = ["sh:nodeKind sh:Literal", "sh:minLength 99", "sh:pattern '^x', '^y'", "sh:path (cns:adopted cns:title)"]


@cache
def corpus() -> Content:
    """A part of the curated files, of each kind some."""
    whole = Content.read(ROOT)
    data = [f for f in whole.files if f.kind in DATA]
    return replace(whole, files=(*(f for f in whole.files if f.kind not in DATA), *data[::ONE_OF]))


def dropped(_: ox.Triple) -> list[ox.Triple]:
    """Nothing in place of the statement."""
    return []


def other(t: ox.Triple) -> list[ox.Triple]:
    """A statement that says something else: a text in another language and too long, a thing that nobody knows."""
    if isinstance(t.object, ox.Literal):
        text = t.object.value * 40
        return [ox.Triple(t.subject, t.predicate, ox.Literal(text, language="de") if t.object.language else text_of(t))]
    return [ox.Triple(t.subject, t.predicate, ox.NamedNode("https://w3id.org/cnskg/id/nobody"))]


def text_of(t: ox.Triple) -> ox.Literal:
    """The value of a statement as a plain text, a little changed."""
    return ox.Literal(f"-{t.object.value}")  # type: ignore[union-attr]


def doubled(t: ox.Triple) -> list[ox.Triple]:
    """The statement, and another beside it."""
    tag = t.object.language if isinstance(t.object, ox.Literal) else None
    more = [ox.Triple(t.subject, t.predicate, ox.Literal("more", language=tag))] if tag else other(t)
    return [t, *more]


@pytest.mark.parametrize("spoil", [dropped, other, doubled], ids=lambda spoil: spoil.__name__)
def test_nothing_is_kept_that_is_broken(spoil: Callable[[ox.Triple], list[ox.Triple]]) -> None:
    """Where many statements are spoilt, asking only of what is in doubt finds all that asking of everything finds."""
    files = []
    for source in corpus().files:
        triples = [
            new
            for i, t in enumerate(sorted(source.triples, key=str))
            for new in (spoil(t) if i % ONE_OF in (0, 5) and t.predicate.value != TYPE else [t])
        ]
        files.append(replace(source, triples=frozenset(triples)) if source.kind in DATA else source)
    spoilt = replace(corpus(), files=tuple(files))
    found = broken(spoilt)
    assert len(found) > 9
    assert broken(replace(spoilt, chosen=frozenset(f.name for f in files))) == found
    assert glanced(spoilt) == found


@pytest.mark.parametrize("asks", STRANGE)
def test_what_the_glance_does_not_know_is_asked(asks: str, tmp_path: Path) -> None:
    """A shape with a constraint of another make is judged by pySHACL, as without the glance."""
    path = "" if "sh:path" in asks else "sh:path cns:adopted ; "
    shape = f"""
    <https://w3id.org/cnskg/shape/a> a sh:NodeShape ; sh:targetClass cns:Law ; sh:severity sh:Violation ;
        sh:property [ {path}{asks}; sh:minCount 1 ; sh:message "It is said." ] ;
        sh:message "It is said." ; cns:passing "-" ; cns:failing "-" ."""
    law = "id:x a cns:Law ; cns:adopted span:2001 ."
    content = content_of(sample({"data/passages/s/p001-s.ttl": law, "shapes/a.ttl": HEAD + shape}), tmp_path / "c")
    found = broken(content)
    assert found
    assert broken(replace(content, chosen=frozenset(f.name for f in content.files))) == found


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_plain_fault_needs_no_validator(spoilt: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of files that keep all shapes, or plainly break one, pySHACL, which loads slowly, is asked nothing."""
    content = corpus()
    if spoilt:
        law = "id:x a cns:Law ; skos:prefLabel 'x'@sv ."
        content = content_of(sample({"data/passages/s/p001-s.ttl": law}), tmp_path / "c")
    chosen = replace(content, chosen=frozenset(f.name for f in content.files))
    monkeypatch.setitem(sys.modules, "cnskg.checks.shacl", None)
    monkeypatch.delattr("cnskg.checks.shacl", raising=False)  # where another test has loaded it
    told = {f.rule for one in rule_checks(content.root) for f in one.run(chosen)}
    assert {"entity-label", "law-dated"} <= told if spoilt else told
