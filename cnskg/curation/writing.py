"""How curated files are written: one tool at a time, each file whole or not at all."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """One curator's tool at a time, so that two of them do not lose each other's work."""
    with (root / "data" / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def literal(text: str, language: str = "") -> ox.Literal:
    return ox.Literal(text, language=language) if language else ox.Literal(text)


def triple(subject: str, predicate: str, node: str | ox.Literal) -> ox.Triple:
    """A triple of IRIs or CURIEs; the object may be a literal."""
    value = node if isinstance(node, ox.Literal) else ox.NamedNode(ns.expand(node))
    return ox.Triple(ox.NamedNode(ns.expand(subject)), ox.NamedNode(ns.expand(predicate)), value)
