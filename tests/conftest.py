"""Fixtures for all tests. Policy: the smallest content that shows the behaviour.

`content` is a folder of its own with the real ontology, a few shapes, one invented document and three passages.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cnskg import cli, settings
from cnskg.content.anchors import digest
from cnskg.release import build
from cnskg.release.folder import Release

ROOT = settings.content_root()
TEXT = """The Example Report

The Council of Examples was founded in early 2001. It is led by Ann Author, who also chairs the board.

Ann Author argues that clear rules matter more than long ones. She may be right.
"""
SHAPES = ("entity.ttl", "passage.ttl", "source-document.ttl", "claim.ttl")
DOCUMENT = """@prefix cns: <https://w3id.org/cnskg/ontology#> .
@prefix id: <https://w3id.org/cnskg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <https://w3id.org/cnskg/time/> .

id:report
    a cns:SourceDocument ;
    skos:prefLabel "Example Report"@en ;
    cns:author id:ann-author ;
    cns:published time:2002 ;
    cns:sha256 "{sha}" ;
    cns:textEnd {end} ;
    cns:textFile "report.txt" ;
    cns:title "The Example Report"@en ;
    cns:url "https://example.org/report" .
"""
CARDS = """@prefix cns: <https://w3id.org/cnskg/ontology#> .
@prefix id: <https://w3id.org/cnskg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

id:ann-author
    a cns:Person ;
    skos:prefLabel "Ann Author"@en ;
    cns:description "Chair of the Council of Examples."@en .

id:council
    a cns:StateOrgan ;
    skos:prefLabel "Council of Examples"@en ;
    skos:prefLabel "示例委员会"@zh-hans .
"""
FACTS = """
id:council cns:starts time:2001-40 ; cns:timeText "early 2001" .
"""
CLAIM = """
id:claim-rules a cns:Assessment ; skos:prefLabel "rules should be clear"@en ; cns:claimant id:ann-author ;
    cns:about id:council ; cns:sentence "Clarity counts for more than length in rules."@en ; cns:hedge "may" .
"""
PREFIXES = """@prefix cns: <https://w3id.org/cnskg/ontology#> .
@prefix id: <https://w3id.org/cnskg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <https://w3id.org/cnskg/time/> .
"""


@dataclass(frozen=True)
class Outcome:
    """What a command line gave."""

    code: int
    out: str
    err: str

    @property
    def both(self) -> str:
        return self.out + self.err


Cli = Callable[..., Outcome]


@pytest.fixture(scope="session")
def real() -> Release:
    """The release of the real files, built where it is not there yet."""
    return build.run(settings.Settings())


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line in this process: exit code, output, errors."""

    def call(*arguments: str, **environment: str) -> Outcome:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        capfd.readouterr()
        try:
            code = cli.run(list(arguments))
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    return call


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Cli) -> Iterator[Path]:
    """A small content folder of its own, with its source text, made with the curator's tools; settings point to it."""
    import hashlib

    folder = tmp_path / "content"
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "report.txt").write_text(TEXT, encoding="utf-8")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    (folder / "shapes").mkdir(parents=True)
    for name in SHAPES:
        shutil.copy(ROOT / "shapes" / name, folder / "shapes" / name)
    (folder / "data" / "entities").mkdir(parents=True)
    sha = hashlib.sha256(TEXT.encode()).hexdigest()
    (folder / "data" / "documents.ttl").write_text(DOCUMENT.format(sha=sha, end=len(TEXT)), encoding="utf-8")
    (folder / "data" / "entities" / "all.ttl").write_text(CARDS, encoding="utf-8")
    monkeypatch.setenv("CNSKG_CONTENT", str(folder))
    monkeypatch.setenv("CNSKG_BUILD", str(tmp_path / "build"))
    monkeypatch.setenv("CNSKG_SOURCES", str(texts))
    passages = (
        ("p001", "title", "The Example", "Example Report", ""),
        ("p002", "council", "The Council of Examples", "chairs the board.", FACTS),
        ("p003", "rules", "Ann Author argues", "be right.", CLAIM),
    )
    for number, slug, first, last, facts in passages:
        made = run("new", "passage", "report", number, slug, first, last, "--section", "1")
        assert made.code == 0, made.err
        path = folder / "data" / "passages" / "report" / f"{number}-{slug}.ttl"
        path.write_text(PREFIXES + path.read_text(encoding="utf-8") + facts, encoding="utf-8")
    assert run("fmt").code == 0
    yield folder


def passage(content: Path, number: str) -> Path:
    """The file of a passage of the small document."""
    return next((content / "data" / "passages" / "report").glob(f"{number}-*.ttl"))


def edit(path: Path, old: str, new: str) -> None:
    """Replace a piece of a file; the piece must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def folded_digest(start: int, end: int) -> str:
    """The digest of a stretch of the small document."""
    return digest(TEXT[start:end])


@pytest.fixture(scope="session")
def site(real: Release) -> Iterator[str]:
    """The service in a process of its own, on a free port."""
    command = [sys.executable, "-m", "cnskg", "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout
    timer = threading.Timer(60, process.kill)
    timer.start()
    line = process.stdout.readline()
    timer.cancel()
    assert line.startswith("Open http://"), line
    yield line.split()[1].rstrip("/")
    process.terminate()
    process.wait(30)
    process.stdout.close()
