"""What an exported folder holds, read by other means than those that wrote it."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from cnskg import namespaces as ns
from cnskg.exporting.nanopublications import NP, SPACE, Quad
from cnskg.release.folder import Release

Triple = tuple[str, str, str]
#: Graphs whose triples are statements of the tables, by the status that they give.
OURS = (ns.GRAPH_ENTITIES, ns.GRAPH_DOCUMENTS, ns.GRAPH_CALENDAR)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def package(folder: Path) -> dict[str, Any]:
    """The Data Package."""
    told: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return told


def graphs(path: Path, form: ox.RdfFormat) -> dict[str, set[Triple]]:
    """The triples of a file by graph, as text."""
    found: dict[str, set[Triple]] = {}
    for quad in ox.parse(path=str(path), format=form):
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        found.setdefault(name, set()).add((str(quad.subject), str(quad.predicate), str(quad.object)))
    return found


def stated(release: Release) -> dict[str, set[Triple]]:
    """The graphs of the facts of a release."""
    return graphs(release.dumps / "cnskg-facts.nq", ox.RdfFormat.N_QUADS)


def by_status(found: dict[str, set[Triple]]) -> dict[str, set[Triple]]:
    """What a release states, adds and infers, each statement once: worked out from its graphs."""
    sources = {name: said for name, said in found.items() if name.startswith((ns.PSG, ns.BG))}
    url = (f"<{ns.CNS}url>", f'"{ns.BASE}')
    own = {
        name for name, said in sources.items() if any(t[:2] == (f"<{name}>", url[0]) and url[1] in t[2] for t in said)
    }
    asserted = set().union(*(said for name, said in sources.items() if name not in own))
    editorial = set().union(*(found.get(name, set()) for name in (*OURS, *own))) - asserted
    return {
        "asserted": asserted,
        "editorial": editorial,
        "inferred": found.get(ns.GRAPH_INFERRED, set()) - asserted - editorial,
    }


def said(row: dict[str, str]) -> Triple:
    """A row of statements as a triple."""
    if row["object"]:
        end = str(ox.NamedNode(row["object"]))
    elif row["language"]:
        end = str(ox.Literal(row["value"], language=row["language"]))
    else:
        end = str(ox.Literal(row["value"], datatype=ox.NamedNode(row["datatype"])))
    return str(ox.NamedNode(row["subject"])), str(ox.NamedNode(row["property"])), end


def broken_references(folder: Path) -> Iterator[str]:
    """Cells of a Data Package that name no row of the table that they ought to name, or do not fit their type."""
    resources = {one["name"]: one for one in package(folder)["resources"]}
    rows = {name: table(folder, Path(one["path"]).stem) for name, one in resources.items()}
    for name, resource in resources.items():
        for key in resource["schema"].get("foreignKeys", ()):
            (column,), (other,) = key["fields"], key["reference"]["fields"]
            known = {"", *(row[other] for row in rows[key["reference"]["resource"]])}
            yield from (f"{name}.{column}: {row[column]}" for row in rows[name] if row[column] not in known)
        fits = {"integer": str.isdigit, "boolean": ("true", "false").__contains__, "string": lambda _: True}
        for field in resource["schema"]["fields"]:
            check = fits.get(field["type"], lambda text: bool(float(text) + 1))
            bad = (row[field["name"]] for row in rows[name] if row[field["name"]] and not check(row[field["name"]]))
            yield from (f"{name}.{field['name']}: {cell} is no {field['type']}" for cell in bad)


def nanopublications(folder: Path) -> dict[str, list[ox.Quad]]:
    """The nanopublications of a folder by their codes."""
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in ox.parse(path=str(folder / "nanopublications.trig"), format=ox.RdfFormat.TRIG):
        graph = quad.graph_name.value
        assert graph.startswith(SPACE)
        found[graph.removeprefix(SPACE).partition("#")[0]].append(quad)
    return found


def normal(quads: list[ox.Quad], name: str) -> str:
    """The text that is digested and signed: the sorted quads, in which a space stands for the code."""
    rows = sorted(_row(quad, name) for quad in quads)
    return "".join(f"{graph}\n{subject}\n{predicate}\n{end}\n" for graph, subject, predicate, *_, end in rows)


def trusty(text: str) -> str:
    """The code of a text that is digested."""
    return "RA" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def _row(quad: ox.Quad, name: str) -> tuple[str, str, str, bool, str, str]:
    """A quad as it is sorted, and at the end as it is digested."""
    graph, subject, predicate = (
        node.value.replace(name, " ") for node in (quad.graph_name, quad.subject, quad.predicate)
    )
    end = quad.object
    if not isinstance(end, ox.Literal):
        value = end.value.replace(name, " ")
        return graph, subject, predicate, False, value, value
    kind = f"@{end.language}" if end.language else f"^{end.datatype.value}"
    return graph, subject, predicate, True, end.value, f"{kind} {end.value}"


def known() -> list[Quad]:
    """A nanopublication of a real release, with a space for its code."""
    this, release = f"{SPACE} ", f"{ns.BASE}r/88292c616fce8a90/dataset"
    prov, terms = ns.PREFIXES["prov"], ns.PREFIXES["dcterms"]
    date = ox.NamedNode(ns.PREFIXES["xsd"] + "date")
    return [
        Quad(f"{this}#Head", this, ns.PREFIXES["rdf"] + "type", f"{NP}Nanopublication"),
        Quad(f"{this}#Head", this, f"{NP}hasAssertion", f"{this}#assertion"),
        Quad(f"{this}#Head", this, f"{NP}hasProvenance", f"{this}#provenance"),
        Quad(f"{this}#Head", this, f"{NP}hasPublicationInfo", f"{this}#pubinfo"),
        Quad(f"{this}#assertion", f"{ns.ID}19th-party-congress", f"{ns.CNS}edition", ox.Literal("19")),
        Quad(f"{this}#provenance", f"{this}#assertion", f"{prov}wasDerivedFrom", f"{ns.PSG}merics-2021/p120"),
        Quad(f"{this}#provenance", f"{this}#assertion", f"{prov}hadPrimarySource", f"{ns.ID}merics-2021"),
        Quad(f"{this}#pubinfo", this, f"{prov}wasDerivedFrom", release),
        Quad(f"{this}#pubinfo", this, ns.PREFIXES["dcat"] + "version", ox.Literal("0.1.0")),
        Quad(f"{this}#pubinfo", this, f"{terms}creator", ns.BASE),
        Quad(f"{this}#pubinfo", this, f"{terms}license", "https://creativecommons.org/licenses/by/4.0/"),
        Quad(f"{this}#pubinfo", this, f"{terms}created", ox.Literal("2026-11-24", datatype=date)),
    ]
