"""Verification: every passage leads back to its words, and every character of a source is accounted for."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .. import namespaces as ns
from ..content.anchors import MOST_WORDS, digest, find_span
from ..content.files import Content, CuratedFile, Kind
from ..content.texts import encoded_text, read_text, value
from ..errors import ContentError
from ..findings import Finding


@dataclass(frozen=True)
class Span:
    """A passage or omission of a document, as its file describes it."""

    source: CuratedFile
    kind: str
    values: dict[str, str]

    @property
    def document(self) -> str:
        return self.values["document"].removeprefix(ns.ID)

    @property
    def start(self) -> int:
        return int(self.values["start"])

    @property
    def end(self) -> int:
        return int(self.values["end"])


@dataclass
class Report:
    """What was verified: passages by document, characters covered, findings."""

    passages: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    covered: dict[str, tuple[int, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def spans(content: Content) -> list[Span]:
    """All passages and omissions, in the order of the texts."""
    found = []
    for source in content.of(Kind.PASSAGE):
        own = (t for t in source.triples if t.subject.value == source.graph)
        values = {t.predicate.value.removeprefix(ns.CNS): t.object.value for t in own}
        found.append(Span(source, "Omission" if "reason" in values else "Passage", values))
    return sorted(found, key=lambda s: (s.document, s.start))


def run(content: Content, folder: Path, tick: Callable[[], object] = lambda: None) -> Report:
    """Find every passage in the texts of `folder`. Raises ContentError where nothing is there to verify."""
    report = Report()
    texts: dict[str, str] = {}
    for span in spans(content):
        tick()
        name = span.document
        if name not in texts:
            texts[name] = encoded_text(content, folder, name)
            report.findings += whole_text(content, folder, name)
        report.passages[name] += 1
        report.findings += check_span(span, texts[name])
    if not texts:
        raise ContentError("there is no passage to verify", hint="Passages stand under data/passages/.")
    for name, text in texts.items():
        mine = [s for s in spans(content) if s.document == name]
        report.findings += gaps(mine, text)
        report.covered[name] = (sum(s.end - s.start for s in mine), len(text))
    report.findings.sort()
    return report


def whole_text(content: Content, folder: Path, name: str) -> list[Finding]:
    """A finding where the text file is not the one that the graph was made from."""
    wanted = value(content, ns.ID + name, ns.CNS + "sha256")
    found = hashlib.sha256(read_text(folder, value(content, ns.ID + name, ns.CNS + "textFile")).encode()).hexdigest()
    if found == wanted:
        return []
    message = f"the text of {name} has SHA-256 {found[:12]}…, not {wanted[:12]}…"
    return [Finding("data/documents.ttl", 0, "other-text", message, "Use the text that the graph was made from.")]


def check_span(span: Span, text: str) -> list[Finding]:
    """Findings on one passage: anchors, offsets, digest."""
    source, values = span.source, span.values
    for key in ("startsWith", "endsWith"):
        if len(values.get(key, "").split()) > MOST_WORDS:
            return [_finding(source, key, f"the anchor has more than {MOST_WORDS} words", "Shorten it.")]
    try:
        start, end = find_span(text, values["startsWith"], values["endsWith"])
    except ContentError as error:
        return [_finding(source, "startsWith", error.message, error.hint)]
    if (start, end) != (span.start, span.end):
        message = f"the anchors stand at {start}-{end}, not {span.start}-{span.end}"
        return [_finding(source, "start", message, f"Write cns:start {start} and cns:end {end}.")]
    if digest(text[start:end]) != values["sha256"]:
        return [_finding(source, "sha256", "the text of the passage has another digest", "Make the passage anew.")]
    return []


def gaps(mine: list[Span], text: str) -> list[Finding]:
    """Findings where passages overlap, or a stretch of the text belongs to none."""
    found = []
    at = 0
    last = mine[0]
    for span in mine:
        if span.start < at:
            found.append(_finding(span.source, "start", f"overlaps {last.source.name}"))
        found += _gap(span.source, text, at, span.start)
        at, last = max(at, span.end), span
    return found + _gap(last.source, text, at, len(text))


def _gap(source: CuratedFile, text: str, start: int, end: int) -> list[Finding]:
    words = text[start:end].split()
    if not words:
        return []
    message = f"{len(words)} words at {start}-{end} belong to no passage: {' '.join(words[:4])!r} …"
    return [Finding(source.name, 0, "gap", message, "Make a passage or an omission of them.")]


def _finding(source: CuratedFile, key: str, message: str, hint: str = "") -> Finding:
    return Finding(source.name, source.places.line(source.graph, ns.CNS + key), "anchor", message, hint)
