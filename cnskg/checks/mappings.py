"""Mapping files as a whole: each row is about an entity of ours, and none stands twice."""

from __future__ import annotations

from pathlib import Path

from .. import namespaces as ns
from ..content.mappings import Mapping, mapping_files, read
from ..findings import Finding


def check(content: Path, known: set[str]) -> list[Finding]:
    """What is wrong with the link files; `known` are the entities that there are."""
    found = []
    seen: dict[tuple[str, str, str], Mapping] = {}
    for path in mapping_files(content):
        mappings, wrong = read(content, path)
        found += wrong
        for m in mappings:
            if m.subject not in known:
                found.append(Finding(m.file, m.line, "sssom-subject", f"{ns.compact(m.subject)} is no entity of ours"))
            if (m.subject, m.predicate, m.object) in seen:
                found.append(Finding(m.file, m.line, "sssom-twice", "the mapping stands twice"))
            seen[(m.subject, m.predicate, m.object)] = m
    return sorted(found)
