"""The mistakes of tests/mistakes.toml, planted in the small content, and what the commands tell of each."""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from cnskg.content.files import HEAD
from tests.support import ROOT
from tests.support.cli import call
from tests.support.content import edit, make_small, passage, use

TABLE = ROOT / "tests" / "mistakes.toml"
SOURCE = (
    'bg:{name} a cns:BackgroundSource ; skos:prefLabel "{name}"@en ; cns:encodedOn span:2026-11-26 ;\n'
    '    cns:reviewStatus id:reading-first ; cns:url "https://example.org/{name}" .\n{says}\n'
)
#: While one of these is told, other rules wait or speak of less; such mistakes are planted by themselves.
FIRST = ("unreadable", "stray-file", "unknown-term")
_FINDING = re.compile(r"^\S+: (?:error|warning): .*(?:\n  .*)*", re.M)


@dataclass(frozen=True)
class Mistake:
    """What a curator did wrong, where and how, and the rule and command that tell of it."""

    what: str
    rule: str
    file: str = ""
    says: str = ""
    text: str = ""
    find: str = ""
    put: str = ""
    command: str = "check"

    def plant(self, number: int, content: Path) -> str:
        """Make the mistake in a content folder; the file that has it."""
        path = content / (self.file or f"data/background/mistake-{number}.ttl")
        if self.find:
            path = passage(content, self.file)
            edit(path, self.find, self.put)
        else:
            says = self.text or SOURCE.format(name=f"mistake-{number}", says=self.says.strip())
            mark = "\ufeff" * says.startswith("\ufeff")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(mark + HEAD + says.removeprefix(mark).lstrip("\n"), encoding="utf-8", newline="")
        return path.relative_to(content).as_posix()

    @property
    def done(self) -> str:
        """What was written, in one line; in a file that was there, what stood there before and stands there now."""
        written = f"{self.find} → {self.put}" if self.find else self.says or self.text.removeprefix("\ufeff")
        return " ".join(written.split())


def mistakes() -> list[Mistake]:
    """The table."""
    return [Mistake(**row) for row in tomllib.loads(TABLE.read_text(encoding="utf-8"))["mistake"]]


def told() -> dict[Mistake, list[str]]:
    """What is told of each mistake: those that do not keep one another from being found are planted together."""
    rounds: dict[str, list[Mistake]] = {}
    for one in mistakes():
        rounds.setdefault(one.rule if one.rule in FIRST else one.command, []).append(one)
    return {one: said for together in rounds.values() for one, said in _told_of(together).items()}


def _told_of(together: list[Mistake]) -> dict[Mistake, list[str]]:
    """Plant mistakes in one content and run their command once."""
    with tempfile.TemporaryDirectory(prefix="cnskg-mistakes-") as folder, pytest.MonkeyPatch.context() as patch:
        small = make_small(Path(folder))
        use(small, patch)
        shutil.copy(ROOT / "shapes" / "background.ttl", small.content / "shapes")
        files = {one: one.plant(number, small.content) for number, one in enumerate(together, 1)}
        output = call(together[0].command).out
    found = _FINDING.findall(output)
    return {
        one: [part for part in found if part.startswith(f"{file}:") and f"[{one.rule}]" in part]
        for one, file in files.items()
    }
