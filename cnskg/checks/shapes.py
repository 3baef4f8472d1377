"""SHACL (W3C Recommendation of 2017-07-20), done by pySHACL on the deduplicated union of ontology and data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib import RDF, SH

from .. import namespaces as ns
from ..content.dataset import read_dataset
from ..content.files import DATA, Content, CuratedFile, Kind
from ..errors import ContentError
from ..rdf import RDFS, TYPE
from .as_rdflib import as_written, read
from .check import Check, Fault, check, once
from .sample import Samples, sample
from .scope import judged_files
from .shape_files import Shape, read_shapes, shape_texts

Broken = tuple[str, str]


@lru_cache(maxsize=2)
def to_rdflib(triples: frozenset[ox.Triple]) -> rdflib.Graph:
    """The same triples as an rdflib graph; the last ones are kept, since the ontology is asked for again and again."""
    data = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES)
    return read(data or b"", "nt")


@lru_cache(maxsize=2)
def shapes_graph(texts: tuple[str, ...]) -> rdflib.Graph:
    """The shapes as pySHACL takes them."""
    graph = rdflib.Graph()
    for text in texts:
        graph.parse(data=text, format="turtle")
    return graph


def owner(graph: rdflib.Graph, shape: rdflib.term.Node) -> str:
    """The named shape that a shape is part of, or is."""
    while not isinstance(shape, rdflib.URIRef):
        shape = next(graph.subjects(None, shape))
    return str(shape)


@once
def broken(content: Content) -> dict[str, set[Broken]]:
    """For each shape that is broken, the focus nodes and paths where it is; those that are to be judged."""
    # Of the ontology, SHACL asks only which class lies below which; the rest would only be copied.
    classes = {t for t in content.triples(Kind.ONTOLOGY) if t.predicate.value == RDFS + "subClassOf"}
    hierarchy = to_rdflib(frozenset(t for t in classes if isinstance(t.object, ox.NamedNode)))
    try:
        shapes = shapes_graph(tuple(shape_texts(content.root).values()))
        stated = content.triples(*DATA, Kind.CALENDAR)
        if content.chosen is not None:
            backwards = {str(name) for name in shapes.objects(None, SH.inversePath)}
            nodes = touched(content, backwards)
            stated, shapes = around(stated, nodes, backwards), aimed(shapes, content, nodes)
        data = to_rdflib(frozenset(stated))
        with as_written():
            _, results, _ = pyshacl.validate(
                data, shacl_graph=shapes, ont_graph=hierarchy, inference="none", advanced=False
            )
    except ContentError:
        raise
    except Exception as error:  # rdflib and pySHACL raise many kinds for shapes that are none; the message says which
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        hint = "Mend shapes/: `cnskg rules NAME` shows what each shape lets pass."
        raise ContentError(f"the shapes cannot be run: {said}", hint=hint) from None
    found: dict[str, set[Broken]] = defaultdict(set)
    for result in results.subjects(RDF.type, SH.ValidationResult):
        path = results.value(result, SH.resultPath)
        predicate = str(path) if isinstance(path, rdflib.URIRef) else ""
        shape = results.value(result, SH.sourceShape)
        found[owner(shapes, shape)].add((str(results.value(result, SH.focusNode)), predicate))
    return found


def touched(content: Content, backwards: set[str]) -> set[str]:
    """The things whose account by the shapes hangs on the files to be judged, some properties being read backwards."""
    stated = [t for f in judged_files(content, *DATA) for t in f.triples]
    nodes = [t.subject for t in stated] + [t.object for t in stated if t.predicate.value in backwards]
    return {node.value for node in nodes if isinstance(node, ox.NamedNode)}


def around(stated: set[ox.Triple], nodes: set[str], backwards: set[str]) -> set[ox.Triple]:
    """What is stated of the nodes, and of those at the other end, for which properties are read backwards, too.

    No shape looks further: a path is one step, and of its values a shape asks for class and properties.
    """
    said: dict[str, list[ox.Triple]] = defaultdict(list)
    near = set(nodes)
    for t in stated:
        said[t.subject.value].append(t)
        if t.subject.value in nodes and isinstance(t.object, ox.NamedNode):
            near.add(t.object.value)
        elif t.predicate.value in backwards and t.object.value in nodes:
            near.add(t.subject.value)
    return {t for node in near for t in said.get(node, ())}


def aimed(shapes: rdflib.Graph, content: Content, nodes: set[str]) -> rdflib.Graph:
    """The shapes with the nodes of their class among these as their targets, in place of the class.

    pySHACL's own option for focus nodes holds for the values that a shape looks at, too, and so hides faults.
    """
    of_class: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        for cls in content.ontology.above(content.types.get(node, ())):
            of_class[cls].add(node)
    found = rdflib.Graph()
    for s, p, o in shapes:
        if p != SH.targetClass:
            found.add((s, p, o))
        for node in of_class.get(str(o), ()) if p == SH.targetClass else ():
            found.add((s, SH.targetNode, rdflib.URIRef(node)))
    return found


@once
def homes(content: Content) -> dict[str, CuratedFile]:
    """The file where each thing is described: the one with its type, else the first that speaks of it."""
    found: dict[str, CuratedFile] = {}
    typed: dict[str, CuratedFile] = {}
    for source in content.of(*DATA, Kind.CALENDAR):
        for t in source.triples:
            found.setdefault(t.subject.value, source)
            if t.predicate.value == TYPE:
                typed.setdefault(t.subject.value, source)
    return found | typed


def faults(shape: Shape, content: Content) -> Iterator[Fault]:
    """Where a shape is broken."""
    for focus, path in broken(content).get(shape.iri, ()):
        home = homes(content)[focus]
        about = ns.compact(path) if path else " or ".join(shape.properties)
        hint = f"Look at {about}. " * bool(about) + f"Right is, for example:\n    {shape.example}\n"
        hint += f"  The rule stands in {shape.file}:{shape.line}; `cnskg rules {shape.name}` shows right and wrong."
        yield Fault(home.name, home.places.line(focus, path), f"{ns.compact(focus)}: {shape.sentence}", hint)


def rule_checks(root: Path) -> tuple[Check, ...]:
    """A check for each shape under a content folder."""
    return tuple(
        Check(
            shape.name,
            shape.sentence,
            partial(faults, shape),
            shape.severity,
            given=Samples(sample(shape.passing), {"sample": sample(shape.failing)}),
        )
        for shape in read_shapes(root)
    )


def coverage(content: Content) -> dict[str, int]:
    """How many focus nodes each shape has."""
    counts: dict[str, int] = defaultdict(int)
    for found in content.types.values():
        for cls in content.ontology.above(found):
            counts[cls] += 1
    return {shape.name: counts[shape.cls] for shape in read_shapes(content.root)}


@check("empty-shape")
def empty_shape(content: Content) -> Iterator[Fault]:
    """No shape matches nothing, since it could not fail, where the content says that it uses every one."""
    if not read_dataset(content.root).uses_every_shape:
        return  # other documents, few classes in use: then that is as it should be
    counts = coverage(content)
    for shape in read_shapes(content.root):
        if not counts[shape.name]:
            message = f"the shape {shape.name} matches nothing, so it cannot fail"
            yield Fault(
                shape.file, shape.line, message, "Mend its target, or remove it, or the claim in data/dataset.toml."
            )


CHECKS: tuple[Check, ...] = (empty_shape,)
