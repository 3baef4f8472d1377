"""SHACL (W3C Recommendation of 2017-07-20), done by pySHACL on the deduplicated union of ontology and data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.dataset import read_dataset
from ..content.files import DATA, Content, CuratedFile, Kind
from ..errors import ContentError
from ..rdf import RDFS, TYPE
from .check import Check, Fault, check, once
from .glance import Glance, plain, reached, said
from .sample import Samples, sample
from .scope import judged_files
from .shape_files import SH, Broken, Shape, parsed, read_shapes, shape_texts

#: How one finds what is broken: for each shape the focus nodes and paths.
Look = Callable[[Content], dict[str, set[Broken]]]


@once
def broken(content: Content) -> dict[str, set[Broken]]:
    """For each shape that is broken, the focus nodes and paths where it is; those that are to be judged."""
    if content.chosen is not None:
        return glanced(content)
    from . import shacl  # here: loading it takes as long as all other checks of a file

    with told_of_shapes():
        shapes = shacl.shapes_graph(tuple(shape_texts(content.root).values()))
        return shacl.broken(shapes, content.triples(*DATA, Kind.CALENDAR), classes(content))


@once
def glanced(content: Content) -> dict[str, set[Broken]]:
    """The same among the things of which these files speak; of what shows at a glance, pySHACL is not asked."""
    stated = parsed(content.root)
    shapes = said(stated)
    backwards = {one.value for known in shapes.values() for one in known.get(SH + "inversePath", ())}
    nodes = touched(content, backwards)
    near = around(content, nodes, backwards)
    members = by_class(content, nodes)
    targets = {shape.iri: members.get(shape.cls, set()) for shape in read_shapes(content.root)}
    found: dict[str, set[Broken]] = {}
    if plain(shapes):
        found, targets = at_a_glance(Glance(shapes, near, content.ontology.above), targets)
        if not targets:
            return found
        stated, near = reached(stated, targets), around(content, set().union(*targets.values()), backwards)
    from . import shacl  # here: loading it takes as long as all other checks of a file

    with told_of_shapes():
        aimed = shacl.aimed(shacl.shapes_graph((shacl.as_text(stated),), "nt"), targets)
        asked = shacl.broken(aimed, near, classes(content))
    return {shape: found.get(shape, set()) | asked.get(shape, set()) for shape in found.keys() | asked.keys()}


@contextmanager
def told_of_shapes() -> Iterator[None]:
    """While this lasts, what goes wrong is told of the shapes."""
    try:
        yield
    except Exception as error:  # rdflib and pySHACL raise many kinds for shapes that are none; the message says which
        said = (str(error).strip() or type(error).__name__).splitlines()[0]
        hint = "Mend shapes/: `cnskg rules NAME` shows what each shape lets pass."
        raise ContentError(f"the shapes cannot be run: {said}", hint=hint) from None


def classes(content: Content) -> set[ox.Triple]:
    """Which named class lies below which: all that SHACL asks of the ontology; the rest would only be copied."""
    found = {t for t in content.triples(Kind.ONTOLOGY) if t.predicate.value == RDFS + "subClassOf"}
    return {t for t in found if isinstance(t.object, ox.NamedNode)}


def touched(content: Content, backwards: set[str]) -> set[str]:
    """The things whose account by the shapes hangs on the files to be judged, some properties being read backwards."""
    stated = [t for f in judged_files(content, *DATA) for t in f.triples]
    nodes = [t.subject for t in stated] + [t.object for t in stated if t.predicate.value in backwards]
    return {node.value for node in nodes if isinstance(node, ox.NamedNode)}


def around(content: Content, nodes: set[str], backwards: set[str]) -> set[ox.Triple]:
    """What is stated of the nodes, and of those at the other end, for which properties are read backwards, too.

    No shape looks further: a path is one step, and of its values a shape asks for class and properties.
    """
    of: dict[str, list[ox.Triple]] = defaultdict(list)
    near = set(nodes)
    for _, t in content.statements(*DATA, Kind.CALENDAR):
        of[t.subject.value].append(t)
        if t.predicate.value in backwards and t.object.value in nodes:
            near.add(t.subject.value)
    near |= {t.object.value for node in nodes for t in of.get(node, ()) if isinstance(t.object, ox.NamedNode)}
    return {t for node in near for t in of.get(node, ())}


def by_class(content: Content, nodes: set[str]) -> dict[str, set[str]]:
    """Those of the nodes that are of each class, or of one below it."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in nodes:
        for cls in content.ontology.above(content.types.get(node, ())):
            found[cls].add(node)
    return found


def at_a_glance(glance: Glance, targets: dict[str, set[str]]) -> tuple[dict[str, set[Broken]], dict[str, set[str]]]:
    """For each shape that is broken, where it is; and the shapes and nodes of which the glance does not say."""
    found: dict[str, set[Broken]] = defaultdict(set)
    doubtful: dict[str, set[str]] = defaultdict(set)
    for shape, nodes in targets.items():
        for node in filter(glance.is_typed, nodes):  # what the ontology alone gives a class, SHACL does not aim at
            paths = glance.broken(ox.NamedNode(node), ox.NamedNode(shape))
            if paths is None:
                doubtful[shape].add(node)
            elif paths:
                found[shape] |= {(node, path) for path in paths}
    return dict(found), dict(doubtful)


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


def place(content: Content, focus: str, path: str) -> CuratedFile:
    """The file where something broken is told: a chosen one that states it, else the thing's home, else any that does.

    Who checks the file where the fault was made must not hear that there is none, only since the card lies elsewhere.
    """
    home, chosen = homes(content)[focus], content.chosen or frozenset()
    stating = [f for f in judged_files(content, *DATA) if _states(f, focus, path)]
    if home.name in chosen or (home in stating and not chosen):
        return home
    return next(iter(stating), home)


def _states(source: CuratedFile, focus: str, path: str) -> bool:
    statements = source.by_predicate.get(path, ()) if path else source.triples
    return any(t.subject.value == focus for t in statements)


def faults(shape: Shape, look: Look, content: Content) -> Iterator[Fault]:
    """Where a shape is broken."""
    for focus, path in look(content).get(shape.iri, ()):
        home = place(content, focus, path)
        about = ns.compact(path) if path else " or ".join(shape.properties)
        hint = f"Look at {about}. " * bool(about) + f"Right is, for example:\n    {shape.example}\n"
        hint += f"  The rule stands in {shape.file}:{shape.line}; `cnskg rules {shape.name}` shows right and wrong."
        yield Fault(home.name, home.places.line(focus, path), f"{ns.compact(focus)}: {shape.sentence}", hint)


def rule_checks(root: Path, look: Look = broken) -> tuple[Check, ...]:
    """A check for each shape under a content folder, and how it finds what is broken."""
    return tuple(
        Check(
            shape.name,
            shape.sentence,
            partial(faults, shape, look),
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
