"""The small content folder: the real ontology, a few shapes, one invented document and three passages."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from cnskg.content.anchors import digest, fold
from cnskg.settings import Settings
from tests.support import ROOT
from tests.support.cli import call
from tests.support.turtle import HEAD

TEXT = """The Example Report

The Council of Examples was founded in early 2001. It is led by Ann Author, who also chairs the board.

Ann Author argues that clear rules matter more than long ones. She may be right.
"""
SHAPES = ("entity.ttl", "passage.ttl", "source-document.ttl", "claim.ttl")
DOCUMENT = """
id:report
    a cns:SourceDocument ;
    skos:prefLabel "Example Report"@en ;
    cns:author id:ann-author ;
    cns:published span:2002 ;
    cns:sha256 "{sha}" ;
    cns:textEnd {end} ;
    cns:textFile "report.txt" ;
    cns:title "The Example Report"@en ;
    cns:url "https://example.org/report" .
"""
CARDS = """
id:ann-author
    a cns:Person ;
    skos:prefLabel "Ann Author"@en ;
    cns:description "Chair of the Council of Examples."@en .

id:council
    a cns:StateOrgan ;
    skos:prefLabel "Council of Examples"@en ;
    skos:prefLabel "示例委员会"@zh-hans ;
    cns:nameSource "https://example.org/council" .
"""
#: stated in two passages, in words of the second
START = """
id:council cns:starts span:2001-40 .
"""
FACTS = """
id:council cns:starts span:2001-40 ; cns:timeText "early 2001"@en .
"""
CLAIM = """
id:claim-rules a cns:Assessment ; skos:prefLabel "rules should be clear"@en ; cns:claimant id:ann-author ;
    cns:about id:council ; cns:sentence "Clarity counts for more than length in rules."@en ; cns:hedgeWord "may"@en ;
    cns:hedge cns:Possibility ; cns:contends [
        cns:subject id:ann-author ; cns:relation cns:pursues ; cns:object id:council ] .
"""
#: number, slug, first and last words, facts
PASSAGES = (
    ("p001", "title", "The Example", "Example Report", START),
    ("p002", "council", "The Council of Examples", "chairs the board.", FACTS),
    ("p003", "rules", "Ann Author argues", "be right.", CLAIM),
)


@dataclass(frozen=True)
class Small:
    """A small content folder, its source texts and its build folder."""

    folder: Path

    @property
    def content(self) -> Path:
        """What the curators edit."""
        return self.folder / "content"

    @property
    def texts(self) -> Path:
        """The source texts."""
        return self.folder / "texts"

    @property
    def build(self) -> Path:
        """Where releases go."""
        return self.folder / "build"

    @property
    def release(self) -> Path:
        """The folder of the current release."""
        return (self.build / "current").resolve(strict=True)

    @property
    def settings(self) -> Settings:
        """Settings that point here."""
        return Settings(content=self.content, sources=self.texts, build=self.build)

    def copy(self, folder: Path) -> Small:
        """The same in another folder, releases included."""
        return Small(shutil.copytree(self.folder, folder, symlinks=True))


def use(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the environment's settings point to a small content folder."""
    monkeypatch.setenv("CNSKG_CONTENT", str(small.content))
    monkeypatch.setenv("CNSKG_BUILD", str(small.build))
    monkeypatch.setenv("CNSKG_SOURCES", str(small.texts))


def make_small(folder: Path) -> Small:
    """The small content, its passages made with the curator's tools."""
    small = Small(folder)
    lay_out(small.content, small.texts)
    with pytest.MonkeyPatch.context() as patch:
        use(small, patch)
        curate(small.content)
    return small


def lay_out(folder: Path, texts: Path) -> None:
    """Write the folder but for its passages, and the source text into a folder of its own."""
    texts.mkdir()
    (texts / "report.txt").write_text(TEXT, encoding="utf-8")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    (folder / "shapes").mkdir()
    for name in SHAPES:
        shutil.copy(ROOT / "shapes" / name, folder / "shapes" / name)
    (folder / "data" / "entities").mkdir(parents=True)
    document = DOCUMENT.format(sha=digest(TEXT), end=len(fold(TEXT)))
    (folder / "data" / "documents.ttl").write_text(HEAD + document, encoding="utf-8")
    (folder / "data" / "entities" / "all.ttl").write_text(HEAD + CARDS, encoding="utf-8")


def curate(folder: Path) -> None:
    """Make the passages with the curator's tools; the settings point to the folder and its texts."""
    for number, slug, first, last, facts in PASSAGES:
        made = call("new", "passage", "report", number, slug, first, last, "--section", "1")
        assert made.code == 0, made.err
        add(passage(folder, number), facts)
    assert call("fmt").code == 0


def passage(content: Path, number: str) -> Path:
    """The file of a passage of the small document."""
    return next((content / "data" / "passages" / "report").glob(f"{number}-*.ttl"))


def add(path: Path, turtle: str) -> None:
    """Add statements to a file; they may use any prefix of the project."""
    path.write_text(HEAD + path.read_text(encoding="utf-8") + turtle, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    """Replace a piece of a file; the piece must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def folded_digest(start: int, end: int) -> str:
    """The digest of a stretch of the small document, counted in the text with single spaces."""
    return digest(fold(TEXT)[start:end])
