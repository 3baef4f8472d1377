"""How passages follow one another: none overlaps another, and no section comes back once another has begun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .. import namespaces as ns
from ..content.files import Content
from .check import Check, Fault, check
from .passages import Span, by_document
from .scope import at_odds

#: The number in front of a heading, as in "2.1 What the concept entails".
NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)*)\.?\s")


def numbered(section: str) -> tuple[int, ...]:
    """The number of a section; none where it bears none."""
    match = NUMBER.match(section)
    return tuple(map(int, match[1].split("."))) if match else ()


@check("section-order", cases=("comes back", "a lesser number"))
def section_order(content: Content) -> Iterator[Fault]:
    """In the order of a text each section stands once, and their numbers rise; omissions may stand anywhere."""
    for spans in by_document(content).values():
        seen: dict[str, Span] = {}
        last, highest = "", (tuple[int, ...](), "")
        for span in spans:
            section = span.values.get("section", "")
            if span.kind == "Omission" or not section:
                continue
            number = numbered(section)
            if section != last and section in seen:
                yield _at(span, f"{section!r} comes back here after {last!r}; it stood in {seen[section].source.name}")
            elif number and number < highest[0]:
                yield _at(span, f"{section!r} comes after {highest[1]!r}")
            last, highest = section, max(highest, (number, section))
            seen.setdefault(section, span)


@check("overlap")
def overlap(content: Content) -> Iterator[Fault]:
    """No two passages overlap."""
    for mine in by_document(content).values():
        for one, other in pairwise(mine):
            if other.start < one.end:
                source, there = at_odds(content, one.source, other.source)
                message, hint = f"overlaps {there.name}", "Let one end where the other begins."
                yield Fault(source.name, source.places.line(source.graph, ns.CNS + "charStart"), message, hint)


def _at(span: Span, message: str) -> Fault:
    source = span.source
    line = source.places.line(source.graph, ns.CNS + "section")
    return Fault(source.name, line, message, "Mend cns:section, or cns:charStart: passages stand in their order.")


CHECKS: tuple[Check, ...] = (section_order, overlap)
