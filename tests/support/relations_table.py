"""docs/relations.md, made of the ontology. `python -m tests.support.relations_table` writes it."""

from __future__ import annotations

from cnskg import namespaces as ns
from cnskg.content.files import Content, Kind
from tests.support import ROOT

DOCS = ROOT / "docs" / "relations.md"
HEAD = """# The relations of propositions

What may stand as `cns:relation` of a proposition: the individuals of `cns:Relation`, and no other property. This page
is made of the ontology (`python -m tests.support.relations_table`); how relations are used is told in
[modelling](modelling.md#propositions-what-a-claim-says). *More* and *less* say whether there comes to be more or less
of the object. A relation that is a property of facts as well is marked with a star. Who adds one shows two uses in two
documents.

| relation | 中文 | direction | ends | what it says | example |
| --- | --- | --- | --- | --- | --- |
"""
TAIL = "; in propositions only."


def page() -> str:
    """The whole page."""
    content = Content.read(ROOT, Kind.ONTOLOGY)
    values: dict[tuple[str, str], dict[str, str]] = {}
    for t in content.triples(Kind.ONTOLOGY):
        language = getattr(t.object, "language", None) or ""
        values.setdefault((t.subject.value, ns.compact(t.predicate.value)), {})[language] = getattr(
            t.object, "value", ""
        )
    listed = sorted(iri for iri, types in content.types.items() if ns.CNS + "Relation" in types)
    return HEAD + "".join(_row(iri, values) for iri in listed)


def _row(iri: str, values: dict[tuple[str, str], dict[str, str]]) -> str:
    def value(predicate: str, language: str = "") -> str:
        return values.get((iri, predicate), {}).get(language, "")

    said = value("skos:definition", "en")
    star = "" if said.endswith(TAIL) else " *"
    direction = value("cns:direction").removeprefix(ns.CNS).lower()
    ends = " → ".join(value(f"rdfs:{end}").removeprefix(ns.CNS) or "…" for end in ("domain", "range"))
    shown = (word.removeprefix("id:") for word in value("skos:example").split())
    example = next((word for word in shown if word.startswith("p--")), "")
    cells = [
        f"`{iri.removeprefix(ns.CNS)}`{star}",
        value("rdfs:label", "zh-hans"),
        direction,
        ends if ends != "… → …" else "",
    ]
    cells += [said.removesuffix(TAIL).removesuffix("."), f"`{example}`" if example else ""]
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    DOCS.write_text(page(), encoding="utf-8")
