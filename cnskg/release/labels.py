"""graph:labels: an rdfs:label for what has no name of its own, so that whatever is shown to people is called something.

What has a skos:prefLabel has the same as rdfs:label by inference. Passages, omissions, citations, placements,
renderings and propositions have none: they are called by what they join.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.propositions import is_name
from ..rdf import LABEL, PREF, TYPE

#: The values of a thing's property: of one node, the English name where it has one.
Values = Callable[[str], list[str]]


def _place(values: Values, iri: str) -> str:
    return f"{_joined(values('document'))}, {_joined(values('section'))} ({iri.rsplit('/', 1)[-1]})"


def _citation(values: Values, _: str) -> str:
    cited, note = _joined(values("cited")), _joined(values("noteNumber"))
    what = f"citation of {cited}" if cited else "citation"
    return f"{what} in {_joined(values('citing'))}{f', note {note}' if note else ''}"


def _placement(values: Values, _: str) -> str:
    return f"{_joined(values('placesConcern'))} in {_joined(values('inList'))}"


def _rendering(values: Values, _: str) -> str:
    return f"{' or '.join(f'“{form}”' for form in values('literalForm'))} for {_joined(values('renders'))}"


def _proposition(values: Values, _: str) -> str:
    return " – ".join(_joined(values(end)) for end in ("subject", "relation", "object"))


def _comparison(values: Values, _: str) -> str:
    one, finding, other = (_joined(values(name)) for name in ("compares", "finding", "comparedWith"))
    return f"“{one}” {finding} “{other}”"


#: Class -> how its things are called, from their values and their IRI.
CALLED: dict[str, Callable[[Values, str], str]] = {
    "Passage": _place,
    "Omission": _place,
    "Citation": _citation,
    "Placement": _placement,
    "Rendering": _rendering,
    "Proposition": _proposition,
    "Comparison": _comparison,
}


def _joined(values: list[str]) -> str:
    return " and ".join(values)


def labels(asserted: Iterable[ox.Triple], ontology: Iterable[ox.Triple] = ()) -> set[ox.Triple]:
    """The labels of what is stated and has no name, in English, as ours and those of the ontology's terms are."""
    known: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for t in sorted(asserted, key=str):
        known[t.subject.value][t.predicate.value].append(t.object)  # type: ignore[arg-type]
        if t.predicate.value == PREF and t.object.language == "en":
            names[t.subject.value] = t.object.value

    for t in ontology:
        if t.predicate.value == LABEL and t.object.language == "en":
            names.setdefault(t.subject.value, t.object.value)

    def named(node: ox.NamedNode | ox.Literal) -> str:
        """The name of a value; a proposition within another is told in brackets."""
        if isinstance(node, ox.Literal):
            return node.value
        inner = is_name(node.value) and node.value in known
        return f"({words(node.value, _proposition)})" if inner else names.get(node.value, ns.compact(node.value))

    def words(iri: str, how: Callable[[Values, str], str]) -> str:
        return how(lambda name: [named(v) for v in known[iri].get(ns.CNS + name, [])], iri)

    def called(iri: str, how: Callable[[Values, str], str]) -> ox.Triple:
        return ox.Triple(ox.NamedNode(iri), ox.NamedNode(LABEL), ox.Literal(words(iri, how), language="en"))

    kinds = {ns.CNS + name: how for name, how in CALLED.items()}
    nameless = {iri: own[TYPE] for iri, own in known.items() if TYPE in own and PREF not in own}
    return {called(iri, kinds[c.value]) for iri, types in nameless.items() for c in types if c.value in kinds}


def preferred(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """An rdfs:label for each skos:prefLabel, for graphs that are not reasoned over."""
    return {ox.Triple(t.subject, ox.NamedNode(LABEL), t.object) for t in triples if t.predicate.value == PREF}
