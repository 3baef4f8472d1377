"""The curator's one check: the quick checks and the shapes, of all files, or of some and what these speak of."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..checks import mappings, quick, shapes
from ..checks.check import Check, run_all
from ..checks.consequences import told
from ..checks.statements import unknown_term
from ..content.files import DATA, Content
from ..content.listing import shown, table_paths
from ..errors import ContentError
from ..findings import Finding

#: What a warning is known by from one release to the next, rule and words: its line moves with each edit above it, and
#: its file with what is judged, since of a thing it is told where it is described, or where it is judged.
Key = tuple[str, str]


@dataclass
class Verdict:
    """What was judged, by which rules, and what was found there; and how much elsewhere.

    `left_out` says why the shapes were not asked, where they were not. `release` is the one whose warnings are `known`,
    if there is one.
    """

    files: int
    statements: int
    findings: list[Finding]
    rules: dict[str, str] = field(default_factory=dict)
    elsewhere: int = 0
    left_out: str = ""
    release: str = ""
    known: frozenset[Key] = frozenset()
    mappings: int = 0

    @property
    def errors(self) -> list[Finding]:
        """What has to be mended."""
        return [one for one in self.findings if one.severity == "error"]

    def is_new(self, one: Finding) -> bool:
        """Whether a finding is none of the warnings of the release; without a release, all are new."""
        return (one.rule, one.message) not in self.known


def judge(root: Path, chosen: Iterable[Path]) -> Verdict:
    """Judge the data files that are, or lie below, the chosen paths; findings in other files are counted only."""
    with uncollected():
        return _judge(root, chosen)


@contextmanager
def uncollected() -> Iterator[None]:
    """While this lasts no memory is collected: all that is read is in use, and looking through it takes a fifth."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _judge(root: Path, chosen: Iterable[Path]) -> Verdict:
    content = Content.gather(root)
    paths = list(chosen)

    def meant(name: str) -> bool:
        return any((root / name).is_relative_to(one) for one in paths)

    picked = [f for f in content.of(*DATA) if meant(f.name)]
    whole = root / "data" in paths
    if not whole:
        content = replace(content, chosen=frozenset(f.name for f in picked))
    checks = [one for group in quick.GROUPS.values() for one in group]
    found = quick.run(content)
    asked, left_out = shape_checks(content, found)
    try:
        found += run_all(content, asked)
    except ContentError as error:  # the shapes are not in order; what else was found is told all the same
        left_out = str(error)
    except ModuleNotFoundError:  # who makes no releases has no validator
        asked, left_out = (), "the shapes were not asked: pip install 'cnskg[build]'"
    found = told(content, found, [one.name for one in asked])
    mine = found if whole else [one for one in found if meant(one.file)]
    unread = sum(meant(one.name) for one in content.unread)
    tables = [name for name in (shown(root, path) for path in table_paths(root)) if meant(name)]
    read = len(picked) + sum(not content.is_unread(name) for name in tables)
    rules = {one.name: one.sentence for one in (*checks, *asked)}
    triples = sum(len(f.triples) for f in picked)
    rows = sum(len(file.rows) for file in mappings.files(content) if meant(file.name))
    return Verdict(read + unread, triples, mine, rules, len(found) - len(mine), left_out, mappings=rows)


def shape_checks(content: Content, found: Iterable[Finding]) -> tuple[Iterable[Check], str]:
    """The rules in shapes/; or none, and why: what a misspelt name breaks of them would be told beside it."""
    if content.unread:
        return (), "the shapes wait until every file can be read"
    if any(one.rule == unknown_term.name for one in found):
        return (), "the shapes wait until there is every class and property"
    try:
        return shapes.rule_checks(content.root, shapes.glanced), ""
    except ContentError as error:
        return (), str(error)


def compared(verdict: Verdict, release: str, warnings: Iterable[dict[str, str]]) -> Verdict:
    """The verdict held against the warnings that the report of a release has."""
    known = frozenset((one["rule"], one["message"]) for one in warnings)
    return replace(verdict, release=release, known=known)
