"""graph:labels: an rdfs:label for what has no name of its own, so that whatever is shown to people is called something.

What has a skos:prefLabel has the same as rdfs:label by inference. Passages, omissions, citations, placements,
renderings and propositions have none: they are called by what they join, propositions by a sentence, in Chinese, too,
where all that they join has a Chinese name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.propositions import PROPOSITION
from ..content.sentences import Said, Sentences
from ..rdf import LABEL, PREF, TYPE

#: The values of a thing's property: of one node, the English name where it has one.
Values = Callable[[str], list[str]]
CHINESE = "zh-hans"


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
    "Comparison": _comparison,
}


def _joined(values: list[str]) -> str:
    return " and ".join(values)


def labels(asserted: Iterable[ox.Triple], ontology: Iterable[ox.Triple] = ()) -> set[ox.Triple]:
    """The labels of what is stated and has no name, in English, as ours and those of the ontology's terms are."""
    known: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, dict[str, str]] = {"en": {}, CHINESE: {}}
    for t in sorted(asserted, key=str):
        known[t.subject.value][t.predicate.value].append(t.object)  # type: ignore[arg-type]
        if t.predicate.value == PREF and (language := getattr(t.object, "language", "")) in names:
            names[language][t.subject.value] = t.object.value
    for t in ontology:
        if t.predicate.value == LABEL and (language := getattr(t.object, "language", "")) in names:
            names[language].setdefault(t.subject.value, t.object.value)
    nameless = {iri: own[TYPE] for iri, own in known.items() if TYPE in own and PREF not in own}
    kinds = {ns.CNS + name: how for name, how in CALLED.items()}

    def named(node: ox.NamedNode | ox.Literal) -> str:
        return node.value if isinstance(node, ox.Literal) else names["en"].get(node.value, ns.compact(node.value))

    def called(iri: str, how: Callable[[Values, str], str]) -> ox.Triple:
        return _label(iri, how(lambda name: [named(v) for v in known[iri].get(ns.CNS + name, [])], iri), "en")

    made = {called(iri, kinds[c.value]) for iri, types in nameless.items() for c in types if c.value in kinds}
    propositions = [iri for iri, types in nameless.items() if any(c.value == PROPOSITION for c in types)]
    said = {iri: {p: [v.value for v in vs] for p, vs in known[iri].items()} for iri in propositions}
    return made | _sentences(said, names)


def _sentences(said: Said, names: Mapping[str, Mapping[str, str]]) -> set[ox.Triple]:
    """Propositions as sentences."""
    spoken = Sentences(said, lambda iri: names["en"].get(iri, ns.compact(iri)), lambda iri: names[CHINESE].get(iri, ""))
    chinese = {iri: spoken.in_chinese(iri) for iri in said}
    return {_label(iri, spoken.english(iri), "en") for iri in said} | {
        _label(iri, text, CHINESE) for iri, text in chinese.items() if text
    }


def _label(iri: str, text: str, language: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(iri), ox.NamedNode(LABEL), ox.Literal(text, language=language))


def preferred(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """An rdfs:label for each skos:prefLabel, for graphs that are not reasoned over."""
    return {ox.Triple(t.subject, ox.NamedNode(LABEL), t.object) for t in triples if t.predicate.value == PREF}
