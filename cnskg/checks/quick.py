"""The groups of checks that take no more than seconds, and load neither a reasoner nor a validator."""

from __future__ import annotations

from ..content.files import Content
from ..findings import Finding
from . import (
    advice,
    chinese_names,
    comparisons,
    copies,
    dates,
    enrichment,
    files,
    filing,
    identity,
    likely,
    literals,
    mappings,
    perceptions,
    propositions,
    questions,
    sections,
    statements,
    wholes,
)
from .check import Check, run_all

GROUPS: dict[str, tuple[Check, ...]] = {
    "files": files.CHECKS,
    "quick checks": statements.CHECKS,
    "where cards lie": filing.CHECKS,
    "identity": identity.CHECKS,
    "text and values": literals.CHECKS,
    "dates": dates.CHECKS,
    "wholes": wholes.CHECKS,
    "sections": sections.CHECKS,
    "propositions": propositions.CHECKS,
    "perceptions": perceptions.CHECKS,
    "comparisons": comparisons.CHECKS,
    "advice": advice.CHECKS,
    "likely slips": likely.CHECKS,
    "what a copy keeps": copies.CHECKS,
    "Chinese names": chinese_names.CHECKS,
    "questions": questions.CHECKS,
    "mappings": mappings.CHECKS,
    "enrichment": enrichment.CHECKS,
}


def run(content: Content) -> list[Finding]:
    """Their findings; where the ontology cannot be read, those of the files alone, since no term is known."""
    blind = any(one.name.startswith("ontology/") for one in content.unread)
    names = ("files",) if blind else tuple(GROUPS)
    return run_all(content, [one for name in names for one in GROUPS[name]])
