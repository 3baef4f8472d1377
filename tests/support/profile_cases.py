"""The cases of tests/checks/owl_dl_cases.toml, as content for the checks and as one text for the OWL API."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cnskg.content.files import Content
from tests.support import ROOT
from tests.support.turtle import HEAD

PAGE: dict[str, Any] = tomllib.loads((ROOT / "tests" / "checks" / "owl_dl_cases.toml").read_text(encoding="utf-8"))
BASE: str = PAGE["base"]


@dataclass(frozen=True)
class Case:
    """One case: its Turtle, where it lies, the check that objects, what the OWL API tells."""

    name: str
    proves: str
    turtle: str
    owl_api: list[str] = field(hash=False)
    check: str = ""
    stricter: str = ""
    where: str = "ontology"

    @property
    def file(self) -> str:
        """The name of the file in which the case is laid."""
        return "ontology/zz.ttl" if self.where == "ontology" else "data/passages/sample/p001-sample.ttl"

    @property
    def whole(self) -> str:
        """The case and all that lies beside it, as Turtle."""
        return HEAD + BASE + self.turtle


CASES = [Case(where=row.pop("in", "ontology"), **row) for row in PAGE["case"]]


def content_of(case: Case, folder: Path) -> Content:
    """The case as content, beside its base."""
    for name, text in (("ontology/base.ttl", BASE), (case.file, case.turtle)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text, encoding="utf-8")
    return Content.read(folder)
