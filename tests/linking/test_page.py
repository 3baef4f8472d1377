"""docs/linking.md, followed: its commands run as they stand there, one after the other, on a copy of the cards."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.cli import Cli
from tests.support.linking import wikidata

PAGE = ROOT / "docs" / "linking.md"
#: What each of its commands gives, and how it ends.
GIVES = (
    (0, "mapped"),
    (0, "open: id:chen-yixin"),
    (0, "14 things there"),
    (0, "6 things there"),
    (0, "1 accepted, 1 refused, 1 left open"),
    (0, "0 findings"),
    (1, "moved: id:jens-stoltenberg"),
    (1, "1 difference\n"),
)


def decide(path: Path) -> None:
    """As a curator does: yes to the first proposal, no to the second."""
    text = path.read_text(encoding="utf-8")
    for word in ("yes", "no"):
        text = re.sub(r"^\tid:", rf"{word}\tid:", text, count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_the_page_can_be_followed(run: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the page does what the page says, with the stand-in as the endpoint."""
    for name in ("ontology", "data/entities", "data/links", "tests/linking"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "data" / "documents.ttl", tmp_path / "data")
    monkeypatch.setenv("CNSKG_CONTENT", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines()]
    with wikidata() as url:
        for command, (code, told) in zip(commands, GIVES, strict=True):
            words = shlex.split(command.replace("ENDPOINT", url))
            assert words.pop(0) == "cnskg"
            if "--accept" in words:
                decide(tmp_path / "proposals.sssom.tsv")
            outcome = run(*words)
            assert (outcome.code, told in outcome.both) == (code, True), f"{command}\n{outcome.both[-800:]}"
