"""How passages follow one another: none overlaps another, and no section comes back once another has begun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .. import namespaces as ns
from ..content.files import Content, Kind
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
        last, highest, previous = "", (tuple[int, ...](), ""), None
        for span in spans:
            section = span.values.get("section", "")
            if span.kind == "Omission" or not section:
                continue
            number = numbered(section)
            if section != last and section in seen:
                stood = seen[section].source.name
                if previous and at_odds(content, previous.source, span.source)[0] is previous.source:
                    yield _at(previous, f"{last!r} stands amid {section!r}, of {stood} and {span.source.name}")
                else:
                    yield _at(span, f"{section!r} comes back here after {last!r}; it stood in {stood}")
            elif number and number < highest[0]:
                yield _at(span, f"{section!r} comes after {highest[1]!r}")
            last, highest = section, max(highest, (number, section))
            seen.setdefault(section, span)
            previous = span


@check("overlap")
def overlap(content: Content) -> Iterator[Fault]:
    """No two passages overlap."""
    for mine in by_document(content).values():
        for one, other in pairwise(mine):
            if other.start < one.end:
                source, there = at_odds(content, one.source, other.source)
                message, hint = f"overlaps {there.name}", "Let one end where the other begins."
                yield Fault(source.name, source.places.line(source.graph, ns.CNS + "charStart"), message, hint)


@check("beyond-end")
def beyond_end(content: Content) -> Iterator[Fault]:
    """No passage reaches beyond the end of its document's text."""
    ends = {t.subject.value: t.object.value for _, t in content.stating([ns.CNS + "textEnd"], Kind.DOCUMENTS)}
    for document, mine in by_document(content).items():
        end = ends.get(ns.ID + document, "")
        for span in mine if end.isdecimal() else ():
            if span.end > int(end):
                line = span.source.places.line(span.source.graph, ns.CNS + "charEnd")
                message = f"ends at {span.end}, and the text of {ns.compact(ns.ID + document)} at {end}"
                yield Fault(span.source.name, line, message, "Mend cns:charEnd; `cnskg new passage` counts it.")


def _at(span: Span, message: str) -> Fault:
    source = span.source
    line = source.places.line(source.graph, ns.CNS + "section")
    return Fault(source.name, line, message, "Mend cns:section, or cns:charStart: passages stand in their order.")


CHECKS: tuple[Check, ...] = (section_order, overlap, beyond_end)
