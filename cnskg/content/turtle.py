"""The one canonical Turtle form of the files under data/: so that a diff reads like a review.

Prefixes in use, sorted; subjects sorted, the file's own node first and propositions last, each below its comments; one
statement a line; no blank nodes.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import pyoxigraph as ox

from ..namespaces import PREFIXES
from ..rdf import ALT, PREF, TYPE, XSD
from .comments import Comment
from .propositions import is_name

LOCAL = re.compile(r"^[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?$")
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
#: Controls, formats, separators of lines, and spaces: categories that no version of Unicode changes.
UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
#: Values that Turtle has without quotation marks and datatype.
BARE = {
    XSD + "integer": re.compile("[+-]?[0-9]+"),
    XSD + "boolean": re.compile("true|false"),
    XSD + "decimal": re.compile("[+-]?[0-9]+[.][0-9]+"),
}


def quoted(text: str) -> str:
    """A Turtle string in double quotes; what shows nothing, or not what it is, is written by its number."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(ESCAPES.get(c) or _by_number(c) for c in text) + '"'


def with_numbers(text: str) -> str:
    """A Turtle text whose strings have by their number what shows nothing: canonical if that alone was missing."""
    return "".join(c if c == "\n" else _by_number(c) for c in text)


def _by_number(c: str) -> str:
    if c == " " or c.isprintable() or unicodedata.category(c) not in UNSEEN:
        return c
    return f"\\u{ord(c):04X}" if ord(c) < 0x10000 else f"\\U{ord(c):08X}"


def term(node: ox.NamedNode | ox.Literal, used: set[str] | None = None) -> str:
    """A term in Turtle; the prefix that it takes is added to `used`."""
    if isinstance(node, ox.Literal):
        return _literal(node, used)
    iri = node.value
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and LOCAL.match(iri[len(namespace) :]):
            if used is not None:
                used.add(prefix)
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def _literal(node: ox.Literal, used: set[str] | None) -> str:
    if node.language:
        return f"{quoted(node.value)}@{node.language}"
    kind = node.datatype.value
    if kind == XSD + "string":
        return quoted(node.value)
    if kind in BARE and BARE[kind].fullmatch(node.value):
        return node.value
    return f"{quoted(node.value)}^^{term(node.datatype, used)}"


def _plain(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.Literal:
    """The node, if it is an IRI or a literal."""
    if isinstance(node, ox.NamedNode | ox.Literal):
        return node
    raise ValueError("blank node")


def _subject_key(iri: str, first: str) -> tuple[bool, bool, str]:
    """The file's own node, then what it describes, then the propositions of which its claims speak."""
    return iri != first, is_name(iri), iri


def _predicate_key(iri: str) -> tuple[int, str]:
    order = {TYPE: 0, PREF: 1, ALT: 2}
    return order.get(iri, 9), iri


def _object_key(node: ox.NamedNode | ox.Literal) -> tuple[int, str, Decimal, str, str]:
    if isinstance(node, ox.Literal):
        number = Decimal(node.value) if BARE[XSD + "integer"].fullmatch(node.value) else Decimal(0)
        return 1, node.language or "", number, node.value, node.datatype.value
    return 0, "", Decimal(0), node.value, ""


def canonical(
    triples: Iterable[ox.Triple], first: str = "", comments: Mapping[str, Sequence[Comment]] | None = None
) -> str:
    """The canonical Turtle of the triples; the subject `first` leads, and each stands below its comments.

    Raises ValueError on blank nodes.
    """
    blocks: dict[str, dict[str, set[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        _plain(triple.subject)
        blocks[triple.subject.value][triple.predicate.value].add(_plain(triple.object))
    used: set[str] = set()
    body = []
    for subject in sorted(blocks, key=lambda s: _subject_key(s, first)):
        body += [comment.text for comment in (comments or {}).get(subject, ())]
        body += _block(subject, blocks[subject], used)
    head = [f"@prefix {p}: <{PREFIXES[p]}> ." for p in sorted(used)]
    text = "\n".join([*head, "", *body] if head else body)
    return text.rstrip("\n") + "\n"


def _block(subject: str, block: dict[str, set[ox.NamedNode | ox.Literal]], used: set[str]) -> Iterator[str]:
    """The rows of a subject, and an empty one."""
    yield term(ox.NamedNode(subject), used)
    statements = [(p, o) for p in sorted(block, key=_predicate_key) for o in sorted(block[p], key=_object_key)]
    for i, (predicate, node) in enumerate(statements):
        verb = "a" if predicate == TYPE else term(ox.NamedNode(predicate), used)
        end = " ." if i == len(statements) - 1 else " ;"
        yield f"    {verb} {term(node, used)}{end}"
    yield ""
