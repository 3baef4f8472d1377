"""The formulas of docs/reasoning.md say what the ontology and the rules say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest

from cnskg import namespaces as ns
from cnskg.content.files import Content, Kind
from cnskg.reasoning import axioms, rulefiles
from cnskg.reasoning.axioms import Axiom
from tests.support import ROOT
from tests.support.reasoning_page import PATTERNS

FORMULAS = [(name, part) for name, _, formula, *_ in PATTERNS for part in formula.split("; ")]
#: Parts that a rule beyond OWL says, by the rules that they name.
BY_RULE = [(part, rules.split(", ")) for _, part in FORMULAS for rules in re.findall(r"\(rules? ([a-z, -]+)", part)]
AXIOMS = [(name, part) for name, part in FORMULAS if "(rule" not in part]


@pytest.fixture(scope="module")
def known() -> set[Axiom]:
    """The axioms of the ontology."""
    return set(axioms.read(Content.read(ROOT, Kind.ONTOLOGY)))


def term(name: str) -> str:
    """The IRI of a name as formulas write it: a term, or a tier."""
    return ns.expand(f"{'id' if name.startswith('tier-') else 'cns'}:{name}")


def axiom(kind: str, *names: str) -> Axiom:
    """An axiom on such names."""
    return Axiom(kind, tuple(map(term, names)))


def read(part: str) -> Iterator[Axiom]:
    """The axioms that one part of a formula says."""
    left, *rest = re.split(r" [≡⊒⊑] ", part)
    if not rest:
        name, kind, *of = part.split(" ")
        yield axiom("mostPrecise", *of, name) if kind == "mostPreciseOf" else axiom(kind, name)
    elif "⊑" in part:
        rows = [[name for name in side.split(", ") if name != "…"] for side in (left, *rest)]
        for below, above in itertools.pairwise(rows):
            yield from (axiom("subPropertyOf", one, other) for one in below for other in above)
    elif "⊒" in part:
        links = rest[0].split(" ∘ ")
        yield axiom(f"chain{len(links)}", *links, left)
    elif rest[0].endswith("⁻"):
        yield axiom("inverse", left, rest[0][:-1])
    else:
        yield definition(left, rest[0].split(" ⊓ "))


def definition(name: str, parts: list[str]) -> Axiom:
    """The axiom by which a class is the overlap of a class with others, or with what has some value."""
    kinds, names = ["class"], [name, parts[0]]
    for part in parts[1:]:
        some, value = re.fullmatch(r"∃(\w+)\.(\w+)", part), re.fullmatch(r"(\w+) value (\S+)", part)
        kinds.append("some" if some else "value" if value else "class")
        found = some or value
        names += found.groups() if found else [part]
    return axiom("+".join(kinds), *names)


@pytest.mark.parametrize(("name", "part"), AXIOMS, ids=[part for _, part in AXIOMS])
def test_a_formula_is_an_axiom(name: str, part: str, known: set[Axiom]) -> None:
    """Each part of a formula is read, and the ontology has the axioms that it says."""
    said = set(read(part))
    assert said, name
    assert said - known == set()


def test_what_a_rule_says_names_the_rule() -> None:
    """A part that is no axiom names rule files that there are, and the last of them gives the property it speaks of."""
    heads = {t.name: t.head[1] for t in rulefiles.templates()}
    assert [heads[rules[-1]] for _, rules in BY_RULE] == [term(part.split(":")[0]) for part, _ in BY_RULE]
    assert len(BY_RULE) + len(AXIOMS) == len(FORMULAS)
