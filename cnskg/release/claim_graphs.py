"""The graphs of claims: what each contends, denies, leaves open, calls for or calls against, as plain triples.

    <claim>            what it contends         <claim>#called-for        what it wants done
    <claim>#denied     what it denies           <claim>#called-against    what it wants left undone
    <claim>#open       what it leaves open

So `GRAPH ?claim { id:gsi cns:aimsAt ?goal } ?claim cns:claimant ?who` says who holds which aim to be the initiative's.
None of it is a fact, and none of it stands in the default graph. What qualifies a proposition is dropped, and one that
is an end of another stands there by its IRI, so that what somebody only believes is in no graph. `graph:claims` lists
the graphs: whose each is (`cns:graphOf`), how the claim stands to what is in it (`cns:stance`), and whether the claim
says it less plainly, with a hedge, a condition or a qualifier (`cns:qualified`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.ontology import Ontology
from ..content.propositions import ENDS, QUALIFIERS
from ..rdf import XSD
from .store import Graphs

#: How a claim may stand to a proposition, and how the IRI of the graph ends that shows it.
STANCES = {
    ns.CNS + "contends": "",
    ns.CNS + "denies": "#denied",
    ns.CNS + "leavesOpen": "#open",
    ns.CNS + "callsFor": "#called-for",
    ns.CNS + "callsAgainst": "#called-against",
}
#: What makes all that a claim says less than plain, with what stands below it.
_RESERVATIONS = {ns.CNS + "hedge", ns.CNS + "underCondition"}
_GRAPH_OF, _STANCE, _QUALIFIED = (ox.NamedNode(ns.CNS + name) for name in ("graphOf", "stance", "qualified"))
_TRUE = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))

#: What is said of one thing: its values, by property.
Said = Mapping[str, list[ox.NamedNode | ox.Literal]]


def is_of_claim(graph: str) -> bool:
    """Whether a graph is one of a claim: of all named graphs, these alone are called by an id."""
    return graph.startswith(ns.ID)


def reservations(ontology: Ontology) -> frozenset[str]:
    """The properties by which a claim takes back some of what it says."""
    return frozenset(name for name, above in ontology.supers.items() if above & _RESERVATIONS)


def claim_graphs(asserted: Iterable[ox.Triple], reserving: Set[str]) -> Graphs:
    """The graphs of all claims, and the list of them; `reserving` are the properties of a reservation."""
    said: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for t in asserted:
        said[t.subject.value][t.predicate.value].append(t.object)  # type: ignore[arg-type]
    graphs: Graphs = {}
    listed: set[ox.Triple] = set()
    for claim, own in said.items():
        for stance, ending in STANCES.items():
            contents = [said[p.value] for p in own.get(stance, ()) if _is_whole(said.get(p.value, {}))]
            if contents:
                graphs[claim + ending] = {_plain(content) for content in contents}
                qualified = bool(reserving & own.keys()) or any(QUALIFIERS & one.keys() for one in contents)
                listed.update(_listed(claim, stance, qualified))
    return graphs | ({ns.GRAPH_CLAIMS: listed} if listed else {})


def _is_whole(content: Said) -> bool:
    """Whether a proposition has its three ends, as the checks ask."""
    return all(len(content.get(end, ())) == 1 for end in ENDS)


def _plain(content: Said) -> ox.Triple:
    """What a proposition says, as a triple."""
    subject, relation, value = (content[end][0] for end in ENDS)
    return ox.Triple(ox.NamedNode(subject.value), ox.NamedNode(relation.value), value)


def _listed(claim: str, stance: str, qualified: bool) -> Iterator[ox.Triple]:
    """What the list says of one graph."""
    graph = ox.NamedNode(claim + STANCES[stance])
    yield ox.Triple(graph, _GRAPH_OF, ox.NamedNode(claim))
    yield ox.Triple(graph, _STANCE, ox.NamedNode(stance))
    if qualified:
        yield ox.Triple(graph, _QUALIFIED, _TRUE)
