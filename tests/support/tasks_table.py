"""The table of docs/python.md: the lines that ten usual tasks take, by library. Run as a module, it writes them."""

from __future__ import annotations

import tomllib
from typing import Any

from tests.support import ROOT

DOCS = ROOT / "docs" / "python.md"
TASKS = ROOT / "tests" / "api" / "tasks.toml"
WAYS = ("cnskg", "SPARQLWrapper", "rdflib")
_HEAD = f"| task | {' | '.join(WAYS)} |"


def read() -> dict[str, Any]:
    """The set-up and the tasks."""
    return tomllib.loads(TASKS.read_text(encoding="utf-8"))


def lines(code: str) -> int:
    """How many lines a piece of code has."""
    return len(code.strip().splitlines())


def table() -> str:
    """The table, with the set-up as its first row and the sum as its last."""
    known = read()
    rows = [("opening", known["setup"]), *((one["name"], one) for one in known["task"])]
    counted = [(name, [lines(code[way]) for way in WAYS]) for name, code in rows]
    counted.append(("together", [sum(column) for column in zip(*(c for _, c in counted), strict=True)]))
    body = [f"| {name} | {' | '.join(map(str, counts))} |" for name, counts in counted]
    return "\n".join([_HEAD, "| --- | --- | --- | --- |", *body])


def page() -> str:
    """The page with the table in it."""
    text = DOCS.read_text(encoding="utf-8")
    start = text.index(_HEAD)
    end = text.index("\n\n", start)
    return text[:start] + table() + text[end:]


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
