"""The canonical form of the data files."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from ..content.files import parse
from ..content.turtle import canonical
from ..errors import ContentError
from .writing import locked, write


def format_file(root: Path, path: Path, check: bool) -> bool:
    """Bring a data file into canonical form; True where it was not. With `check` nothing is written."""
    with nullcontext() if check else locked(root):
        source = parse(root, path)
        try:
            text = canonical(source.triples, source.graph)
        except ValueError:
            message = f"{source.name}: a data file has no blank nodes"
            raise ContentError(message, hint="Give the node an id: IRI.") from None
        other = text != source.text or bool(source.flaws)
        if other and not check:
            write(path, text)
        return other
