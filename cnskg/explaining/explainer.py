"""What an explanation needs in one place: proofs, facts, rules and names, from a release or from the curated files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import namespaces as ns
from ..content.files import Content
from ..errors import UsageError
from ..rdf import TYPE, Fact, key, term
from ..reasoning.derive import derive
from ..reasoning.rulefiles import Rule
from .from_release import Ask, Stored
from .names import FileNames, Names, ReleaseNames
from .near_misses import Facts, Held, NearMiss, why_not
from .search import Built, Explanation, Lookup, explain

LOCAL = re.compile(r"^[a-z][A-Za-z]*$")
SPELLED = re.compile(r"^<[^<>\s]+>$|^[a-z][a-z0-9]*:\S+$|^https?://\S+$")


@dataclass
class Explainer:
    """Explanations from one place."""

    lookup: Lookup
    facts: Facts
    names: Names
    rules: list[Rule]

    def read(self, word: str) -> str:
        """The term meant by a CURIE, an IRI, `a`, a literal in quotation marks or an English name."""
        if word == "a":
            return TYPE
        if word.startswith('"') or SPELLED.match(word):
            return _valid(ns.expand(word))
        found = self.names.find(word)
        if len(found) == 1:
            return found[0]
        hint = (
            f"It may be {', '.join(ns.compact(i) for i in found[:5])}." if found else "Give its CURIE, such as id:cnsc."
        )
        raise UsageError(f"{'several things bear' if found else 'nothing bears'} the name {word!r}", hint=hint)

    def fact(self, subject: str, predicate: str, value: str) -> Fact:
        """The triple meant by three words."""
        return self.read(subject), self.relation(predicate), self.read(value)

    def relation(self, word: str) -> str:
        """The property that a word means, which may be the last part of the IRI of one of ours: `heads`."""
        ours = ns.CNS + word
        if LOCAL.match(word) and word != "a" and self.names.near(ours) is None:
            return ours
        return self.read(word)

    def explain(self, fact: Fact) -> Explanation:
        """The proofs of a triple."""
        return explain(self.lookup, fact)

    def strange(self, fact: Fact) -> str:
        """What to mend in a triple that names a thing or term of ours which is not there; empty where all are."""
        said = []
        for iri in fact:
            if iri.startswith((ns.ID, ns.CNS)) and (near := self.names.near(iri)) is not None:
                meant = f": did you mean {', '.join(map(ns.compact, near))}?" if near else ""
                said.append(f"there is no {ns.compact(iri)}{meant}")
        return "; ".join(said)

    def why_not(self, fact: Fact) -> list[NearMiss]:
        """What the nearest rules lack."""
        return why_not(self.facts, self.rules, fact)


def _valid(value: str) -> str:
    """A term that is one. Raises UsageError for what is neither an IRI nor a literal."""
    try:
        return key(term(value))
    except (ValueError, SyntaxError, StopIteration):
        raise UsageError(f"{value!r} is no IRI and no literal", hint="Write a CURIE such as id:cnsc.") from None


def of_release(ask: Ask) -> Explainer:
    """Explanations from a release, through a function that answers queries."""
    stored = Stored(ask)
    return Explainer(stored, stored, ReleaseNames(ask), stored.rules)


def of_content(content: Content) -> Explainer:
    """Explanations from the curated files, reasoned over here and now."""
    result = derive(content)
    return Explainer(Built(result), Held(result.closure), FileNames(content), result.rules)
