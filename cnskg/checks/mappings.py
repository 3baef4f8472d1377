"""Mapping files as a whole: each row is about an entity of ours, and none stands twice."""

from __future__ import annotations

from .. import namespaces as ns
from ..content.files import Content
from ..content.mappings import Mapping, mapping_files, read
from ..findings import Finding


def check(content: Content) -> list[Finding]:
    """What is wrong with the link files."""
    found = []
    seen: dict[tuple[str, str, str], Mapping] = {}
    for path in mapping_files(content.root):
        mappings, wrong = read(content.root, path)
        found += wrong
        for m in mappings:
            if m.subject not in content.types:
                found.append(Finding(m.file, m.line, "sssom-subject", f"{ns.compact(m.subject)} is no entity of ours"))
            if (m.subject, m.predicate, m.object) in seen:
                found.append(Finding(m.file, m.line, "sssom-twice", "the mapping stands twice"))
            seen[(m.subject, m.predicate, m.object)] = m
    return sorted(found)
