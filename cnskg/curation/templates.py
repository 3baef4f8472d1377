"""Templates: a claim, a tenure, a background source, a question; what is known is filled in, the rest to be filled.

What a claim or a tenure needs is read off the passing sample of its shape, so that template and rule say the same.
What is left is called `fill-in`, which `cnskg check` finds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..checks.literals import UNFILLED
from ..checks.propositions import STANCES
from ..checks.shape_files import Shape, read_shapes
from ..content.dataset import read_dataset
from ..content.files import HEAD, Content, Kind, parse
from ..content.listing import kept, shown
from ..content.turtle import canonical, term
from ..errors import ContentError, UsageError
from ..rdf import PREF, TYPE
from .passages import made
from .writing import SLUG, literal, locked, plain, triple, write

#: The shapes whose passing samples are the templates; in them the thing itself is id:x.
SAMPLES = {"claim": "claim-sentence", "tenure": "tenure-time"}
#: What a claim says, where nobody has said it yet.
PROPOSITION = "[ cns:subject id:fill-in-subject ; cns:relation id:fill-in-relation ; cns:object id:fill-in-object ]"
#: What stands in its place in a claim of how somebody sees things: whose mind it is, and what is in it.
BELIEFS = {
    "cns:ThreatPerception": "[ cns:subject id:fill-in-perceiver ; cns:relation cns:believes ; cns:object "
    "[ cns:subject id:fill-in-threat ; cns:relation cns:threatens ; cns:object id:fill-in-threatened ] ]",
}
#: Properties by CURIE, with their values in Turtle.
Given = Mapping[str, Sequence[str]]


def text(words: str, language: str = "en") -> str:
    """A text as Turtle writes it."""
    return term(literal(plain(words), language))


def block(root: Path, kind: str, slug: str, given: Given, needless: Sequence[str] = ()) -> str:
    """The Turtle of a new thing: what is given, and what else the samples of its shapes have, to be filled in.

    `needless` are properties of the samples that others stand for. Above it, as a comment, stands what the shapes say
    of what is to be filled in.
    """
    base = next((s for s in read_shapes(root) if s.name == SAMPLES[kind]), None)
    if base is None:
        raise ContentError(f"there is no shape {SAMPLES[kind]}", hint="Shapes stand in shapes/*.ttl.")
    of_class = _shapes_of(root, given.get("rdf:type", ()))
    wanted = _said(base)
    for shape in of_class:
        own = {p: node for p, node in _said(shape).items() if ns.compact(p) in shape.properties and p not in STANCES}
        wanted |= own
    known = {ns.expand(predicate): list(values) for predicate, values in given.items() if values}
    rules = [s for s in read_shapes(root) if s.cls == base.cls] + of_class
    notes = _notes(rules, wanted.keys() - known.keys() - set(map(ns.expand, needless)))
    for predicate, node in wanted.items():
        if ns.compact(predicate) in needless and predicate not in known:
            continue
        known.setdefault(predicate, [_to_fill(predicate, node)])
    first = [p for p in (TYPE, PREF) if p in known]
    order = [*first, *(p for p in known if p not in first)]
    rows = [f"    {'a' if p == TYPE else ns.compact(p)} {' , '.join(known[p])}" for p in order]
    return f"\n{notes}id:{slug}\n" + " ;\n".join(rows) + " .\n"


def _said(shape: Shape) -> dict[str, ox.NamedNode | ox.Literal]:
    """What the passing sample of a shape says of the thing itself."""
    triples = (q.triple for q in ox.parse((HEAD + shape.passing).encode(), format=ox.RdfFormat.TURTLE))
    return {
        t.predicate.value: t.object
        for t in triples
        if t.subject.value == ns.ID + "x" and isinstance(t.object, ox.NamedNode | ox.Literal)
    }


def _shapes_of(root: Path, classes: Sequence[str]) -> list[Shape]:
    """The shapes that are for these very classes, beside those of what is above them."""
    return [shape for shape in read_shapes(root) if ns.compact(shape.cls) in classes]


def _notes(rules: Iterable[Shape], left: Collection[str]) -> str:
    """What the rules say of the properties that are left to be filled in, as a comment."""
    named = set(map(ns.compact, left))
    rows = dict.fromkeys(f"# {one.sentence}\n" for one in rules if named & set(one.properties))
    return "".join(["# To be filled in; then this comment may go.\n", *rows]) if rows else ""


def to_say(root: Path, cls: str) -> tuple[str, str]:
    """What a claim of a class says where nobody has said it yet: the stance that its shapes want, and a proposition."""
    calling = any("cns:callsFor" in shape.properties for shape in _shapes_of(root, (cls,)))
    return "cns:callsFor" if calling else "cns:contends", BELIEFS.get(cls, PROPOSITION)


def _to_fill(predicate: str, node: ox.NamedNode | ox.Literal) -> str:
    name = ns.compact(predicate).partition(":")[2]
    if predicate == TYPE:
        return term(node)
    if isinstance(node, ox.Literal):
        return text(f"{UNFILLED} {name}")
    return f"id:fill-in-{name}"


def add(root: Path, place: str, kind: str, slug: str, given: Given, needless: Sequence[str] = ()) -> Path:
    """Write a new thing below what a passage (DOCUMENT/ID) or a background source states.

    What stands there is left as it is. Raises UsageError where there is no such file, ContentError where the thing is
    there already.
    """
    slug = slug.removeprefix("id:")
    slug = slug if slug.startswith(f"{kind}-") else f"{kind}-{slug}"
    _require(slug)
    with locked(root):
        path = _file(root, place)
        parse(root, path)  # raises what is wrong there already
        for source, t in Content.read(root, Kind.PASSAGE, Kind.BACKGROUND).statements(Kind.PASSAGE, Kind.BACKGROUND):
            if t.subject.value == ns.ID + slug and t.predicate.value == TYPE:
                raise ContentError(f"id:{slug} is there already, in {source.name}", hint="Choose another slug.")
        new = block(root, kind, slug, given, needless)
        try:
            list(ox.parse((HEAD + new).encode(), format=ox.RdfFormat.TURTLE))
        except SyntaxError as error:
            hint = "Give things as id:…, times as 2022-10, texts in quotation marks of the shell."
            raise UsageError(f"what is given is not valid Turtle: {error}", hint=hint) from None
        old = path.read_text(encoding="utf-8")
        missing = [p for p in ns.PREFIXES if f"{p}:" in new and f"@prefix {p}:" not in old]
        write(path, "".join(f"@prefix {p}: <{ns.PREFIXES[p]}> .\n" for p in missing) + old.rstrip("\n") + "\n" + new)
    return path


def _require(slug: str) -> None:
    if not SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} is no name", hint="Use a-z, 0-9 and -.")


def _file(root: Path, place: str) -> Path:
    """The file of a passage, as DOCUMENT/ID, or of a background source, by its name."""
    document, slash, number = place.removeprefix("psg:").rpartition("/")
    folder = root / "data" / "passages" / document
    found = kept(folder.glob(f"{number}-*.ttl") if slash else (root / "data" / "background").glob(f"{place}.ttl"))
    if len(found) != 1:
        hint = "Name a passage as DOCUMENT/ID, such as merics-2022/p003, or a file of data/background/."
        raise UsageError(f"there is no passage or background source {place}", hint=hint)
    return found[0]


def new_background(root: Path, slug: str, named: str, url: str, line: str = "") -> Path:
    """A file for the facts of a source from beyond the documents, which it cites."""
    _require(slug)
    node = f"<{ns.BG}{slug}>"
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"{url!r} is no address", hint="Write it from https:// on.")
    triples = [
        triple(node, "rdf:type", "cns:BackgroundSource"),
        triple(node, PREF, literal(plain(named), "en")),
        triple(node, "cns:url", literal(url)),
        *made(ns.BG + slug, read_dataset(root).publisher),
    ]
    triples += [triple(node, "cns:description", literal(plain(line), "en"))] if line else []
    return _begin(root, Path("background") / f"{slug}.ttl", triples, ns.BG + slug)


@dataclass(frozen=True)
class NewQuestion:
    """What a curator says of a new question; without rows, they are to be filled in."""

    slug: str
    wording: str
    query: str
    themes: Sequence[str]
    documents: Sequence[str] = ()
    rows: Sequence[str] = ()


def new_question(root: Path, wanted: NewQuestion) -> Path:
    """A file for a question that the graph must answer."""
    _require(wanted.slug)
    node = f"<{ns.BASE}question/{wanted.slug}>"
    triples = [
        triple(node, "rdf:type", "cns:Question"),
        triple(node, PREF, literal(plain(wanted.wording), "en")),
        triple(node, "cns:sparql", literal(wanted.query.strip())),
        *(triple(node, "cns:theme", literal(plain(theme))) for theme in wanted.themes),
        *(triple(node, "cns:supportedBy", f"id:{one.removeprefix('id:')}") for one in wanted.documents),
        *(triple(node, "cns:expects", literal(row)) for row in wanted.rows or [f"{UNFILLED} expects"]),
    ]
    return _begin(root, Path("questions") / f"{wanted.slug}.ttl", triples, "")


def _begin(root: Path, name: Path, triples: list[ox.Triple], first: str) -> Path:
    """Write a new file below data/. Raises UsageError where it is there already."""
    path = root / "data" / name
    with locked(root):
        if path.exists():
            raise UsageError(f"{shown(root, path)} is there already", hint="Choose another slug.")
        write(path, canonical(triples, first))
    return path
