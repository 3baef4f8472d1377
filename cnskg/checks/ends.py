"""Whether the two ends of a statement are of the classes that its property is made for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.files import DATA, Content, CuratedFile, Kind
from ..rdf import OWL, RDF, TYPE
from .check import Fault, at, check, once
from .scope import judged, judged_files

ALL_DISJOINT = ox.NamedNode(OWL + "AllDisjointClasses")


@check("wrong-subject")
def wrong_subject(content: Content) -> Iterator[Fault]:
    """The subject of a property is of the class that the property is made for."""
    for source, t in judged(content, *DATA):
        wanted = content.ontology.domains.get(t.predicate.value, ())
        yield from _end(content, source, t, t.subject.value, sorted(wanted), "subject")


@check("wrong-object")
def wrong_object(content: Content) -> Iterator[Fault]:
    """The object of a property is of the class that the property is made for."""
    for source, t in judged(content, *DATA):
        if isinstance(t.object, ox.NamedNode):
            wanted = content.ontology.ranges.get(t.predicate.value, ())
            yield from _end(content, source, t, t.object.value, sorted(wanted), "object")


def _end(
    content: Content, source: CuratedFile, t: ox.Triple, iri: str, wanted: list[str], role: str
) -> Iterator[Fault]:
    types = {ns.CNS + "TimeSpan"} if iri.startswith(ns.TIME) else content.types.get(iri, set())
    types = {t for t in types if t in content.ontology.kinds}  # of one that there is not, `unknown-term` tells
    for cls in wanted:
        if types and cls.startswith(ns.CNS) and not content.ontology.is_a(types, cls):
            known = ", ".join(sorted(ns.compact(x) for x in types))
            message = f"the {role} of {ns.compact(t.predicate.value)} must be a {ns.compact(cls)}; "
            message += f"{ns.compact(iri)} is a {known}"
            yield at(source, t, message, _other_way(content, source, t) or "Use another property, or mend the type.")


@once
def exclusive(content: Content) -> list[set[str]]:
    """The groups of classes that exclude one another, by the ontology."""
    of: dict[object, dict[str, object]] = {}
    groups = []
    for _, t in content.statements(Kind.ONTOLOGY):
        of.setdefault(t.subject, {})[t.predicate.value] = t.object
        if t.predicate.value == OWL + "disjointWith":
            groups.append({t.subject.value, t.object.value})
    for known in of.values():
        node, group = known.get(OWL + "members") if ALL_DISJOINT in known.values() else None, set()
        while node in of and RDF + "first" in of[node]:
            group.add(getattr(of[node][RDF + "first"], "value", ""))
            node = of[node][RDF + "rest"]
        groups.append(group)
    return [group for group in groups if group]


@check("two-sorts")
def two_sorts(content: Content) -> Iterator[Fault]:
    """Nothing is of two classes that exclude one another."""
    for source in judged_files(content, *DATA):
        several = [t for t in source.by_predicate.get(TYPE, ()) if len(content.types.get(t.subject.value, ())) > 1]
        for node, t in {t.subject: t for t in sorted(several, key=str)}.items():
            types = sorted(content.types.get(getattr(node, "value", ""), ()))
            apart = exclusive(content)
            sorts = {cls: content.ontology.above([cls]) for cls in types}
            pair = next(((a, b) for a, b in combinations(types, 2) if _exclude(apart, sorts[a], sorts[b])), None)
            if pair:
                both = " and a ".join(map(ns.compact, pair))
                message = f"{_named(node)} is a {both}, which exclude one another"
                yield at(source, t, message, "Keep the class that fits; two things have a card each.")


def _exclude(groups: list[set[str]], some: set[str], others: set[str]) -> bool:
    """Whether two sets of classes have different members of a group, and none in common."""
    return any(group & some and group & others and not group & some & others for group in groups)


def _other_way(content: Content, source: CuratedFile, t: ox.Triple) -> str:
    """What was likely meant: the statement turned round, or its object changed for that of another property there."""
    wanted = content.ontology.ranges.get(t.predicate.value, ())
    if _fits(content, t.object, content.ontology.domains.get(t.predicate.value, ())) and _fits(
        content, t.subject, wanted
    ):
        return f"The other way round? {_named(t.object)} {_named(t.predicate)} {_named(t.subject)} ."
    for other in source.triples:
        theirs = content.ontology.ranges.get(other.predicate.value, ())
        both = _fits(content, other.object, wanted) and _fits(content, t.object, theirs)
        if other.subject == t.subject and other != t and both and not _fits(content, other.object, theirs):
            return f"Are {_named(t.object)} and {_named(other.object)}, of {_named(other.predicate)}, swapped?"
    return ""


def _fits(content: Content, node: object, classes: Iterable[str]) -> bool:
    """Whether a thing is known to be of all the classes, of which there is one."""
    types = content.types.get(node.value, set()) if isinstance(node, ox.NamedNode) else set()
    return bool(types and classes) and all(content.ontology.is_a(types, one) for one in classes)


def _named(node: object) -> str:
    return ns.compact(node.value) if isinstance(node, ox.NamedNode) else str(node)
