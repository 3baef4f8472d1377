"""Samples of right and wrong, as data: for each check one that passes and at least one that fails.

They stand in samples/<module>.toml, one table a check:

    [undescribed]                     the name of the check
    passing = 'id:x a cns:Law .'      statements of a passage; or a table of paths and what is in them
    [undescribed.failing]
    subject = 'id:y a cns:Law .'      what is wrong: a sample in which this is wrong

`←` at the end of a line marks where the fault is to be found. Turtle without a prefix of its own may use all of ours.
`[base]` holds files that lie under every sample of its page, unless the sample has its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ..content.files import HEAD

FOLDER = Path(__file__).parent / "samples"
#: Where statements lie that are given without a path.
PASSAGE = "data/passages/sample/p001-sample.ttl"
MARK = "←"
MARK_OF_ORDER = "\ufeff"


@dataclass(frozen=True)
class Sample:
    """A little content: the text of each file, and where the fault is, as path and line."""

    files: dict[str, str]
    place: tuple[str, int] | None = None
    base: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        found = []
        for name, text in {**self.base, **self.files}.items():
            rows = [f"    {row}" for row in text.strip().split("\n")]
            found += [f"  {name}"] * (name != PASSAGE) + rows
        return "\n".join(found)

    def lay(self, folder: Path) -> None:
        """Write the files under a folder."""
        for name, text in {**self.base, **self.files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            bare = name.endswith(".ttl") and not text.lstrip().startswith("@prefix")
            mark = MARK_OF_ORDER * text.startswith(MARK_OF_ORDER)
            whole = mark + (HEAD if bare else "") + text.removeprefix(mark)
            path.write_text(whole, encoding="utf-8", newline="")


@dataclass(frozen=True)
class Samples:
    """What keeps a rule, and what breaks it, by what is wrong."""

    passing: Sample
    failing: dict[str, Sample]


def sample(written: str | dict[str, str], base: dict[str, str] | None = None) -> Sample:
    """A sample as it is written in the data, its mark taken out."""
    files, place = {}, None
    for name, text in (written if isinstance(written, dict) else {PASSAGE: written}).items():
        rows = text.split("\n")
        marked = [number for number, row in enumerate(rows, 1) if row.endswith(MARK)]
        place = (name, marked[0]) if marked else place
        files[name] = "\n".join(row.removesuffix(MARK).rstrip(" ") if row.endswith(MARK) else row for row in rows)
    return Sample(files, place, base or {})


@cache
def _written() -> dict[str, tuple[dict[str, Any], dict[str, str]]]:
    """What is written of each check, and the base of its page."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        page = tomllib.loads(path.read_text(encoding="utf-8"))
        base = page.pop("base", {})
        found.update({name: (table, base) for name, table in page.items()})
    return found


def samples_of(name: str) -> Samples:
    """The samples of a check. Raises KeyError where there are none."""
    table, base = _written()[name]
    return Samples(sample(table["passing"], base), {label: sample(s, base) for label, s in table["failing"].items()})


def sampled() -> set[str]:
    """The names of all checks that have samples."""
    return set(_written())
