"""Nanopublications: each asserted fact by itself, with its passages as provenance and the release as publication.

Each is called by a trusty URI (module RA: the digest of what it says), so that nobody can alter one unnoticed. What
passages are, and what propositions are made of, is no finding and has none; nor has what is inferred or claimed.
With a key of whoever publishes them each is signed (RSA, as nanopub tools do it): the signature is of all that is
said but itself, and the trusty URI is the digest of all, with it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Protocol

import pyoxigraph as ox

from .. import namespaces as ns
from ..rdf import TYPE, XSD
from ..release.folder import Release
from .facts import Facts

NP = "http://www.nanopub.org/nschema#"
NPX = "http://purl.org/nanopub/x/"
SPACE = ns.BASE + "np/"
#: Stands for the code in what the code is the digest of.
_CODE = " "
_PROV, _DCTERMS, _DCAT = (ns.PREFIXES[name] for name in ("prov", "dcterms", "dcat"))
_STATEMENTS = """
SELECT st.id, st.subject, st.property, st.object, st.value, st.datatype, st.language, source, doc.object, day.value
FROM statements st JOIN things ON iri = st.subject JOIN evidence ON statement = st.id AND kind != 'ours'
LEFT JOIN statements doc ON doc.subject = source AND doc.property = :document
LEFT JOIN statements day ON day.subject = source AND day.property = :day
WHERE st.status = 'asserted' AND table_name NOT IN ('passages', 'background_sources', 'propositions')
ORDER BY st.id, source
"""


class Signer(Protocol):
    """Who signs: the public key, in base64, and the signature of a text, too."""

    @property
    def public(self) -> str: ...

    def sign(self, text: str) -> str: ...


class Quad(NamedTuple):
    """A statement of a nanopublication; its object is an IRI, or a literal with datatype or language."""

    graph: str
    subject: str
    predicate: str
    object: str | ox.Literal


def write(folder: Path, facts: Facts, release: Release, key: Signer | None = None) -> Path:
    """Write them one after the other, as TriG; signed where there is a key."""
    path = folder / "nanopublications.trig"
    names = {"document": ns.CNS + "document", "day": ns.CNS + "encodedOn"}
    with path.open("w", encoding="utf-8") as file:
        file.write(f"@prefix np: <{NP}> .\n")
        for _, rows in groupby(facts.base.execute(_STATEMENTS, names), key=itemgetter(0)):
            quads = _quads(list(rows), release)
            file.write(_text(signed(quads, key) if key else quads))
    return path


def _quads(rows: list[tuple[str, ...]], release: Release) -> list[Quad]:
    """The nanopublication of one statement: head, assertion, provenance, publication."""
    _, subject, predicate, thing, value, datatype, language, *_ = rows[0]
    end = thing or _literal(value, datatype, language)
    this = SPACE + _CODE
    head, assertion, provenance, publication = (
        f"{this}#{part}" for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    found = [Quad(head, this, TYPE, NP + "Nanopublication")]
    parts = {"hasAssertion": assertion, "hasProvenance": provenance, "hasPublicationInfo": publication}
    found += [Quad(head, this, NP + name, part) for name, part in parts.items()]
    found.append(Quad(assertion, subject, predicate, end))
    for row in rows:
        found.append(Quad(provenance, assertion, _PROV + "wasDerivedFrom", row[7]))
    for document in sorted({row[8] for row in rows if row[8]}):
        found.append(Quad(provenance, assertion, _PROV + "hadPrimarySource", document))
    found += _published(publication, this, release, max((row[9] for row in rows if row[9]), default=""))
    return found


def _literal(value: str, datatype: str, language: str) -> ox.Literal:
    return ox.Literal(value, language=language) if language else ox.Literal(value, datatype=ox.NamedNode(datatype))


def _published(graph: str, this: str, release: Release, day: str) -> Iterator[Quad]:
    """Of which release it is, whose and under which licence, and when what it says was last encoded."""
    yield Quad(graph, this, _PROV + "wasDerivedFrom", f"{ns.BASE}r/{release.digest}/dataset")
    yield Quad(graph, this, _DCAT + "version", ox.Literal(str(release.manifest.get("version", ""))))
    for name, key in (("creator", "publisher"), ("license", "license")):
        if iri := release.dataset.get(key):
            yield Quad(graph, this, _DCTERMS + name, iri)
    if day:
        yield Quad(graph, this, _DCTERMS + "created", ox.Literal(day, datatype=ox.NamedNode(XSD + "date")))


def signed(quads: list[Quad], key: Signer) -> list[Quad]:
    """Quads with a signature of them among what is said of the publication."""
    this = SPACE + _CODE
    graph, signature = f"{this}#pubinfo", f"{this}#sig"
    whole = [
        *quads,
        Quad(graph, signature, NPX + "hasAlgorithm", ox.Literal("RSA")),
        Quad(graph, signature, NPX + "hasPublicKey", ox.Literal(key.public)),
        Quad(graph, signature, NPX + "hasSignatureTarget", this),
    ]
    return [*whole, Quad(graph, signature, NPX + "hasSignature", ox.Literal(key.sign(normal(whole))))]


def code(quads: list[Quad]) -> str:
    """The code of a trusty URI (module RA) of quads in which a space stands for it."""
    return "RA" + base64.urlsafe_b64encode(hashlib.sha256(normal(quads).encode()).digest()).decode().rstrip("=")


def normal(quads: list[Quad]) -> str:
    """The text of quads that is digested and signed."""
    return "".join(f"{q.graph}\n{q.subject}\n{q.predicate}\n{_normal(q.object)}\n" for q in sorted(quads, key=_order))


def _order(quad: Quad) -> tuple[bytes | bool, ...]:
    """The order in which quads are digested: by bytes, IRIs before literals, texts in a language before others."""
    start = (quad.graph.encode(), quad.subject.encode(), quad.predicate.encode())
    end = quad.object
    if isinstance(end, str):
        return (*start, False, end.encode())
    datatype = b"" if end.language else end.datatype.value.encode()
    return (*start, True, end.value.encode(), datatype, (end.language or "").encode())


def _normal(node: str | ox.Literal) -> str:
    """An object as it is digested."""
    if isinstance(node, str):
        return node
    text = node.value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{node.language.lower()} {text}" if node.language else f"^{node.datatype.value} {text}"


def _text(quads: list[Quad]) -> str:
    """The quads in TriG, with the code in its place."""
    this = SPACE + code(quads)
    lines = [f"\n@prefix this: <{this}> .\n@prefix sub: <{this}#> .\n"]
    for graph, said in groupby(quads, key=itemgetter(0)):
        lines.append(f"{_short(graph)} {{\n")
        lines += [f"  {_short(q.subject)} {_short(q.predicate)} {_end(q.object)} .\n" for q in said]
        lines.append("}\n")
    return "".join(lines)


def _short(iri: str) -> str:
    """An IRI in TriG: parts of this one by their prefix, others as they are."""
    this = SPACE + _CODE
    if iri == this:
        return "this:"
    if iri.startswith(f"{this}#"):
        return "sub:" + iri.removeprefix(f"{this}#")
    if iri.startswith(NP):
        return "np:" + iri.removeprefix(NP)
    return "a" if iri == TYPE else str(ox.NamedNode(iri))


def _end(node: str | ox.Literal) -> str:
    return _short(node) if isinstance(node, str) else str(node)
