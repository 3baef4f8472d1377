"""What an explanation needs in one place: proofs, facts, rules and names, from a release or from the curated files."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from . import namespaces as ns
from .clash import Labels
from .content.files import CuratedFile
from .errors import UsageError
from .explain import Built, Explanation, Lookup, explain
from .lookup import Ask, Names, Stored
from .materialise import derive
from .rdf import TYPE, Fact, key, term
from .render import Naming
from .ruleset import Rule
from .whynot import Facts, Held, NearMiss, why_not

SPELLED = re.compile(r"^<[^<>\s]+>$|^[a-z][a-z0-9]*:\S+$|^https?://\S+$")


class Finder(Protocol):
    """Things by their names."""

    def find(self, name: str) -> list[str]:
        """The IRIs that bear the name, letter case aside."""
        ...


@dataclass
class Door:
    """Explanations from one place."""

    lookup: Lookup
    facts: Facts
    names: Naming
    finder: Finder
    rules: list[Rule]

    def read(self, word: str) -> str:
        """The term meant by a CURIE, an IRI, `a`, a literal in quotation marks or an English name."""
        if word == "a":
            return TYPE
        if word.startswith('"') or SPELLED.match(word):
            return _valid(ns.expand(word))
        found = self.finder.find(word)
        if len(found) == 1:
            return found[0]
        hint = (
            f"It may be {', '.join(ns.compact(i) for i in found[:5])}." if found else "Give its CURIE, such as id:cnsc."
        )
        raise UsageError(f"{'several things bear' if found else 'nothing bears'} the name {word!r}", hint=hint)

    def fact(self, subject: str, predicate: str, value: str) -> Fact:
        """The triple meant by three words."""
        return self.read(subject), self.read(predicate), self.read(value)

    def explain(self, fact: Fact) -> Explanation:
        """The proofs of a triple."""
        return explain(self.lookup, fact)

    def why_not(self, fact: Fact) -> list[NearMiss]:
        """What the nearest rules lack."""
        return why_not(self.facts, self.rules, fact)


def _valid(value: str) -> str:
    """A term that is one. Raises UsageError for what is neither an IRI nor a literal."""
    try:
        return key(term(value))
    except (ValueError, SyntaxError, StopIteration):
        raise UsageError(f"{value!r} is no IRI and no literal", hint="Write a CURIE such as id:cnsc.") from None


def release_door(ask: Ask) -> Door:
    """Explanations from a release, through a function that answers queries."""
    stored, names = Stored(ask), Names(ask)
    return Door(stored, stored, names, NameQuery(ask), stored.rules)


def files_door(files: list[CuratedFile]) -> Door:
    """Explanations from the curated files, reasoned over here and now."""
    result = derive(files)
    labels = Labels(files)
    return Door(Built(result), Held(result.closure), labels, NameTable(labels), result.rules)


class NameTable:
    """Names as the files have them."""

    def __init__(self, labels: Labels) -> None:
        self.by_name: dict[str, set[str]] = defaultdict(set)
        for iri, name in labels.names.items():
            self.by_name[name.casefold()].add(iri)

    def find(self, name: str) -> list[str]:
        """As Finder has it."""
        return sorted(self.by_name.get(name.casefold(), ()))


class NameQuery:
    """Names as a release has them."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask

    def find(self, name: str) -> list[str]:
        """As Finder has it."""
        labels = f"<{ns.PREFIXES['skos']}prefLabel>|<{ns.PREFIXES['rdfs']}label>"
        wanted = str(ox.Literal(name.lower()))
        query = f"""SELECT DISTINCT ?s WHERE {{ {{ ?s {labels} ?n }} UNION
            {{ GRAPH <{ns.GRAPH_ONTOLOGY}> {{ ?s {labels} ?n }} }} FILTER(LCASE(STR(?n)) = {wanted}) }}"""
        return sorted(row["s"].value for row in self.ask(query) if isinstance(row["s"], ox.NamedNode))
