"""The shape of a release: which kinds of nodes its facts have before and after each property. For hints on queries.

The kind of a node is the set of all classes that it is in, of which there are some hundred; that of a literal is its
tag or its datatype. What has no kind that stands before a property has no such property: what is told from here holds.
Beside it stands what the ontology tells those who ask: which term to take instead of a guess, and how to ask with it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import RDFS, SKOS, TYPE

#: The file of a shape in the folder of a release.
FILE = "shape.json"
GUESS, NOTE = SKOS + "hiddenLabel", SKOS + "scopeNote"

#: The classes of a node; `@` and the tag, or the datatype of a literal, alone.
Kind = frozenset[str]


@dataclass
class Shape:
    """Which kinds stand before and after each property, the kind of each node, and what is told to those who ask.

    `instead` gives for each guess, a term or several that stand together, the terms to take; `notes` how to ask;
    `domains` and `ranges` are those of properties, as the ontology declares them; `having` counts the nodes of each
    kind that have a property.
    """

    nodes: dict[str, Kind] = field(default_factory=dict)
    before: dict[str, frozenset[Kind]] = field(default_factory=dict)
    after: dict[str, frozenset[Kind]] = field(default_factory=dict)
    instead: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    domains: dict[str, str] = field(default_factory=dict)
    ranges: dict[str, str] = field(default_factory=dict)
    having: dict[str, Counter[Kind]] = field(default_factory=dict)

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """All kinds of nodes."""
        return frozenset(self.nodes.values()).union(*self.before.values())

    @cached_property
    def sizes(self) -> Counter[str]:
        """In how many kinds each class of ours is."""
        return Counter(iri for kind in self.kinds for iri in kind if iri.startswith(ns.CNS))

    @cached_property
    def used(self) -> frozenset[str]:
        """The properties and classes that facts use."""
        return frozenset(self.before).union(*self.kinds)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """The terms to take for each guess, by what it is called in any vocabulary."""
        found: dict[str, list[str]] = {}
        for guess, terms in self.instead.items():
            if " " not in guess:
                known = found.setdefault(local(guess).lower(), [])
                known += [term for term in terms if term not in known]
        return found

    def has(self, kinds: Iterable[Kind]) -> list[tuple[str, int]]:
        """The properties of ours that nodes of such kinds have, and how many of these: the most first."""
        within = set(kinds)
        found = {
            iri: sum(n for kind, n in counts.items() if kind in within)
            for iri, counts in self.having.items()
            if iri.startswith(ns.CNS)
        }
        return sorted(((iri, n) for iri, n in found.items() if n), key=lambda pair: (-pair[1], pair[0]))

    def of_class(self, iri: str) -> frozenset[Kind]:
        """The kinds of the nodes in a class."""
        return frozenset(kind for kind in self.kinds if iri in kind)


def local(iri: str) -> str:
    """What a term is called in its vocabulary."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def is_literal(kind: Kind) -> bool:
    """Whether a kind is that of literals."""
    return len(kind) == 1 and next(iter(kind)).startswith(("@", ns.PREFIXES["xsd"], ns.PREFIXES["rdf"] + "lang"))


def of(triples: Iterable[ox.Triple]) -> Shape:
    """The shape of triples, the ontology's among them."""
    found = list(triples)
    classes: dict[str, set[str]] = defaultdict(set)
    for t in found:
        if t.predicate.value == TYPE and isinstance(t.object, ox.NamedNode):
            classes[str(t.subject)].add(t.object.value)
    same: dict[Kind, Kind] = {}
    kinds = {node: same.setdefault(frozenset(within), frozenset(within)) for node, within in classes.items()}
    before, after, having = defaultdict(set), defaultdict(set), defaultdict(set)
    shape = Shape({node[1:-1]: kind for node, kind in kinds.items() if node.startswith("<")})
    for t in found:
        before[t.predicate.value].add(kinds.get(str(t.subject), frozenset()))
        after[t.predicate.value].add(_kind(t.object, kinds))
        if isinstance(t.subject, ox.NamedNode) and not isinstance(t.object, ox.BlankNode | ox.Triple):
            having[t.predicate.value].add(t.subject.value)
            _tell(shape, t.subject.value, t.predicate.value, t.object.value)
    shape.before = {name: frozenset(within) for name, within in before.items()}
    shape.after = {name: frozenset(within) for name, within in after.items()}
    shape.having = {name: Counter(shape.nodes.get(one, frozenset()) for one in nodes) for name, nodes in having.items()}
    return shape


def _tell(shape: Shape, term: str, how: str, value: str) -> None:
    """Take in what an annotation, or a domain or range, tells those who ask."""
    if how == GUESS:
        shape.instead[_guess(value)] = sorted([*shape.instead.get(_guess(value), []), term])
    single = {NOTE: shape.notes, RDFS + "domain": shape.domains, RDFS + "range": shape.ranges}.get(how)
    if single is not None:
        single[term] = value


def _guess(text: str) -> str:
    return " ".join(sorted(ns.expand(part) for part in text.split()))


def _kind(node: object, kinds: dict[str, Kind]) -> Kind:
    if not isinstance(node, ox.Literal):
        return kinds.get(str(node), frozenset())
    return frozenset([f"@{node.language.lower()}" if node.language else node.datatype.value])


def write(folder: Path, shape: Shape) -> None:
    """Write a shape into the folder of a release: kinds by their numbers, the same triples the same bytes."""
    used = shape.kinds.union(*shape.after.values())
    kinds = sorted(used, key=sorted)
    number = {kind: at for at, kind in enumerate(kinds)}
    told = {
        "kinds": [sorted(kind) for kind in kinds],
        "nodes": {node: number[kind] for node, kind in shape.nodes.items()},
        "before": {name: sorted(number[kind] for kind in within) for name, within in shape.before.items()},
        "after": {name: sorted(number[kind] for kind in within) for name, within in shape.after.items()},
        "having": {name: {str(number[kind]): n for kind, n in counts.items()} for name, counts in shape.having.items()},
        "instead": shape.instead,
        "notes": shape.notes,
        "domains": shape.domains,
        "ranges": shape.ranges,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Shape:
    """The shape in the folder of a release; an empty one where there is none, with which nothing is told."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        kinds = [frozenset(kind) for kind in told["kinds"]]
        return Shape(
            {node: kinds[at] for node, at in told["nodes"].items()},
            {name: frozenset(kinds[at] for at in within) for name, within in told["before"].items()},
            {name: frozenset(kinds[at] for at in within) for name, within in told["after"].items()},
            told["instead"],
            told["notes"],
            told["domains"],
            told["ranges"],
            {name: Counter({kinds[int(at)]: n for at, n in counts.items()}) for name, counts in told["having"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Shape()
