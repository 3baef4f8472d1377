"""How curated files are written: one tool at a time, each file whole or not at all."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyoxigraph as ox

from .. import namespaces as ns
from ..content.characters import mended, oddities, tidy, told
from ..content.languages import LANGUAGES, misfit, remedy
from ..errors import UsageError
from ..folders import beside

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """One curator's tool at a time, so that two of them do not lose each other's work."""
    with (root / "data" / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    write_all({path: text})


def write_all(texts: dict[Path, str]) -> None:
    """Write several files, or none where one of them cannot be written; they take their places in the order given."""
    with ExitStack() as all_written:
        for path, text in reversed(texts.items()):  # what is entered last is left first
            path.parent.mkdir(parents=True, exist_ok=True)
            all_written.enter_context(beside(path)).write_text(text, encoding="utf-8")


def plain(text: str) -> str:
    """A text as it is stored: in form NFC, with single spaces. Raises UsageError for what nobody sees."""
    text = tidy(text)
    odd = oddities(text)
    if odd:
        raise UsageError(
            f"{text!r} has {told(text, odd[0])}", hint=f"Type it anew, in plain characters: {mended(text)!r}."
        )
    return text


def name(tag: str, text: str) -> ox.Literal:
    """A name in a language. Raises UsageError for a language that the project does not have, and for another script."""
    tag, text = tag.lower(), plain(text)
    if tag not in LANGUAGES:
        raise UsageError(f"{tag!r} is no language of the project", hint=remedy(tag, text))
    said = misfit(text, tag)
    if said:
        raise UsageError(f"{text!r} is to be {LANGUAGES[tag]} and has {said}", hint="Mend the name, or its language.")
    return ox.Literal(text, language=tag)


def literal(text: str, language: str = "") -> ox.Literal:
    return ox.Literal(text, language=language) if language else ox.Literal(text)


def triple(subject: str, predicate: str, node: str | ox.Literal) -> ox.Triple:
    """A triple of IRIs or CURIEs; the object may be a literal."""
    value = node if isinstance(node, ox.Literal) else ox.NamedNode(ns.expand(node))
    return ox.Triple(ox.NamedNode(ns.expand(subject)), ox.NamedNode(ns.expand(predicate)), value)
