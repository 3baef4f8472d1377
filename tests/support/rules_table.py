"""docs/rules.md, made of the registry. `python -m tests.support.rules_table` writes it."""

from __future__ import annotations

from cnskg.checks import registry
from tests.support import ROOT

DOCS = ROOT / "docs" / "rules.md"
HEAD = """# The rules

What must hold of the curated files. This page is made of the checks themselves (`python -m tests.support.rules_table`).
`cnskg rules` lists them, `cnskg rules NAME` shows what passes a rule and what fails it. Each finding has file and line,
ends in the name of its rule, and says how to mend it. Errors stop a build, warnings do not.
"""
#: What is to be known of a group of rules before its table.
ABOUT = {
    "files": "`cnskg check FILE` runs these, all groups down to that of mappings, and SHACL, in seconds.",
    "identity": "Two cards of one thing become one; two things that bear one name, or look alike, go to "
    "`data/different.tsv`, with a reason.",
    "dates": "Only what is certain is an error: the one time span ends before the other begins.",
    "mappings": "Of the files under `data/links/`, in the form of SSSOM.",
    "OWL 2 DL": "What the ontology needs in order to be OWL 2 DL, together with `unknown-term`, `wrong-kind` "
    "and `ill-typed` above. `cnskg reason` asks for it first.",
    "SHACL": "The rules in `shapes/`: what each class must have.",
    "source texts": "These need the original texts, which are not shipped; `cnskg verify SOURCES` runs them.",
    "quotations": "`cnskg verify SOURCES` runs this, too: it looks into the text of each passage.",
    "words of the sources": "`cnskg verify SOURCES` runs this, too.",
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_section(group) for group in registry.everything(ROOT))])


def _section(group: str) -> str:
    rows = [f"## {group[0].upper()}{group[1:]}", ""]
    rows += [ABOUT[group], ""] if group in ABOUT else []
    rows += ["| rule | severity | what it says |", "| --- | --- | --- |"]
    checks = registry.everything(ROOT)[group]
    return "\n".join([*rows, *(f"| `{c.name}` | {c.severity} | {c.sentence} |" for c in checks)]) + "\n"


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
