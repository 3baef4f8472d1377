"""docs/quality.md, made of the queries and of foreign.toml. `python -m tests.support.quality_table` writes it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

from cnskg.quality import queries
from tests.support import ROOT

DOCS = ROOT / "docs" / "quality.md"
FOREIGN: dict[str, dict[str, str]] = tomllib.loads((ROOT / "tests/quality/foreign.toml").read_text(encoding="utf-8"))
LEFT = "no: "
HEAD = """# Quality

How good a release is, as data: what checks find in it, and what there is in it by document. Each check and each
figure is one SPARQL query in a file (`cnskg/quality/queries/`, `cnskg/quality/figures/`). `cnskg report quality`
asks them of a release, `--json` gives all of it; the build puts the same into the release as `quality.json`;
`/quality` shows it. A check stops no build: [the rules](rules.md) do that, on the curated files; these see the
whole, the ontology and what follows included. This page is made of the queries (`python -m
tests.support.quality_table`); figures stand in the release.

## Checks

A query finds the nodes where something is wrong; it runs as it is at the service, too. `cnskg report quality` exits
with 1 where one of severity `error` finds something.
"""
FIGURES = """## Figures

For each document of the passages.
"""
OTHERS = """## The checks of others

Of the checks that others run on ontologies and vocabularies, what holds each here: a check above, one of [the
rules](rules.md), or a test; and which are left out, and why. OOPS! leaves the numbers that are missing to a reader.
"""


def page() -> str:
    """The whole page."""
    checks = [[f"`{q.name}`", q.head["severity"], f"{q.head['title']} {q.head['reason']}", q.head["source"]]
              for q in queries.checks()]  # fmt: skip
    figures = [[f"`{q.name}`", q.head["title"], q.head["of"]] for q in queries.figures()]
    parts = [HEAD, _table(("check", "severity", "what holds, and why that matters", "after"), checks)]
    parts += [FIGURES, _table(("figure", "what is counted", "of"), figures), OTHERS]
    for source, held in FOREIGN.items():
        rows = [
            [_code(name), _held(by), by.removeprefix(LEFT) if by.startswith(LEFT) else ""] for name, by in held.items()
        ]
        parts += [f"### {source}\n", _table(("check", "held by", "left out, for"), rows)]
    return "\n".join(parts)


def _code(name: str) -> str:
    return name if " " in name else f"`{name}`"


def _held(by: str) -> str:
    return "" if by.startswith(LEFT) else ", ".join(f"`{name}`" for name in by.split())


def _table(head: tuple[str, ...], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
