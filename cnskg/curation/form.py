"""The canonical form of the data files, and the names of the propositions in them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from ..content.comments import Comment
from ..content.files import CuratedFile, parse
from ..content.propositions import renamed
from ..content.turtle import canonical
from ..errors import ContentError
from .writing import locked, write


class Formatted(NamedTuple):
    """What became of a file: whether it had another form, and the comments for which the form has no place."""

    changed: bool
    lost: list[Comment]


def format_file(root: Path, path: Path, check: bool) -> Formatted:
    """Bring a data file into canonical form. With `check` nothing is written."""
    with nullcontext() if check else locked(root):
        source = parse(root, path)
        triples = _named(source)
        try:
            text = canonical(triples, source.graph, source.comments.above)
        except ValueError:
            message = f"{source.name}: a data file has no blank nodes"
            raise ContentError(message, hint="Give the node an id: IRI.") from None
        other = text != source.text or bool(source.flaws)
        if other and not check:
            write(path, text)
        return Formatted(other, without_place(source, triples))


def without_place(source: CuratedFile, triples: Iterable[ox.Triple]) -> list[Comment]:
    """The comments of a file that stand above none of the subjects that it is to have."""
    subjects = {t.subject.value for t in triples}
    above = source.comments.above
    gone = [comment for subject in above if subject not in subjects for comment in above[subject]]
    return sorted([*source.comments.elsewhere, *gone])


def with_comments(source: CuratedFile, triples: Iterable[ox.Triple]) -> str:
    """The canonical form of what a file is to state. Raises ContentError where that would cost a comment."""
    wanted = list(triples)
    lost = without_place(source, wanted)
    if lost:
        hint = "Move it to a line of its own above a subject, or let `cnskg fmt` take it away."
        raise ContentError(f"{source.name}:{lost[0].line}: the comment {lost[0].text!r} would be lost", hint=hint)
    return canonical(wanted, source.graph, source.comments.above)


def _named(source: CuratedFile) -> set[ox.Triple]:
    """What the file states, its propositions under the names that follow from their content."""
    try:
        return renamed(source.triples)
    except ContentError as error:
        raise ContentError(f"{source.name}: {error.message}", hint=error.hint) from None
