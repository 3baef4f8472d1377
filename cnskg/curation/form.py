"""The canonical form of the data files, and the names of the propositions in them."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pyoxigraph as ox

from ..content.files import CuratedFile, parse
from ..content.propositions import renamed
from ..content.turtle import canonical
from ..errors import ContentError
from .writing import locked, write


def format_file(root: Path, path: Path, check: bool) -> bool:
    """Bring a data file into canonical form; True where it was not. With `check` nothing is written."""
    with nullcontext() if check else locked(root):
        source = parse(root, path)
        try:
            text = canonical(_named(source), source.graph)
        except ValueError:
            message = f"{source.name}: a data file has no blank nodes"
            raise ContentError(message, hint="Give the node an id: IRI.") from None
        other = text != source.text or bool(source.flaws)
        if other and not check:
            write(path, text)
        return other


def _named(source: CuratedFile) -> set[ox.Triple]:
    """What the file states, its propositions under the names that follow from their content."""
    try:
        return renamed(source.triples)
    except ContentError as error:
        raise ContentError(f"{source.name}: {error.message}", hint=error.hint) from None
